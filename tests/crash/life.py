"""A whole life in one process: people and worker take turns, and time passes when nothing is left to do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from tests.crash import clock, people
from yimen.config import worker
from yimen.ground.outbox.deliver import LEASE
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance

STEP = timedelta(hours=5)
# Four days of steps: all timers of the processes are over by then, and what is not, is stuck.
_STEPS = 20


@contextmanager
def at_work() -> Iterator[None]:
    """The worker by the clock of the run, without the daily jobs of a city."""
    with (
        patch.object(worker, "now", clock.now),
        patch.object(worker, "enqueue_due"),
        patch.object(worker, "_run_jobs", lambda: 0),
        patch.object(worker, "PAUSE", 0.01),
    ):
        yield


def to_the_end(folder: Path, references: list[str], until: Callable[[], bool] = lambda: False) -> None:
    """Bring everything to its end, or to where it is stuck, or so far. What a dead worker held is free again first."""
    clock.move(LEASE + timedelta(seconds=1))
    with at_work():
        for _ in range(_STEPS):
            while people.at_work(folder, references) + worker.one_round():
                if until():
                    return
            if all_over(len(references)):
                return
            clock.move(STEP)


def all_over(matters: int) -> bool:
    # Each has a process beside it that waits for the season.
    over = Instance.objects.filter(ended_at__isnull=False, caller=None).count() == 2 * matters
    open_ones = Instance.objects.filter(ended_at=None).exists() or Delivery.objects.filter(done_at=None).exists()
    return over and not open_ones


def worker_for_ever() -> None:
    """What ``yimen worker`` does, until it is killed."""
    with at_work():
        worker.work(stop=threading.Event())


def people_for_ever(folder: Path, references: list[str]) -> None:
    """Counters that never close."""
    gate = threading.Event()
    while True:
        if not people.at_work(folder, references):
            gate.wait(0.01)
