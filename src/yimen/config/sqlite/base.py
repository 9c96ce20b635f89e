"""Django's SQLite backend, with every write transaction behind the queue."""

import re
from pathlib import Path
from threading import get_ident
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from yimen.config.sqlite.queue import QueueTimeout, WriteQueue

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: WriteQueue | None = None
        self._begin = f"BEGIN {self.settings_dict['OPTIONS'].get('transaction_mode') or 'DEFERRED'}"

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(conn_params["database"])
        in_memory = name == ":memory:" or "mode=memory" in name
        self._queue = None if in_memory else WriteQueue(Path(f"{name}-queue"))
        return super().get_new_connection(conn_params)

    def ensure_connection(self) -> None:
        # Asked three times in each transaction; whether somebody runs in an event loop is asked with each cursor.
        if self.connection is None:
            super().ensure_connection()

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=QueueingCursor)
        cursor.wrapper = self
        return cursor

    def enter_queue(self) -> bool:
        """Take the turn; False if this connection has it already (or the database lives in memory)."""
        if self._queue is None or self._queue.held:
            return False
        try:
            self._queue.enter(self.settings_dict["OPTIONS"].get("timeout", 30))
        except QueueTimeout as error:
            raise OperationalError("database is locked: the turn to write did not come in time") from error
        return True

    def leave_queue(self) -> None:
        if self._queue is not None:
            self._queue.leave()

    def _start_transaction_under_autocommit(self) -> None:
        self.enter_queue()
        try:
            # Straight to the driver: on its way through a cursor of Django's it would take longer than in SQLite.
            self.connection.execute(self._begin)
        except BaseException:
            self.leave_queue()
            with self.wrap_database_errors:
                raise

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        """As in Django, without the questions that have but one answer here. They are asked twice in a transaction."""
        checked = self.health_check_done or not self.health_check_enabled  # type: ignore[attr-defined]
        if self.connection is None or self.in_atomic_block or not checked:
            super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
            return
        if force_begin_transaction_with_broken_autocommit and not autocommit:
            self._start_transaction_under_autocommit()
        else:
            self._set_autocommit(autocommit)
        self.autocommit = autocommit
        if autocommit and self.run_commit_hooks_on_set_autocommit_on:
            if self.run_on_commit:
                self.run_and_clear_commit_hooks()
            self.run_commit_hooks_on_set_autocommit_on = False

    def commit(self) -> None:
        """As in Django, without asking whether somebody runs in an event loop."""
        if self._thread_ident != get_ident() or self.in_atomic_block:  # type: ignore[attr-defined]
            super().commit()
            return
        self._commit()
        self.errors_occurred = False
        self.run_commit_hooks_on_set_autocommit_on = True

    def _commit(self) -> None:
        try:
            if self.connection is None or self.force_debug_cursor:
                super()._commit()  # type: ignore[misc]
            else:
                self._commit_at_driver()
        finally:
            self._leave_unless_in_transaction()

    def _commit_at_driver(self) -> None:
        try:
            self.connection.commit()
        except Exception:
            with self.wrap_database_errors:
                raise

    def _set_autocommit(self, autocommit: bool) -> None:
        # After a commit or a rollback there is nothing to tell the driver: it begins no transaction by itself.
        if not autocommit or self.connection.in_transaction or self.connection.isolation_level is not None:
            super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_unless_in_transaction()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._queue is not None:
                self._queue.close()

    def _leave_unless_in_transaction(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self.leave_queue()


class QueueingCursor(base.SQLiteCursorWrapper):
    """Queues for single statements too: an UPDATE outside a transaction would starve just the same."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        if not self._must_wait(query):
            return super().execute(query, params)
        try:
            return super().execute(query, params)
        finally:
            self.wrapper._leave_unless_in_transaction()

    def executemany(self, query: str, param_list: Any) -> Any:
        if not self._must_wait(query):
            return super().executemany(query, param_list)
        try:
            return super().executemany(query, param_list)
        finally:
            self.wrapper._leave_unless_in_transaction()

    def _must_wait(self, query: str) -> bool:
        """Whether the turn was taken for this statement alone."""
        return bool(_WRITES.match(query) and not self.wrapper.connection.in_transaction and self.wrapper.enter_queue())
