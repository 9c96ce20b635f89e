"""The databases of the tests: an empty one, and the demo city in another beside it.

Making tables and loading the city take seconds, and two hundred modules want the city. Each process loads it once; a
module works in a transaction that is never committed. On SQLite the files are kept under the hash of all that they
follow from, the day included: the other processes and the next run copy them.
"""

import fcntl
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from tests import cast as the_cast
from yimen.ground.outbox.deliver import deliver_due

# What stands in the two databases follows from these, and from the settings in the environment.
SOURCES = ("src/yimen", "services", "laws", "standards", "demo", "requirements/dev.txt", "tests/cast.py", __file__)
NO_SOURCES = {"tests", "static", "templates", "locale", "__pycache__"}
EMPTY, CITY = "empty.sqlite3", "city.sqlite3"
_HOUR = 60 * 60
_cities: list[str] = []


@contextmanager
def empty(verbosity: int = 0) -> Iterator[None]:
    """For the whole session: all questions go to a database with tables and no rows."""
    before = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        _make_or_copy(EMPTY, str(connection.creation._get_test_db_name()), _make_tables)
        yield
        _drop_cities()
        connection.creation.destroy_test_db(before, verbosity=0)
    else:
        made = setup_databases(verbosity=verbosity, interactive=False, aliases={"default"}, serialized_aliases=set())
        yield
        _drop_cities()
        teardown_databases(made, verbosity=verbosity)


@contextmanager
def city() -> Iterator[None]:
    """While this lasts everything happens in the demo city; what was done there is undone at the end."""
    before = str(connection.settings_dict["NAME"])
    if not _cities:
        _cities.append(_a_city(before))
    _point_to(_cities[0])
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _point_to(before)


def _a_city(beside: str) -> str:
    # The keys of the seals lie in files, a folder for each process.
    the_cast.make_seals()
    name = f"{beside}_city"
    if connection.vendor == "sqlite":
        _make_or_copy(CITY, name, lambda: _load_beside(beside, name))
    else:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{beside}"')
        _point_to(name)
        _load()
    return name


def _load_beside(beside: str, name: str) -> None:
    _settle()
    shutil.copyfile(beside, name)
    _point_to(name)
    _load()


def _load() -> None:
    """The city of that morning: what loading announces has been delivered, so that no test's worker finds it."""
    with transaction.atomic():
        the_cast.load()
        while deliver_due(lambda: the_cast.OPENING):
            pass


def _make_tables() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)


def _make_or_copy(what: str, name: str, make: Callable[[], None]) -> None:
    """A database file of this name, with what is kept, or made now and kept for all others."""
    _forget(name)
    kept = _kept()
    with (kept / f"{what}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (kept / what).exists():
            shutil.copyfile(kept / what, name)
            _point_to(name)
            return
        if what == EMPTY:
            _point_to(name)
        make()
        _settle()
        shutil.copyfile(name, kept / "half-made")
        (kept / "half-made").rename(kept / what)


def _settle() -> None:
    """All that was written stands in the one file."""
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _point_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _drop_cities() -> None:
    connection.close()
    while _cities:
        name = _cities.pop()
        if connection.vendor == "sqlite":
            _forget(name)
        else:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _forget(name: str) -> None:
    for end in ("", "-wal", "-shm", "-queue"):
        Path(name + end).unlink(missing_ok=True)


@cache
def _kept() -> Path:
    """The folder for what follows from the sources as they are; those of older sources are cleared away."""
    folder: Path = settings.YIMEN_TEST_KEPT / _hash()
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    for other in folder.parent.iterdir():
        if other != folder and other.stat().st_mtime < time.time() - _HOUR:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def _hash() -> str:
    told = hashlib.sha256(f"{sys.version} {timezone.localdate()}".encode())
    for name, value in sorted(os.environ.items()):
        if name.startswith("YIMEN_") and name != "YIMEN_VAR":
            told.update(f"{name}={value}\n".encode())
    for path in (file for source in SOURCES for file in _files(settings.ROOT / source)):
        told.update(f"{path}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()[:32]


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    for folder, names, files in os.walk(source):
        names[:] = sorted(set(names) - NO_SOURCES)
        yield from (Path(folder) / file for file in sorted(files) if not file.endswith(".pyc"))
