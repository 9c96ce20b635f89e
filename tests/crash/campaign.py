"""All runs on one kind of database: every boundary first, then chance, in lanes side by side."""

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.crash import forks
from tests.crash.boundaries import NEVER
from tests.crash.databases import Databases, open_databases
from tests.crash.runs import ONE, SEVERAL, at_boundary, at_random, city, undisturbed
from tests.crash.standing import Books
from tests.crash.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Plan:
    """What is expected, where to die (and where the successor does, or nowhere), and the seeds of chance."""

    one: Books
    several: Books
    boundaries: list[tuple[int, int]]
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
    """Do so many runs, two thirds of them at boundaries. Each boundary has its turn once; then successors die too."""
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
    chance = random.Random(seed)
    at_boundaries = count * 2 // 3
    once = min(points, at_boundaries)
    chosen = [(1 + place * points // once, NEVER) for place in range(once)]
    twice = [(chance.randint(1, points), chance.randint(1, points)) for _ in range(at_boundaries - once)]
    chances = [seed + number for number in range(count - at_boundaries)]
    return Plan(one, several, chosen + twice, chances), points


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
    for point, again in plan.boundaries[lane::lanes]:
        with city(databases, folder, lane) as made:
            total.add(at_boundary(made, plan.one, point, again).of(f"killed at boundary {point}, then {again}"))
    for seed in plan.chances[lane::lanes]:
        with city(databases, folder, lane) as made:
            total.add(at_random(made, plan.several, seed).of(f"killed by chance {seed}"))
    forks.write(result, total)
