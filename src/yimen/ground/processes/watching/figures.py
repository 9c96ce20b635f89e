"""How a process does as a whole: who waits where now, how long its steps take, where it is late.

Figures of ended waits come from the instances that ended last (``SAMPLE`` of them): what the page costs depends on the
process, not on how many people the city has. Half of the waits and nine of ten took at most so long: the value of a
wait that happened, found by its rank, the same on both databases. (``percentile_cont`` would invent one between two,
and SQLite has none.) Only how a length of time and a day are written differs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q

from yimen.ground.calendar.moment import CITY
from yimen.ground.processes.models import Instance, Task, Token

SAMPLE = 2000
# Beside a handful every figure would speak of the officer who had them.
FEWEST = 5
_INSTANCE, _TOKEN, _TASK = (one._meta.db_table for one in (Instance, Token, Task))


@dataclass(frozen=True, slots=True)
class Standing:
    """Tokens that stand on an element now, in all instances that run; ``late`` and ``failed`` count its open tasks."""

    waiting: int = 0
    since: datetime | None = None
    late: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """Ended waits on an element in the sample. ``median`` and ``most`` are seconds: half of them, nine of ten took at
    most so long. ``judged`` of its tasks had a last day, and ``late`` of them were done after it."""

    ended: int = 0
    median: float | None = None
    most: float | None = None
    judged: int = 0
    late: int = 0

    @property
    def telling(self) -> bool:
        return self.ended >= FEWEST


@dataclass(frozen=True)
class Figures:
    """One process, all the given versions of it together. ``sample`` instances were looked at for ``taken``."""

    running: int
    sample: int
    standing: Mapping[str, Standing] = field(default_factory=dict)
    taken: Mapping[str, Taken] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """One definition: how many of its instances run, and how many of their open tasks are late or failed."""

    running: int = 0
    late: int = 0
    failed: int = 0


def figures(definitions: Sequence[str], today: date) -> Figures:
    """The figures of these versions of a process on a day, in six questions."""
    running = Instance.objects.filter(definition__in=definitions, ended_at=None).count()
    latest, params = _latest(definitions)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({latest}) AS latest", params)  # noqa: S608
        (sample,) = cursor.fetchone()
    return Figures(running, sample, _standing(definitions, today), _taken(latest, params))


def loads(today: date) -> dict[str, Load]:
    """Every definition of which an instance runs, in two questions."""
    running = Instance.objects.filter(ended_at=None).order_by().values_list("definition").annotate(Count("pk"))
    tasks = {row[0]: row[1:] for row in _open_tasks(Q(), today, "instance__definition")}
    return {one: Load(number, *tasks.get(one, (0, 0))) for one, number in running}


def _standing(definitions: Sequence[str], today: date) -> dict[str, Standing]:
    of = Q(instance__definition__in=definitions, instance__ended_at=None)
    tokens = Token.objects.filter(of, gone_at=None).order_by().values_list("node")
    tasks = {row[0]: row[1:] for row in _open_tasks(of, today, "node")}
    found = tokens.annotate(Count("number"), Min("arrived_at"))
    return {node: Standing(number, since, *tasks.get(node, (0, 0))) for node, number, since in found}


def _open_tasks(of: Q, today: date, by: str) -> Iterable[tuple[str, int, int]]:
    """How many open tasks are late, and how many failed, by what they have in common."""
    late = Count("pk", filter=Q(kind=Task.WORK, due_on__lt=today))
    failed = Count("pk", filter=Q(kind=Task.INCIDENT))
    return Task.objects.filter(of, closed_at=None).order_by().values_list(by).annotate(late=late, failed=failed)


def _taken(latest: str, params: Sequence[Any]) -> dict[str, Taken]:
    """Ranks within each element. A wait that was taken back says nothing about how long the step takes."""
    length = _LENGTH[connection.vendor]
    waits = f"""
        SELECT node, number, length FROM (
            SELECT node, length, COUNT(*) OVER (PARTITION BY node) AS number,
                   ROW_NUMBER() OVER (PARTITION BY node ORDER BY length) AS place
            FROM (SELECT t.node, {length} AS length
                  FROM {_TOKEN} t JOIN ({latest}) AS latest ON latest.id = t.instance_id
                  WHERE t.gone_at IS NOT NULL AND t.how <> 'cancelled') AS waits
        ) AS ranked
        WHERE place = (number + 1) / 2 OR place = (9 * number + 9) / 10
        ORDER BY node, place
    """  # noqa: S608
    day, day_params = connection.ops.datetime_cast_date_sql("k.closed_at", (), str(CITY))
    tasks = f"""
        SELECT k.node, COUNT(*), SUM(CASE WHEN {day} > k.due_on THEN 1 ELSE 0 END)
        FROM {_TASK} k JOIN ({latest}) AS latest ON latest.id = k.instance_id
        WHERE k.closed_at IS NOT NULL AND k.due_on IS NOT NULL AND k.kind = %s AND k.outcome <> %s
        GROUP BY k.node
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(tasks, [*day_params, *params, Task.WORK, "cancelled"])
        judged = {node: (number, late) for node, number, late in cursor.fetchall()}
        cursor.execute(waits, params)
        ranked: dict[str, list[tuple[int, float]]] = {}
        for node, number, length in cursor.fetchall():
            ranked.setdefault(node, []).append((number, float(length)))
    # Of a single wait, median and ninth tenth are one row.
    return {
        node: Taken(rows[0][0], rows[0][1], rows[-1][1], *judged.get(node, (0, 0))) for node, rows in ranked.items()
    }


def _latest(definitions: Sequence[str]) -> tuple[str, list[Any]]:
    """The instances that ended last: of each version so many, read from the index, and the last of all of them."""
    one = f"""
        SELECT * FROM (SELECT id, ended_at FROM {_INSTANCE} WHERE definition = %s AND ended_at IS NOT NULL
                       ORDER BY ended_at DESC LIMIT {SAMPLE}) AS version
    """  # noqa: S608
    parts = " UNION ALL ".join(one for _ in definitions)
    return f"SELECT id FROM ({parts}) AS versions ORDER BY ended_at DESC LIMIT {SAMPLE}", list(definitions)  # noqa: S608


_LENGTH = {
    "postgresql": "EXTRACT(EPOCH FROM t.gone_at - t.arrived_at)",
    "sqlite": "(julianday(t.gone_at) - julianday(t.arrived_at)) * 86400",
}
