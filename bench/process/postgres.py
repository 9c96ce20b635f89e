"""Steps per second on a private PostgreSQL server, by one worker process and by four."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.databases import empty
from bench.process.workload import ORDER
from bench.server import environment

WORKERS = 4


def measure(folder: Path, rounds: int, each: int) -> Mapping[int, float]:
    """Wall steps per second with so many workers: the median over the rounds. The two take turns."""
    with empty("postgres", folder) as address, ExitStack() as during:
        env = environment(folder, address, mode="production")
        subprocess.run([sys.executable, "-m", "bench.process.clerk", "open"], env=env, check=True)
        clerks = [during.enter_context(_hired(env)) for _ in range(WORKERS)]
        starts = iter(range(0, sys.maxsize, each))
        _round(clerks, starts, each)
        found: dict[int, list[float]] = {1: [], WORKERS: []}
        for _ in range(rounds):
            for count, rates in found.items():
                rates.append(_round(clerks[:count], starts, each))
    return {count: statistics.median(rates) for count, rates in found.items()}


Clerk = subprocess.Popen[str]


@contextmanager
def _hired(env: Mapping[str, str]) -> Iterator[Clerk]:
    command = [sys.executable, "-m", "bench.process.clerk"]
    clerk = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield clerk
        clerk.communicate(timeout=60)
        if clerk.returncode:
            raise RuntimeError("a worker ended with an error")
    finally:
        clerk.kill()
        clerk.wait()


def _round(clerks: list[Clerk], starts: Iterator[int], each: int) -> float:
    """All of them begin at the same moment; the last one ends the round."""
    for clerk in clerks:
        _tell(clerk, f"{next(starts)} {each}")
    for clerk in clerks:
        _heard(clerk)
    for clerk in clerks:
        _tell(clerk, "go")
    times = [tuple(map(float, _heard(clerk).split())) for clerk in clerks]
    seconds = max(ended for _, ended in times) - min(began for began, _ in times)
    return len(clerks) * each * len(ORDER) / seconds


def _tell(clerk: Clerk, line: str) -> None:
    assert clerk.stdin is not None
    clerk.stdin.write(line + "\n")
    clerk.stdin.flush()


def _heard(clerk: Clerk) -> str:
    assert clerk.stdout is not None
    line = clerk.stdout.readline()
    if not line:
        raise RuntimeError("a worker has ended before its work was done")
    return line
