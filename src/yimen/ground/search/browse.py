"""Lists instead of a question: everything, or a stage of life, a department, a region, a letter; never an empty one."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

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
    label: str
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
    departments, regions, letters, events = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    count = 0
    rows = _narrowed(Filters()).values_list("department", "region", "letter", "topics")
    for department, region, letter, topics in rows.iterator(chunk_size=5000):
        count += 1
        departments[department] += 1
        regions[region] += 1
        letters[letter] += 1
        events.update(topics.strip("|").split("|"))
    return Overview(
        count,
        [(one, events[one.id]) for one in life_events() if events[one.id]],
        _by_count(departments),
        _by_count(regions),
        sorted(_by_count(letters), key=lambda one: (one.value == "#", one.value)),
    )


def _by_count(told: Counter[str]) -> list[Choice]:
    return [Choice(value, value, count) for value, count in told.most_common() if value]


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


def narrowings(hits: list[Hit], chosen: Filters) -> dict[str, list[Choice]]:
    """How these hits can be narrowed; a way that every hit or none goes is none, unless it is chosen."""
    departments, regions = Counter(one.department for one in hits), Counter(one.region for one in hits)
    audiences = Counter({name: sum(1 for one in hits if getattr(one, name)) for name in ("people", "enterprises")})
    found = {"department": _by_count(departments), "region": _by_count(regions), "audience": _by_count(+audiences)}
    whole = len(hits)
    return {
        name: choices
        for name, choices in found.items()
        if getattr(chosen, name) or any(one.count < whole for one in choices)
    }


def without(filters: Filters, name: str) -> Filters:
    """The filters with one of them taken away."""
    return replace(filters, online=False) if name == "online" else with_(filters, name, "")


def with_(filters: Filters, name: str, value: str) -> Filters:
    """The filters with one more; not for ``online``, which is no word."""
    given: dict[str, Any] = {name: value}
    return replace(filters, **given)
