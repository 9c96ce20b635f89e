"""CPU time in turns: each round measures every engine once, so that other work on the machine strikes all alike."""

from __future__ import annotations

import gc
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 9
# How long one engine works in one round.
_SLICE = 0.15


@dataclass(frozen=True)
class Contender:
    """An engine at work: ``ask`` is called with each of the rows."""

    name: str
    ask: Callable[[object], object]
    rows: Sequence[object]


def rates(contenders: Sequence[Contender], rounds: int = ROUNDS) -> dict[str, float]:
    """Calls per CPU-second of each engine, the median over the rounds. All threads of an engine count."""
    repeats = {one.name: _repeats(one) for one in contenders}
    found: dict[str, list[float]] = {one.name: [] for one in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for one in contenders:
                found[one.name].append(_rate(one, repeats[one.name]))
    finally:
        gc.enable()
    return {name: statistics.median(values) for name, values in found.items()}


def _repeats(one: Contender) -> int:
    return max(1, round(_SLICE * _rate(one, 1) / len(one.rows)))


def _rate(one: Contender, repeats: int) -> float:
    ask, rows = one.ask, one.rows
    start = time.process_time()
    for _ in range(repeats):
        for row in rows:
            ask(row)
    return repeats * len(rows) / max(time.process_time() - start, 1e-9)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU-seconds of one piece of work, the median over the rounds."""
    found = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def machine() -> str:
    """The kind of processor, as it names itself."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
