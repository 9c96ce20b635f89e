"""All runs on one kind of database: every boundary first, then chance, in lanes side by side."""

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.crash import forks
from tests.crash.databases import Databases, open_databases
from tests.crash.runs import ONE, SEVERAL, at_boundary, at_random, city, undisturbed
from tests.crash.standing import Books
from tests.crash.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Plan:
    """What is expected, where to die, and how often by chance."""

    one: Books
    several: Books
    boundaries: list[int]
    chances: list[int]


@dataclass
class Report:
    kind: str
    points: int
    at_boundaries: int
    by_chance: int
    verdict: Verdict

    @property
    def runs(self) -> int:
        return self.at_boundaries + self.by_chance


def campaign(count: int, lanes: int, seed: int) -> Report:
    """Do so many runs. At most two thirds are at boundaries, evenly spread when there are more of them than that."""
    with (
        tempfile.TemporaryDirectory(prefix="yimen-crash-") as name,
        open_databases(Path(name)) as databases,
    ):
        folder = Path(name)
        plan, points = _plan(databases, folder, count, seed)
        verdict = _lanes(databases, folder, plan, lanes)
        return Report(databases.name, points, len(plan.boundaries), len(plan.chances), verdict)


def _plan(databases: Databases, folder: Path, count: int, seed: int) -> tuple[Plan, int]:
    with city(databases, folder, 0) as made:
        one, points = undisturbed(made, ONE)
    with city(databases, folder, 0) as made:
        several, _ = undisturbed(made, SEVERAL)
    at_boundaries = min(points, count * 2 // 3)
    chosen = [1 + place * points // at_boundaries for place in range(at_boundaries)]
    chances = [seed + number for number in range(count - at_boundaries)]
    return Plan(one, several, chosen, chances), points


def _lanes(databases: Databases, folder: Path, plan: Plan, lanes: int) -> Verdict:
    """Each lane takes every n-th run. A lane is a child, so that those it forks are its own to wait for."""
    total = Verdict()
    results = [folder / f"result-{lane}" for lane in range(lanes)]
    numbers = [
        forks.fork(lambda lane=lane: _lane(databases, folder, plan, lane, lanes, results[lane]), folder / "errors")
        for lane in range(lanes)
    ]
    for number, result in zip(numbers, results, strict=True):
        if forks.wait(number):
            raise forks.ChildFailed((folder / "errors").read_text())
        total.add(forks.read(result))
    return total


def _lane(databases: Databases, folder: Path, plan: Plan, lane: int, lanes: int, result: Path) -> None:
    total = Verdict()
    for point in plan.boundaries[lane::lanes]:
        # Every third time the one who comes after dies as well, anywhere.
        again = random.Random(point).randint(1, max(plan.boundaries)) if point % 3 == 0 else 0
        with city(databases, folder, lane) as made:
            total.add(at_boundary(made, plan.one, point, again).of(f"killed at boundary {point}, then {again}"))
    for seed in plan.chances[lane::lanes]:
        with city(databases, folder, lane) as made:
            total.add(at_random(made, plan.several, seed).of(f"killed by chance {seed}"))
    forks.write(result, total)
