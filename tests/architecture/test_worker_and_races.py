"""With real processes and real commits: a worker that is killed with ``kill -9``, and two people at the same moment."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from yimen.ground.outbox import deliver

HERE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a city with an application that has just been filed."""
    folder = tmp_path_factory.mktemp("killed")
    with _database(folder) as address:
        told = {**os.environ, "YIMEN_MODE": "test", "YIMEN_VAR": str(folder), "YIMEN_DATABASE_URL": address}
        told["DJANGO_SETTINGS_MODULE"] = "yimen.config.settings"
        command(told, "prepare")
        yield told


class _database:
    """A database file, or on PostgreSQL a database beside the one of the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, f"city_{uuid4().hex[:12]}"

    def __enter__(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.folder / 'city.sqlite3'}"
        self._run(f"CREATE DATABASE {self.name}")
        parts = urlsplit(os.environ["YIMEN_DATABASE_URL"])
        return parts._replace(path=f"/{self.name}").geturl()

    def __exit__(self, *_: Any) -> None:
        if connection.vendor != "sqlite":
            self._run(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(os.environ["YIMEN_DATABASE_URL"], autocommit=True) as direct:
            direct.execute(statement)


def command(city: dict[str, str], what: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.architecture.city", what], env=city, cwd=HERE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else None


def worker(city: dict[str, str], *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-m", "yimen.cli", "worker", *more], env=city, cwd=HERE, text=True)


def attempts(city: dict[str, str]) -> int:
    """How often a worker has begun something, read beside it."""
    address = city["YIMEN_DATABASE_URL"]
    question = "SELECT coalesce(sum(attempts), 0) FROM outbox_delivery"
    if address.startswith("sqlite"):
        with sqlite3.connect(address.removeprefix("sqlite:///"), timeout=10) as direct:
            return int(direct.execute(question).fetchone()[0])
    with psycopg.connect(address) as direct:
        row = direct.execute(question).fetchone()
        return int(row[0]) if row else 0


def kill_in_the_middle(city: dict[str, str], seen: int) -> int:
    """Start a worker and kill it as soon as it has begun another delivery."""
    running = worker(city)
    try:
        end = time.monotonic() + 30
        while (begun := attempts(city)) <= seen:
            assert running.poll() is None and time.monotonic() < end, "the worker does nothing"
            time.sleep(0.005)
        return begun
    finally:
        running.kill()
        running.wait()


def test_a_worker_killed_again_and_again_loses_nothing_and_sends_nothing_twice(city: dict[str, str]) -> None:
    seen, folder = 0, Path(city["YIMEN_VAR"])
    for kill in range(1, 4):
        seen = kill_in_the_middle(city, seen)
        # The demo's clock moves past the lease of what the dead one had in hand.
        (folder / "clock").write_text(str(kill * (deliver.LEASE.seconds + 60)))
    for more in (1, 2):
        assert worker(city, "--until-idle").wait(timeout=60) == 0
        (folder / "clock").write_text(str((3 + more) * (deliver.LEASE.seconds + 60)))
    standing = command(city, "show")
    assert standing["status"] == "submitted"
    assert standing["papers"] == ["receipt"]
    assert len(standing["notices"]) == len(standing["texts"]) == 1
    assert standing["tasks"] == [["check-papers", "work"]]
    assert standing["waiting"] == 0
    with sqlite3.connect(folder / "phones.sqlite3") as phones:
        assert phones.execute("SELECT count(*) FROM received").fetchone() == (1,)


def test_of_two_people_at_the_same_moment_one_acts_and_the_other_is_told_what_has_changed(city: dict[str, str]) -> None:
    told = command(city, "race")
    assert len(told["people"]) == 11
    for act, said in told["people"].items():
        assert not any(one.startswith("FAULT") for one in said), (act, said)
        assert said.count("done") == 1, (act, said)
    # Meanwhile two workers did each step at once, as after a lease that was too short: no step came to a person.
    assert told["incidents"] == []
    standing = command(city, "show")
    assert len(standing["papers"]) == len({one for one in standing["papers"] if one != "delivery"}) + 1
    assert standing["tasks"] == []
