"""An empty database of each kind, gone when the measurement is over."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pgserver
import psycopg

NAME = "yimen_bench"


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database: ``sqlite`` in the folder, ``postgres`` on a private server that runs as long.

    ``YIMEN_TEST_POSTGRES`` names a server that runs already; then the database is made there.
    """
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'yimen.sqlite3'}"
        return
    told = os.environ.get("YIMEN_TEST_POSTGRES")
    with nullcontext(told) if told else _private_server() as server:
        _execute(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
        head, _, tail = server.partition("?")
        yield head.rsplit("/", 1)[0] + f"/{NAME}" + (f"?{tail}" if tail else "")
        _execute(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@contextmanager
def _private_server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="yimen-pg-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _execute(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
