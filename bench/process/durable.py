"""Our steps, SpiffWorkflow's and the bare rows in turns, each on a SQLite file of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from django.conf import settings

from bench.process import office, size
from bench.process.bare import Bare, Statement, check_same, taking_down
from bench.process.rounds import rates
from bench.process.spiff import Spiff
from bench.process.workload import EMPTY, ORDER
from yimen.ground.processes.models import Task

Rates = Mapping[str, list[float]]


class Desk:
    """The instances that wait for their first task, so many for each round."""

    def __init__(self, rounds: int, each: int) -> None:
        self._each = each
        self._numbers = [office.begin(f"B{place}") for place in range(rounds * each)]

    def turn(self, turn: int) -> list[int]:
        return self._numbers[turn * self._each : (turn + 1) * self._each]

    def steps(self, turn: int) -> Iterable[Callable[[], object]]:
        """Every step of a round: all instances do the first, then all the second."""
        tokens = office.tokens()
        for node in ORDER:
            yield from (partial(office.step, number, tokens[node], node) for number in self.turn(turn))
        office.check_ended(self.turn(turn))

    def actions(self, turn: int) -> Iterable[Callable[[], object]]:
        """The same by the officers' action."""
        for node in ORDER:
            for number in self.turn(turn):
                yield partial(office.act, Task.objects.get(instance=number, node=node), f"B{number}")
        office.check_ended(self.turn(turn))


def measure(folder: Path, start: Path, rounds: int, each: int) -> Rates:
    """Steps per CPU-second of each, round by round. ``start`` is the product's own database, empty but for us."""
    desk = Desk(rounds, each)
    office.settle()
    taken, ours, bare, acted = (Path(shutil.copy(start, folder / f"{name}.sqlite3")) for name in _FILES)
    pragmas = settings.DATABASES["default"]["OPTIONS"]["init_command"]
    written = _taken_down(desk, taken, rounds)
    with ExitStack() as during:
        at_ours, at_acted = (during.enter_context(closing(office.Database(path))) for path in (ours, acted))
        floor = during.enter_context(closing(Bare(bare, pragmas)))
        spiff = during.enter_context(closing(Spiff(folder / "spiff.sqlite3", pragmas, each)))
        works = {
            "ours": lambda turn: _at(at_ours, desk.steps(turn)),
            "SpiffWorkflow": spiff.round,
            "bare transaction": lambda turn: floor.again(written[turn]),
            "our action": lambda turn: _at(at_acted, desk.actions(turn)),
        }
        found = rates(works, rounds)
    check_same(ours, bare, [model._meta.db_table for model, _ in size.tables()])
    return found


_FILES = ("taken", "ours", "bare", "acted")


def _at(database: office.Database, work: Iterable[Callable[[], object]]) -> Iterable[Callable[[], object]]:
    with database:
        yield from work


def _taken_down(desk: Desk, path: Path, rounds: int) -> list[list[list[Statement]]]:
    found: list[list[list[Statement]]] = []
    with closing(office.Database(path)) as database, database:
        for turn in range(rounds):
            found.append([])
            for step in desk.steps(turn):
                with taking_down() as statements:
                    step()
                found[-1].append(statements)
    return found


def state_bytes() -> list[int]:
    """The bytes of the rows of an instance at its start and after each step, its forms left empty."""
    number, tokens = office.begin("weighed"), office.tokens()
    found = [size.bytes_of(number)]
    for node in ORDER:
        office.step(number, tokens[node], node, EMPTY)
        found.append(size.bytes_of(number))
    return found
