"""Several processes write into one SQLite file: none is told it is locked, none starves, a dead one blocks nobody."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

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
