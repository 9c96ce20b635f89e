"""``python -m bench.process``: measure, check that all came to the same end, tell. The last line is one JSON object."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import django

from bench.process import large, postgres, rounds
from bench.rules.timing import machine
from bench.server import environment

BARS = {
    "vs_spiffworkflow": (">=", 4),
    "vs_bare_transaction": (">=", 0.35),
    "step_1m_over_10k": ("<=", 1.3),
    "state_bytes": ("<=", 2000),
    "compile_300_tasks_ms": ("<=", 200),
}
ROUNDS, INSTANCES, FEW, MANY = 11, 50, 10_000, 1_000_000


def main(arguments: list[str]) -> int:
    told = _read(arguments)
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as folder:
        figures = _measured(Path(folder), told)
    for figure, (sign, bar) in BARS.items():
        held = figures[figure] >= bar if sign == ">=" else figures[figure] <= bar
        print(f"{figure:22} {figures[figure]} (bar {sign} {bar}: {'held' if held else 'NOT HELD'})")
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, Python {platform.python_version()}")
    print(json.dumps(figures))
    return 0


def _read(arguments: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="bench.process", description=__doc__)
    reader.add_argument("--rounds", type=int, default=ROUNDS)
    reader.add_argument("--instances", type=int, default=INSTANCES, help="how many a round takes to their end")
    reader.add_argument("--few", type=int, default=FEW, help="open instances of the small crowd")
    reader.add_argument("--many", type=int, default=MANY, help="open instances of the large crowd")
    return reader.parse_args(arguments)


def _measured(folder: Path, told: argparse.Namespace) -> Mapping[str, float]:
    start = folder / "start.sqlite3"
    os.environ.update(environment(folder, f"sqlite:///{start}", mode="production"))
    django.setup()
    # Django's models can be imported only now.
    from bench.process import durable, office  # noqa: PLC0415

    _say("SQLite: an empty database")
    office.open_office()
    office.try_out()
    office.settle()
    empty = Path(shutil.copy(start, folder / "empty.sqlite3"))
    _say("SQLite: ours, SpiffWorkflow, bare rows, whole actions, in turns")
    found = durable.measure(folder, start, told.rounds, told.instances)
    for name, rates in found.items():
        print(f"{name:20} {statistics.median(rates):10,.0f} steps per CPU-second")
    weights = durable.state_bytes()
    print(f"bytes of an instance at its start and after each step: {', '.join(map(str, weights))}")
    _say(f"SQLite: {told.many:,} open instances beside {told.few:,}")
    slower = _crowded(folder, empty, told)
    _say("PostgreSQL: one worker, four workers")
    served = postgres.measure(folder, told.rounds, told.instances)
    _say("a process of 300 tasks")
    compiled = rounds.milliseconds(partial(large.compiled, large.TASKS, salt) for salt in range(told.rounds))
    return {
        "steps_per_cpu_s": round(statistics.median(found["ours"])),
        "vs_spiffworkflow": round(rounds.over(found, "ours", "SpiffWorkflow"), 2),
        "vs_bare_transaction": round(rounds.over(found, "ours", "bare transaction"), 3),
        "postgres_steps_per_s_1": round(served[1]),
        "postgres_steps_per_s_4": round(served[postgres.WORKERS]),
        "action_steps_per_s": round(statistics.median(found["our action"])),
        "step_1m_over_10k": round(slower, 2),
        "state_bytes": weights[3],
        "compile_300_tasks_ms": round(compiled, 1),
    }


def _crowded(folder: Path, empty: Path, told: argparse.Namespace) -> float:
    """How much longer a step takes among many open instances than among few."""
    from bench.process.crowd import measure  # noqa: PLC0415

    return measure(folder, empty, told.few, told.many, told.rounds, told.instances)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
