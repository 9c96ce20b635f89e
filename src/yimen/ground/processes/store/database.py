"""Statements straight to the database's driver, for a step has a dozen small ones.

On its way through Django's cursors each of them costs more than SQLite needs to answer it. Errors are still Django's,
a broken transaction is still refused, and who watches Django's statements (tests, a debugger) sees these too.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

_BATCH = 500
# Asked once: the way to a setting is longer than to a row.
_DEBUGGED: bool = settings.DEBUG
# What is no JSON is refused, as by the standard encoder, which takes seven times as long.
_PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
_usual = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_text(value: object) -> str:
    """A value as JSON without spaces. Raises ``TypeError`` for what is none."""
    try:
        return orjson.dumps(value, option=_PLAIN).decode()
    except TypeError:
        # A whole number of more than 64 bits, or lists in lists in lists.
        return _usual.encode(value)


class Database:
    """The connection as it is now, looked up once for several statements. Their places are written ``%s``."""

    __slots__ = ("_errors", "_execute", "_ops", "_place", "locks_rows")

    _execute: Callable[[str, Any], Any]
    _place: str

    def __init__(self) -> None:
        here = connections[DEFAULT_DB_ALIAS]
        self._errors, self._ops = here.wrap_database_errors, here.ops
        self.locks_rows: bool = here.features.has_select_for_update
        watched = _DEBUGGED or here.force_debug_cursor or here.execute_wrappers
        # Outside a transaction SQLite's turn to write must be taken for each statement: Django's cursor does that.
        if here.connection is None or not here.in_atomic_block or watched:
            self._execute, self._place = here.cursor().execute, "%s"
        else:
            here.validate_no_broken_transaction()
            # One cursor for all: each answer is read before the next statement.
            self._execute, self._place = here.connection.cursor().execute, "?" if here.vendor == "sqlite" else "%s"

    def execute(self, sql: str, params: Sequence[Any]) -> Any:
        """The cursor of a statement that changes rows; rows are read with ``one`` and ``all``."""
        try:
            return self._execute(_placed(sql, self._place), params)
        except Exception:
            # Only now: to enter and leave this costs as much as some statements.
            with self._errors:
                raise

    def one(self, sql: str, params: Sequence[Any]) -> Any:
        """The first row of the answer, or None."""
        try:
            return self._execute(_placed(sql, self._place), params).fetchone()
        except Exception:
            # Whoever fetches may be the first to hear of an error: SQLite goes on to the next row only then.
            with self._errors:
                raise

    def all(self, sql: str, params: Sequence[Any]) -> Any:
        """Every row of the answer."""
        try:
            return self._execute(_placed(sql, self._place), params).fetchall()
        except Exception:
            with self._errors:
                raise

    def insert(self, head: str, rows: Sequence[tuple[object, ...]], again: str = "") -> None:
        """Rows after ``INSERT INTO … VALUES``, and before ``ON CONFLICT …`` where some may be there already."""
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            values = [*chain.from_iterable(batch)]
            self.execute(_many(head, len(batch[0]), len(batch), again), values)

    def among(self, head: str, params: Sequence[object], numbers: Sequence[int]) -> None:
        """A statement that ends with ``IN``, for these numbers."""
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            self.execute(_many(head, len(batch), 1), [*params, *batch])

    def moment(self, value: datetime | None) -> object:
        """A moment as the database takes it."""
        if value is not None and value.tzinfo is UTC and self._place == "?":
            # As Django does it for SQLite, without asking what never changes.
            return _without_zone(value)
        return None if value is None else self._ops.adapt_datetimefield_value(value)

    def day(self, value: date | None) -> object:
        """A day as the database takes it."""
        return None if value is None else self._ops.adapt_datefield_value(value)


@lru_cache(maxsize=16)
def _without_zone(moment: datetime) -> str:
    # A command writes the same moment into several rows.
    return str(moment.replace(tzinfo=None))


@lru_cache(maxsize=1000)
def _placed(sql: str, place: str) -> str:
    return sql.replace("%s", place)


@lru_cache(maxsize=1000)
def _many(head: str, width: int, count: int, again: str = "") -> str:
    places = "(" + ", ".join(["%s"] * width) + ")"
    return head + ", ".join([places] * count) + again
