"""CPU time in turns: in each round everybody does the same work, so that other work strikes all alike.

The garbage collector runs as in any Python program, so that each pays for the garbage that it makes. What stood before
a round began is no part of that: it is put aside (``gc.freeze``), for a library that is loaded is nobody's garbage.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Mapping

Piece = Callable[[], object]
# What is done before the clock runs, and the pieces of work that are counted, for a round.
Work = Callable[[int], Iterable[Piece]]


def rates(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    """Pieces per CPU-second, for each round. All threads of this process count, a database server does not."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds):
        for name, work in works.items():
            found[name].append(_rate(work(turn)))
    return found


def _rate(pieces: Iterable[Piece]) -> float:
    spent, count = 0.0, 0
    gc.collect()
    gc.freeze()
    try:
        for piece in pieces:
            start = time.process_time()
            piece()
            spent += time.process_time() - start
            count += 1
    finally:
        gc.unfreeze()
    return count / spent


def over(found: Mapping[str, list[float]], one: str, other: str) -> float:
    """How often as fast the one is as the other: the median over the rounds."""
    return statistics.median(a / b for a, b in zip(found[one], found[other], strict=True))


def milliseconds(works: Iterable[Piece]) -> float:
    """CPU-milliseconds of one piece of work, the median."""
    return statistics.median(1000 / _rate([work]) for work in works)
