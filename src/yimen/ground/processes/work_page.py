"""A page of a work list, found by the keys of its place: only the tasks that it shows are read."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Field, QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.prepared import filled, prepared
from yimen.ground.processes.models import Task
from yimen.ground.processes.work_list import FAR, LIGHTS, Group, Place, WorkList

# Parts of one question; SQLite takes 500 at most.
_PARTS = 200

# Unurged (0 or 1), light, last day, id.
Cursor = tuple[int, int, date, int]
_Side = Callable[[Cursor | None, int], list[Cursor]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A task as the list tells it.

    ``reference`` is that of its subject, of the kind ``subject``; ``light`` a place in ``LIGHTS``, ``holder`` the name
    of whoever has taken it.
    """

    pk: int
    reference: str
    token: int
    act: str
    name: str
    holder: str
    subject: str
    place: Place
    light: int
    is_urged: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the work list. ``earlier`` and ``later`` are where the pages beside it begin, None at an end."""

    tasks: list[Listed]
    earlier: Cursor | None
    later: Cursor | None


def page_of(
    work: WorkList,
    officer: Account,
    size: int,
    *,
    light: str = "",
    holders: Collection[str] = (),
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """One page, found by the keys of its place, so that what others do meanwhile skips nothing; in two questions.

    Args:
        light: only this one; anything that is no light is every light.
        holders: only tasks held so; none is all.
    """
    wanted = _Wanted(work, officer.pk, light if light in LIGHTS else "", holders, backwards=bool(before and not after))
    start = after or before
    places = wanted.places(start, size + 1)
    more, places = len(places) > size, places[:size]
    if wanted.backwards:
        places.reverse()
    has_earlier, has_later = (more, True) if wanted.backwards else (start is not None, more)
    return Page(
        _tasks(places, work.today),
        earlier=places[0] if places and has_earlier else None,
        later=places[-1] if places and has_later else None,
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The part of a list that a page is taken from, read in one direction."""

    work: WorkList
    officer: int
    light: str
    holders: Collection[str]
    backwards: bool

    def places(self, start: Cursor | None, count: int) -> list[Cursor]:
        """The next places beyond ``start``, at most ``count``; the urged stand before all others."""
        if self.backwards:
            return self._merged(start, count, (self._plain, self._urged))
        return self._merged(start, count, (self._urged, self._plain))

    def _merged(self, start: Cursor | None, count: int, sides: tuple[_Side, _Side]) -> list[Cursor]:
        found: list[Cursor] = []
        for side in sides:
            if len(found) < count:
                found += side(start, count - len(found))
        return found[:count]

    def _urged(self, start: Cursor | None, count: int) -> list[Cursor]:
        fitting = ((pk, one, one.light(self.work.today)) for pk, one in self.work.urged.items())
        places = [(0, light, one.due_on or FAR, pk) for pk, one, light in fitting if self._fits(one, light)]
        return sorted((one for one in places if self._is_beyond(one, start)), reverse=self.backwards)[:count]

    def _plain(self, start: Cursor | None, count: int) -> list[Cursor]:
        parts = list(self._parts(start, count))
        found = [(1, *parts[at][0].tier, pk) for at, pk in _keys(parts, self.backwards) if pk not in self.work.urged]
        return sorted(found, reverse=self.backwards)[:count]

    def _parts(self, start: Cursor | None, count: int) -> Iterator[tuple[Group, int | None, int]]:
        """The groups that the places lie in; where ``start`` lies in it too its id, and how many to read at most."""
        whole = start[1:3] if start is not None and start[0] == 1 else None
        on_top: dict[Place, int] = {}
        for one in self.work.urged.values():
            on_top[one] = on_top.get(one, 0) + 1
        groups = [one for one in self.work.groups if self._fits(one.place, one.light)]
        if start is not None and start[0] == 0 and self.backwards:
            # All others stand behind those that are urged.
            return
        sure, last = 0, None
        for group in sorted(groups, key=lambda one: one.tier, reverse=self.backwards):
            if sure >= count and group.tier != last:
                return
            if whole is not None and (group.tier > whole if self.backwards else group.tier < whole):
                continue
            last, is_first = group.tier, group.tier == whole
            urged = on_top.get(group.place, 0)
            yield group, start[3] if is_first and start is not None else None, count + urged
            # How many of the first lie beyond the start is not known.
            sure += 0 if is_first else group.number - urged

    def _fits(self, place: Place, light: int) -> bool:
        return (not self.light or LIGHTS[light] == self.light) and (
            not self.holders or place.holder(self.officer) in self.holders
        )

    def _is_beyond(self, place: Cursor, start: Cursor | None) -> bool:
        return start is None or (place < start if self.backwards else place > start)


def _keys(parts: list[tuple[Group, int | None, int]], backwards: bool) -> Iterator[tuple[int, int]]:
    """The first ids of each part, with the number of the part: one question, each part of it answered by the index."""
    # The query sets of Django cannot put limited questions together on SQLite.
    for first in range(0, len(parts), _PARTS):
        asked = [_part(first + at, part, backwards) for at, part in enumerate(parts[first : first + _PARTS])]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(sql for sql, _ in asked), [one for _, params in asked for one in params])
            yield from cursor.fetchall()


def _part(at: int, part: tuple[Group, int | None, int], backwards: bool) -> tuple[str, list[Any]]:
    group, beyond, most = part
    told, params = ["closed_at IS NULL"], list[Any]()
    for column, value in zip(_COLUMNS, group.place, strict=True):
        told.append(f"{column} IS NULL" if value is None else f"{column} = %s")
        if value is not None:
            params.append(connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value)
    if beyond is not None:
        told.append(f"id {'<' if backwards else '>'} %s")
        params.append(beyond)
    order = "DESC" if backwards else "ASC"
    rows = f"SELECT {at} AS part, id FROM {_TABLE} WHERE {' AND '.join(told)} ORDER BY id {order} LIMIT {most}"  # noqa: S608
    return f"SELECT part, id FROM ({rows}) AS part_{at}", params  # noqa: S608


_TABLE = Task._meta.db_table
_COLUMNS = tuple(one.column for name in Place._fields if isinstance(one := Task._meta.get_field(name), Field))


def _tasks(places: list[Cursor], today: date) -> list[Listed]:
    """The tasks of a page in its order; one that was done meanwhile is gone."""
    ids = [one[-1] for one in places]
    found = {row[0]: row for row in _rows(filled(ids))} if ids else {}
    tasks = []
    for unurged, _, _, pk in places:
        if (row := found.get(pk)) is not None:
            place = Place(*row[7:])
            reference, token, act, name, holder, subject = row[1:7]
            light, is_urged = place.light(today), not unurged
            tasks.append(Listed(pk, reference, token, act, name, holder or "", subject, place, light, is_urged))
    return tasks


@prepared
def _rows(ids: tuple[int, ...]) -> "QuerySet[Task, tuple[Any, ...]]":
    told = ("pk", "instance__subject_ref", "token", "act", "name", "claimed_by__staff_name", "instance__subject_kind")
    return Task.objects.filter(pk__in=ids, closed_at=None).order_by().values_list(*told, *Place._fields)
