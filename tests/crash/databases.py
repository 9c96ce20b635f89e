"""A database of its own for each run, copied from a template that is made once by a child."""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.crash import forks
from tests.crash.template import fill


class Databases(ABC):
    """Where the runs of one kind of database take theirs from."""

    name: str

    @abstractmethod
    def fresh(self, lane: int) -> str:
        """A new copy of the template; the name to ``use`` in a child."""

    @abstractmethod
    def drop(self, name: str) -> None: ...


class Files(Databases):
    """SQLite: a file each, in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder, self._next = folder, count()
        self._template = folder / "template.sqlite3"
        forks.finish(lambda: _make(str(self._template)), folder / "errors")

    def fresh(self, lane: int) -> str:
        path = self._folder / f"run-{lane}-{next(self._next)}.sqlite3"
        shutil.copy(self._template, path)
        return str(path)

    def drop(self, name: str) -> None:
        for end in ("", "-wal", "-shm", "-queue"):
            Path(name + end).unlink(missing_ok=True)


class Server(Databases):
    """PostgreSQL: a database each, on one server."""

    name = "postgresql"

    def __init__(self, address: str, folder: Path) -> None:
        self._address, self._next, self._mark = address, count(), os.getpid()
        self._template = f"crash_{self._mark}_template"
        self.execute(f"CREATE DATABASE {self._template}")
        forks.finish(lambda: _make(self._template), folder / "errors")

    def fresh(self, lane: int) -> str:
        name = f"crash_{self._mark}_{lane}_{next(self._next)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def drop_template(self) -> None:
        self.drop(self._template)

    def execute(self, statement: str) -> None:
        # Closed again at once: no child may inherit it.
        with psycopg.connect(self._address, autocommit=True) as direct:
            direct.execute(statement)


def use(name: str) -> None:
    """In a child: all that follows happens in this database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def _make(name: str) -> None:
    use(name)
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    fill()
    if connection.vendor == "sqlite":
        # Into the one file that is copied.
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def open_databases(folder: Path) -> Iterator[Databases]:
    """Those of the kind that the settings name."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine.endswith("sqlite"):
        yield Files(folder)
        return
    server = Server(urlsplit(os.environ["YIMEN_DATABASE_URL"]).geturl(), folder)
    try:
        yield server
    finally:
        server.drop_template()
