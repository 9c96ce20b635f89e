"""A million open instances: copies of five real ones, each waiting for another task, made row by row in SQL."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from django.db import connection, models, transaction

from bench.process import office, size
from bench.process.rounds import over, rates
from bench.process.workload import ORDER
from yimen.ground.processes.models import Instance

FIRST = 1000


class Crowd:
    """Open instances with numbers from ``FIRST``: the first fifth waits for the first task, and so on."""

    def __init__(self, count: int) -> None:
        self._each = count // len(ORDER)
        dice = random.Random(6)
        self._turns = {node: iter(dice.sample(range(self._each), min(self._each, 5000))) for node in ORDER}

    def gather(self) -> None:
        """Make them, and let the database look at its tables as it does in a running city."""
        with connection.cursor() as cursor:
            # Only here, where nothing is measured; the next connection has the product's settings again.
            cursor.execute("PRAGMA synchronous=OFF")
        likes = [_waiting_at(place) for place in range(len(ORDER))]
        for place, number in enumerate(likes):
            with transaction.atomic():
                _copy(number, FIRST + place * self._each, self._each)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        office.settle()

    def steps(self, count: int) -> Iterable[Callable[[], object]]:
        """A step of so many instances that were not touched before, at random, equally many for each task."""
        for at in range(count):
            place = at % len(ORDER)
            node = ORDER[place]
            number = FIRST + place * self._each + next(self._turns[node])
            yield partial(office.step, number, office.tokens()[node], node)


def _waiting_at(place: int) -> int:
    """An instance that waits for this task."""
    number, tokens = office.begin(f"like-{ORDER[place]}"), office.tokens()
    for done in ORDER[:place]:
        office.step(number, tokens[done], done)
    return number


def _copy(like: int, first: int, count: int) -> None:
    for model, column in size.tables():
        fields = [field for field in model._meta.local_concrete_fields if _is_copied(model, field)]
        names = ", ".join(f'"{field.column}"' for field in fields)
        values = ", ".join(_value(field, column) for field in fields)
        table = f'"{model._meta.db_table}"'
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"
                f" WHERE n < {first + count - 1}) INSERT INTO {table} ({names})"
                f" SELECT {values} FROM numbers, {table} AS old"
                f' WHERE old."{column}" = {like} ORDER BY n'
            )


def _is_copied(model: type[models.Model], field: models.Field[object, object]) -> bool:
    """A row's own number comes from the database, but for instances."""
    return model is Instance or not isinstance(field, models.AutoField)


def _value(field: models.Field[object, object], column: str) -> str:
    if field.column == column:
        return "n"
    return "'B' || n" if field.column == "subject_ref" else f'old."{field.column}"'


def measure(folder: Path, empty: Path, few: int, many: int, rounds: int, each: int) -> float:
    """How much longer a step takes on SQLite among many open instances than among few."""
    with ExitStack() as during:
        works = {}
        for count in (few, many):
            path = Path(shutil.copy(empty, folder / f"crowd-{count}.sqlite3"))
            database, crowd = during.enter_context(closing(office.Database(path))), Crowd(count)
            with database:
                crowd.gather()
            works[str(count)] = partial(_round, database, crowd, each * len(ORDER))
        return over(rates(works, rounds), str(few), str(many))


def _round(database: office.Database, crowd: Crowd, count: int, turn: int) -> Iterable[Callable[[], object]]:
    with database:
        yield from crowd.steps(count)
