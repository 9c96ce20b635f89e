"""Several processes write into one SQLite file: none is told it is locked, none starves, a dead one blocks nobody."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.db import connection

from yimen.config.sqlite.queue import QueueTimeout, WriteQueue

SECONDS = 3.0

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the write queue belongs to SQLite; PostgreSQL lets many write at once"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scratch.sqlite3"
    with sqlite3.connect(path) as direct:
        direct.execute("PRAGMA journal_mode=WAL")
        direct.execute("CREATE TABLE written (id INTEGER PRIMARY KEY, by TEXT NOT NULL)")
    direct.close()
    return path


def writer(file: Path, how: str, start: float, seconds: float = SECONDS) -> "subprocess.Popen[str]":
    told = {
        **os.environ,
        "YIMEN_MODE": "test",
        "YIMEN_VAR": str(file.parent),
        "YIMEN_DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "yimen.config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.architecture.writer", how, str(start), str(seconds)],
        env=told,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def count_of(process: "subprocess.Popen[str]") -> int:
    out, errors = process.communicate(timeout=40)
    assert process.returncode == 0, errors
    assert "locked" not in errors
    return int(out)


def rows(file: Path, by: str = "%") -> int:
    direct = sqlite3.connect(file)
    try:
        return int(direct.execute("SELECT count(*) FROM written WHERE by LIKE ?", [by]).fetchone()[0])
    finally:
        direct.close()


def test_three_writers_share_the_file_fairly_and_none_is_told_that_it_is_locked(file: Path) -> None:
    start = time.time() + 1.0
    processes = [writer(file, how, start) for how in ("transactions", "transactions", "statements")]
    counts = [count_of(process) for process in processes]
    assert rows(file) == sum(counts)
    assert min(counts) * 5 >= sum(counts), counts


def test_a_writer_that_is_killed_in_its_turn_blocks_nobody(file: Path) -> None:
    holder = writer(file, "hold", 0, seconds=60)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        waiting = writer(file, "transactions", 0, seconds=0.2)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=1.5)
        assert rows(file) == 0
    finally:
        holder.kill()
        holder.communicate()
    assert count_of(waiting) >= 1
    # What the dead one had written was never committed.
    assert rows(file, "hold") == 0


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Callable[[], WriteQueue]]:
    """Places in one queue, as many connections would have them."""
    with ExitStack() as during:

        def place() -> WriteQueue:
            return during.enter_context(closing(WriteQueue(tmp_path / "scratch-queue")))

        yield place


def number_drawn(folder: Path) -> bytes:
    return (folder / "scratch-queue").read_bytes()[:8]


def marks(folder: Path) -> bytes:
    """Whether anybody waits, and of whom it is said that he writes."""
    return (folder / "scratch-queue").read_bytes()[8:]


def test_whoever_comes_alone_asks_the_kernel_nothing(
    queue: Callable[[], WriteQueue], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = queue()
    alone.enter(1)
    alone.leave()
    monkeypatch.delattr("fcntl.fcntl")
    for _ in range(3):
        alone.enter(1)
        assert alone.held
        alone.leave()


def test_those_who_wait_come_in_the_order_in_which_they_came(queue: Callable[[], WriteQueue], tmp_path: Path) -> None:
    first = queue()
    came: list[int] = []

    def wait(number: int) -> None:
        place = queue()
        place.enter(10)
        came.append(number)
        place.leave()

    first.enter(1)
    waiting = [threading.Thread(target=wait, args=[number]) for number in range(6)]
    for thread in waiting:
        drawn = number_drawn(tmp_path)
        thread.start()
        while number_drawn(tmp_path) == drawn:
            time.sleep(0.001)
    assert came == []
    first.leave()
    for thread in waiting:
        thread.join(timeout=10)
    assert came == [0, 1, 2, 3, 4, 5]


def test_the_mark_of_one_who_died_is_believed_for_a_moment_only(
    queue: Callable[[], WriteQueue], tmp_path: Path
) -> None:
    dead, next_one = queue(), queue()
    dead.enter(1)
    begun = time.monotonic()
    next_one.enter(1)
    assert 0.04 < time.monotonic() - begun < 1
    next_one.leave()
    # The mark is gone with him who came after: nobody else waits for the dead.
    assert marks(tmp_path) == b"\0\0"


def test_who_waits_longer_than_he_may_is_told_so_and_blocks_nobody(queue: Callable[[], WriteQueue]) -> None:
    first, second, third, fourth = queue(), queue(), queue(), queue()
    first.enter(1)
    # Tired of the mark: it goes in with its number, and waits for the first inside SQLite.
    second.enter(1)
    with pytest.raises(QueueTimeout):
        third.enter(0.1)
    assert not third.held
    second.leave()
    first.leave()
    fourth.enter(0.1)
    assert fourth.held
