"""One run: a city of its own, somebody dies, others bring everything to its end, and the books are judged."""

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from tests.crash import clock, forks, life, outside
from tests.crash.boundaries import NEVER, Points, counted
from tests.crash.databases import Databases, use
from tests.crash.standing import Books, books
from tests.crash.verdict import Verdict, judge
from yimen.ground.outbox.deliver import LEASE

ONE = ["M1"]
SEVERAL = ["M1", "M2", "M3"]
_FROZEN = 0.25


@dataclass(frozen=True, slots=True)
class City:
    """The database and the folder of one run."""

    database: str
    folder: Path

    @property
    def errors(self) -> Path:
        return self.folder / "errors"

    def does(self, work: Callable[[], object]) -> Callable[[], object]:
        """The work, in the database of this city."""

        def doing() -> object:
            use(self.database)
            return work()

        return doing

    def finish(self, references: list[str]) -> None:
        forks.finish(self.does(lambda: life.to_the_end(self.folder, references)), self.errors)

    def judged(self, expected: Books) -> Verdict:
        verdict: Verdict = forks.ask(self.does(lambda: judge(self.folder, expected)), self.errors)
        return verdict


@contextmanager
def city(databases: Databases, folder: Path, lane: int) -> Iterator[City]:
    """A fresh city, gone after the run."""
    own = folder / f"lane-{lane}"
    own.mkdir()
    name = databases.fresh(lane)
    clock.begin()
    outside.move_to(own)
    try:
        yield City(name, own)
    finally:
        databases.drop(name)
        shutil.rmtree(own)


def undisturbed(made: City, references: list[str]) -> tuple[Books, int]:
    """What stands when nobody dies, and how many points there were to die at."""

    def living() -> tuple[Books, int]:
        points = Points()
        with counted(points):
            life.to_the_end(made.folder, references)
        return books(), points.passed

    found: tuple[Books, int] = forks.ask(made.does(living), made.errors)
    return found


def at_boundary(made: City, expected: Books, dies_at: int, again_at: int = NEVER) -> Verdict:
    """Whoever does everything dies at this point; the next one perhaps too, at another, if there are so many left."""
    if _lives(made, dies_at) != -signal.SIGKILL:
        raise forks.ChildFailed(f"nobody died at point {dies_at}")
    if again_at != NEVER:
        _lives(made, again_at)
    made.finish(ONE)
    return made.judged(expected)


def _lives(made: City, point: int) -> int:
    def living() -> None:
        with counted(Points(point)):
            life.to_the_end(made.folder, ONE)

    code = forks.wait(forks.fork(made.does(living), made.errors))
    if code > 0:
        raise forks.ChildFailed(made.errors.read_text())
    return code


def at_random(made: City, expected: Books, seed: int, workers: int = 3, counters: int = 2) -> Verdict:
    """Several workers and people at once; again and again one of them dies at any moment, and in the end all.

    Now and then one stands still for longer than its lease, and wakes when somebody else has done its work.
    """
    chance = random.Random(seed)
    works = [life.worker_for_ever] * workers
    works += [partial(life.people_for_ever, made.folder, SEVERAL)] * counters
    living = [forks.fork(made.does(work), made.errors) for work in works]
    for _ in range(chance.randint(3, 8)):
        time.sleep(chance.uniform(0, 0.12))
        place = chance.randrange(len(works))
        if chance.random() < _FROZEN:
            with forks.frozen(living[place]):
                clock.move(LEASE + timedelta(seconds=1))
                time.sleep(chance.uniform(0, 0.05))
            continue
        # Time passes: what the dead held is free again, a timer is due, or several were missed.
        clock.move(chance.choice([timedelta(0), LEASE + timedelta(seconds=1), timedelta(hours=12), timedelta(days=3)]))
        _kill(made, living[place])
        living[place] = forks.fork(made.does(works[place]), made.errors)
    time.sleep(chance.uniform(0, 0.1))
    for number in living:
        _kill(made, number)
    made.finish(SEVERAL)
    return made.judged(expected)


def _kill(made: City, number: int) -> None:
    if forks.ended(number) is not None:
        raise forks.ChildFailed(made.errors.read_text() if made.errors.exists() else "a child ended by itself")
    forks.kill(number)
