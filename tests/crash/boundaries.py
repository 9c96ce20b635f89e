"""The points at which a process may die: before and after every commit, and every letter to the world outside."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

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

    def around_statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A statement outside a transaction is its own commit."""
        if connection.in_atomic_block or not sql.lstrip().startswith(_WRITES):
            return execute(sql, params, many, context)
        self.one()
        found = execute(sql, params, many, context)
        self.one()
        return found


@contextmanager
def counted(points: Points) -> Iterator[None]:
    """While it lasts, this process passes the points."""
    commit = BaseDatabaseWrapper.commit

    def committing(self: BaseDatabaseWrapper) -> None:
        points.one()
        commit(self)
        points.one()

    with ExitStack() as during:
        during.enter_context(connection.execute_wrapper(points.around_statement))
        during.enter_context(patch.object(BaseDatabaseWrapper, "commit", committing))
        during.enter_context(patch.object(outside, "around", points.one))
        yield
