"""Lists instead of a question: everything, or a stage of life, a department, a region, a letter; never an empty one."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yimen.ground.search.entry import Filters, Hit
from yimen.ground.search.life import LifeEvent, life_events
from yimen.ground.search.models import Index, Row
from yimen.ground.search.state import live

_BETWEEN = "~"
_SHOWN = [one.name for one in fields(Hit) if one.name != "score"]


@dataclass(frozen=True)
class Leaf:
    """A page of a list; ``later`` is the cursor of the next one, empty on the last."""

    hits: list[Hit]
    later: str


@dataclass(frozen=True)
class Choice:
    """A way to narrow or to browse, with how many entries it has: always at least one."""

    value: str
    count: int


@dataclass(frozen=True)
class Overview:
    """What there is to browse."""

    count: int
    events: list[tuple[LifeEvent, int]]
    departments: list[Choice]
    regions: list[Choice]
    letters: list[Choice]


def leaf(filters: Filters, after: str = "", size: int = 20) -> Leaf:
    """Entries in the order of their sound, those handled here first, from the one behind the cursor on."""
    rows = _narrowed(filters).order_by("-own", "sort", "key")
    cursor = _cursor(after)
    if cursor is not None:
        own, sort, key = cursor
        behind = Q(own=own) & (Q(sort__gt=sort) | Q(sort=sort, key__gt=key))
        rows = rows.filter(behind | Q(own=False)) if own else rows.filter(behind)
    found = list(rows.values(*_SHOWN, "sort")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    later = _BETWEEN.join((str(int(last["own"])), last["sort"], last["key"])) if last else ""
    return Leaf([_hit(one) for one in found[:size]], later)


def _cursor(text: str) -> tuple[bool, str, str] | None:
    parts = text.split(_BETWEEN, 2)
    return (parts[0] == "1", parts[1], parts[2]) if len(parts) == 3 else None


def _hit(row: dict[str, object]) -> Hit:
    return Hit(**{name: row[name] for name in _SHOWN})  # type: ignore[arg-type]  # as the columns of Row are


def _narrowed(told: Filters) -> QuerySet[Row]:
    rows = Row.objects.filter(slot=Index.objects.filter(pk=1).values("slot")[:1])
    equal = {name: getattr(told, name) for name in ("kind", "region", "department", "letter", "type")}
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if told.topic:
        rows = rows.filter(topics__contains=f"|{told.topic}|")
    if told.audience in ("people", "enterprises"):
        rows = rows.filter(**{told.audience: True})
    return rows.filter(online=True) if told.online else rows


def overview() -> Overview:
    """Everything that can be browsed; read once per process until the index is another."""
    return _overview(live().stamp)


@lru_cache(maxsize=2)
def _overview(stamp: UUID) -> Overview:
    told, letters, events = _Told(), Counter[str](), Counter[str]()
    rows = _narrowed(Filters()).values_list("department", "region", "own", "letter", "topics")
    for department, region, own, letter, topics in rows.iterator(chunk_size=5000):
        told.add((department, region, own), 1, 0, 0, 0)
        letters[letter] += 1
        events.update(topics.strip("|").split("|"))
    return Overview(
        told.count,
        [(one, events[one.id]) for one in life_events() if events[one.id]],
        told.choices("department"),
        told.choices("region"),
        sorted((Choice(*one) for one in letters.items() if one[0]), key=lambda one: (one.value == "#", one.value)),
    )


class _Told:
    """How many entries of a list go which way."""

    def __init__(self) -> None:
        self.count = 0
        self.ways = {name: Counter[str]() for name in ("department", "region", "audience", "online")}
        self._own: set[str] = set()

    def add(self, place: tuple[str, str, bool], count: int, people: int, enterprises: int, online: int) -> None:
        """So many of one department and region, and how many of them go each other way."""
        department, region, own = place
        self.count += count
        self.ways["department"][department] += count
        self.ways["region"][region] += count
        self.ways["audience"].update(people=people, enterprises=enterprises)
        self.ways["online"]["1"] += online
        if own:
            self._own |= {department, region}

    def choices(self, name: str) -> list[Choice]:
        """Those that handle something here before those that are listed only; then by how much they have."""
        found = [Choice(value, count) for value, count in self.ways[name].most_common() if value and count]
        return sorted(found, key=lambda one: one.value not in self._own)


@dataclass(frozen=True)
class Needs:
    """A stage of life with what is handled here for it."""

    event: LifeEvent
    hits: list[Hit]


def own_by_need() -> list[Needs]:
    """The stages of life with the entries handled here; each stands in its first stage only."""
    return _own_by_need(live().stamp)


@lru_cache(maxsize=2)
def _own_by_need(stamp: UUID) -> list[Needs]:
    rows = _narrowed(Filters()).filter(own=True).order_by("sort").values(*_SHOWN, "topics")
    left = [(set(row["topics"].strip("|").split("|")), _hit(row)) for row in rows]
    found = []
    for event in life_events():
        hits = [hit for topics, hit in left if event.id in topics]
        left = [(topics, hit) for topics, hit in left if event.id not in topics]
        if hits:
            found.append(Needs(event, hits))
    return found


def narrowings(hits: list[Hit]) -> dict[str, list[Choice]]:
    """How these hits can be narrowed further. A way that every hit or none goes is none."""
    told = _Told()
    for one in hits:
        told.add((one.department, one.region, one.own), 1, one.people, one.enterprises, one.online)
    return _ways(told)


def list_narrowings(filters: Filters) -> dict[str, list[Choice]]:
    """How a list can be narrowed further, likewise."""
    return _list_narrowings(live().stamp, filters)


@lru_cache(maxsize=200)
def _list_narrowings(stamp: UUID, filters: Filters) -> dict[str, list[Choice]]:
    told = _Told()
    yes = {f"of_{name}": Count("id", filter=Q(**{name: True})) for name in ("people", "enterprises", "online")}
    places = _narrowed(filters).order_by().values_list("department", "region", "own")
    for *place, count, people, enterprises, online in places.annotate(of_all=Count("id"), **yes):
        told.add(tuple(place), count, people, enterprises, online)
    return _ways(told)


def _ways(told: _Told) -> dict[str, list[Choice]]:
    found = {name: told.choices(name) for name in told.ways}
    return {name: choices for name, choices in found.items() if any(one.count < told.count for one in choices)}


def without(filters: Filters, name: str) -> Filters:
    """The filters with one of them taken away."""
    return with_(filters, name, "")


def with_(filters: Filters, name: str, value: str) -> Filters:
    """The filters with one more; of ``online`` every word says yes."""
    given: dict[str, Any] = {name: bool(value) if name == "online" else value}
    return replace(filters, **given)
