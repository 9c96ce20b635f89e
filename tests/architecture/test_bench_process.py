"""The measurement of process steps still runs: on tiny sizes, for its figures depend on the machine and its load."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

FIGURES = {
    "steps_per_cpu_s",
    "vs_spiffworkflow",
    "vs_bare_transaction",
    "postgres_steps_per_s_1",
    "postgres_steps_per_s_4",
    "action_steps_per_s",
    "step_1m_over_10k",
    "state_bytes",
    "compile_300_tasks_ms",
}
TINY = ("--rounds", "1", "--instances", "2", "--few", "25", "--many", "50")


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's own: that one is closed to others whenever another run begins, and PostgreSQL runs as somebody else.
    with TemporaryDirectory(prefix="bench-") as made:
        yield Path(made)


def test_it_measures_every_figure_and_leaves_nothing_behind(folder: Path) -> None:
    # It compares what all engines came to, and the rows of both databases, and ends with an error where they differ.
    run = subprocess.run(
        [sys.executable, "-m", "bench.process", *TINY],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout.splitlines()[-1])
    assert set(figures) == FIGURES
    assert all(value > 0 for value in figures.values()), figures
    assert figures["state_bytes"] <= 2000
    assert not list(folder.glob("yimen-*"))
