"""The points at which a process may die: before and after every commit, and every letter to the world outside."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper

from tests.crash import forks, outside

NEVER = 0
_WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


class Points:
    """Counts them, and kills this process, as ``kill -9`` does, at one of them."""

    def __init__(self, dies_at: int = NEVER) -> None:
        self.dies_at, self.passed = dies_at, 0

    def one(self) -> None:
        self.passed += 1
        if self.passed == self.dies_at:
            forks.die()

    def around(self, does: Callable[..., Any]) -> Callable[..., Any]:
        """What commits, with a point on either side."""

        def doing(*args: Any, **more: Any) -> Any:
            self.one()
            found = does(*args, **more)
            self.one()
            return found

        return doing

    def around_statement(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        """A statement outside a transaction is its own commit."""
        alone = self.around(execute)

        def executing(cursor: CursorWrapper, sql: str, params: Any, *more: Any) -> Any:
            commits = not connection.in_atomic_block and sql.lstrip().startswith(_WRITES)
            return (alone if commits else execute)(cursor, sql, params, *more)

        return executing


@contextmanager
def counted(points: Points) -> Iterator[None]:
    """While it lasts, this process passes the points.

    Nobody watches Django's statements for it (``execute_wrapper``): a step's go straight to the driver then, as in the
    product, and so does the commit, within whatever is done around it.
    """
    wrapper = type(connections[DEFAULT_DB_ALIAS])
    commit = "_commit_at_driver" if connection.vendor == "sqlite" else "_commit"
    with ExitStack() as during:
        during.enter_context(patch.object(wrapper, commit, points.around(getattr(wrapper, commit))))
        for execute in ("_execute", "_executemany"):
            alone = points.around_statement(getattr(CursorWrapper, execute))
            during.enter_context(patch.object(CursorWrapper, execute, alone))
        during.enter_context(patch.object(outside, "around", points.one))
        yield
