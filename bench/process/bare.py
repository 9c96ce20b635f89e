"""The floor: what our steps write, written again by the bare driver. No engine, no Django, nothing read.

The statements are taken down while our own steps run on a copy of the database; on another copy they are carried out
again with the same values, each step in a transaction of its own. Both databases then hold the same rows.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
Statement = tuple[str, Any, bool]


@contextmanager
def taking_down() -> Iterator[list[Statement]]:
    """Everything that the product writes to its database meanwhile."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.match(sql):
            params = [tuple(one) for one in params] if many else tuple(params or ())
            found.append((sql.replace("%s", "?"), params, many))
        return execute(sql, params or None, many, context)

    with connection.execute_wrapper(note):
        yield found


class Bare:
    """The bare driver on a database file."""

    def __init__(self, path: Path, pragmas: str) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(pragmas)

    def again(self, steps: Iterable[Sequence[Statement]]) -> Iterable[Callable[[], object]]:
        """The same steps, one piece of work each."""
        return (partial(self._write, statements) for statements in steps)

    def _write(self, statements: Sequence[Statement]) -> None:
        execute = self._database.execute
        execute("BEGIN IMMEDIATE")
        for sql, params, many in statements:
            if many:
                self._database.executemany(sql, params)
            else:
                # What a statement returns is fetched, or it would not have ended.
                execute(sql, params).fetchall()
        execute("COMMIT")

    def close(self) -> None:
        self._database.close()


def check_same(one: Path, other: Path, tables: Iterable[str]) -> None:
    """Raises RuntimeError when a table is not the same in both files."""
    with closing(sqlite3.connect(one)) as database:
        database.execute("ATTACH ? AS other", (str(other),))
        for table in tables:
            for left, right in (("main", "other"), ("other", "main")):
                sql = f'SELECT count(*) FROM (SELECT * FROM {left}."{table}" EXCEPT SELECT * FROM {right}."{table}")'
                (count,) = database.execute(sql).fetchone()
                if count:
                    raise RuntimeError(f"{count} rows of {table} are in one database alone")
