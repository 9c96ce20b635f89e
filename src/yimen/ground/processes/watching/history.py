"""One instance as people read it: what a token stood on and for how long, told from its journal. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from yimen.engines import bpmn
from yimen.engines.bpmn import journal
from yimen.engines.bpmn.model import BOUNDARIES

LEFT, CANCELLED = "left", "cancelled"
# The event of an instance that was brought to another version.
MIGRATED = "Migrated"
FAILED, HERE, PASSED, GONE, ARMED, AHEAD = "failed", "here", "passed", "gone", "armed", "ahead"


@dataclass(frozen=True, slots=True)
class Job:
    """Work that a stay was for: whose it is, who took it, how it ended. ``post`` is empty for the applicant."""

    token: int
    post: str
    holder: str
    outcome: str
    due_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    incident: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """A token that stands on an element, or stood there (``until``). ``how`` it went: left, cancelled or merged.

    ``watching``: it only waits beside something else, as the timer on the edge of a task does. ``called`` is the
    subject of the process that it called.
    """

    number: int
    node: str
    since: datetime
    until: datetime | None = None
    how: str = ""
    incident: str = ""
    watching: bool = False
    until_due: datetime | None = None
    jobs: tuple[Job, ...] = ()
    called: str = ""

    @property
    def job(self) -> Job | None:
        """The work itself, not what went wrong with it."""
        return next((one for one in self.jobs if not one.incident), None)

    @property
    def failure(self) -> Job | None:
        """What went wrong and still waits for a person."""
        return next((one for one in self.jobs if one.incident and one.closed_at is None), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the journal; ``changes`` as ``bpmn.entry`` wrote them."""

    at: datetime
    kind: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Element:
    """An element and what happened on it. ``passed`` counts the times that it was reached and left again."""

    node: bpmn.Node
    stays: tuple[Stay, ...] = ()
    passed: int = 0

    @property
    def now(self) -> tuple[Stay, ...]:
        """The tokens that stand here now."""
        return tuple(one for one in self.stays if one.until is None and not one.watching)

    @property
    def since(self) -> datetime | None:
        """Since when the longest of them has been standing here."""
        return min((one.since for one in self.now), default=None)

    @property
    def state(self) -> str:
        """``failed`` a person must look, ``here`` something waits, ``passed``, ``gone`` taken back, ``armed`` it waits
        beside something else, ``ahead`` nothing has come here."""
        if any(one.incident or one.failure for one in self.stays if one.until is None):
            return FAILED
        if self.now:
            return HERE
        if self.passed:
            return PASSED
        if any(one.until is None for one in self.stays):
            return ARMED
        if any(not one.watching for one in self.stays):
            return GONE
        return AHEAD


@dataclass(frozen=True)
class Watched:
    """An instance: its elements in the order in which they were reached, those not reached at the end.

    An instance may have been brought to another version: what only an older one has stands there too, under the name
    that its work had (``names``), or its id.
    """

    process: bpmn.Process
    started_at: datetime
    ended_at: datetime | None
    entries: tuple[Entry, ...]
    stays: tuple[Stay, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        passed = Counter(node for one in self.entries for node in one.changes.get("p", ()))
        for stay in self.stays:
            passed[stay.node] += stay.until is not None and stay.how != CANCELLED
        stays: dict[str, list[Stay]] = {}
        for stay in sorted(self.stays, key=lambda one: one.number):
            stays.setdefault(stay.node, []).append(stay)
        order = dict.fromkeys([*_reached(self.entries), *stays, *self.process.nodes])
        nodes = (self.node(one) for one in order)
        return tuple(Element(node, tuple(stays.get(node.id, ())), passed[node.id]) for node in nodes)

    def node(self, name: str) -> bpmn.Node:
        """The element of that id, of this version or an older one."""
        return self.process.nodes.get(name) or bpmn.AbstractTask(name, self.names.get(name, ""))

    @property
    def visited(self) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if one.state != AHEAD)

    @property
    def here(self) -> tuple[Element, ...]:
        return tuple(one for one in self.elements if one.state in (FAILED, HERE))


def stays_of(entries: Iterable[Entry], process: bpmn.Process) -> list[Stay]:
    """Every stay that the journal tells of. A token that moves on under its number has been on both elements; where the
    instance was brought to another version its element has another id, and the stay goes on."""
    found: dict[tuple[int, int], Stay] = {}
    standing: dict[int, tuple[int, int]] = {}
    for entry in entries:
        for row in entry.changes.get("t", ()):
            token = journal.token_of(row)
            known = found.get(standing.get(token.id, (0, 0)))
            if known is not None and (known.node == token.node or entry.kind == MIGRATED):
                found[standing[token.id]] = replace(known, node=token.node, incident=token.incident)
            # One that stands for an activity that runs several times: each of the times has a token of its own.
            elif token.role != "loop":
                if known is not None:
                    found[standing[token.id]] = replace(known, until=entry.at, how=LEFT)
                standing[token.id] = (token.id, len(found))
                found[standing[token.id]] = _stay(token, process, entry.at)
        for number, *how in entry.changes.get("x", ()):
            if number in standing:
                place = standing.pop(number)
                found[place] = replace(found[place], until=entry.at, how=how[0] if how else LEFT)
    return list(found.values())


def _stay(token: bpmn.Token, process: bpmn.Process, since: datetime) -> Stay:
    beside = isinstance(process.nodes.get(token.node), BOUNDARIES) or token.role == "watch"
    return Stay(token.id, token.node, since, incident=token.incident, watching=beside)


def with_jobs(
    stays: Iterable[Stay],
    jobs: Sequence[Job],
    due: Mapping[int, datetime] = MappingProxyType({}),
    called: Mapping[int, str] = MappingProxyType({}),
) -> tuple[Stay, ...]:
    """The stays with the work that was open for each, the moment for which a timer waits, and what was called."""
    found: dict[int, list[Job]] = {}
    for job in jobs:
        found.setdefault(job.token, []).append(job)
    return tuple(
        replace(
            one,
            jobs=tuple(found.get(one.number, ())),
            until_due=due.get(one.number),
            called=called.get(one.number, ""),
        )
        for one in stays
    )


def _reached(entries: Iterable[Entry]) -> list[str]:
    found: list[str] = []
    for one in entries:
        found += one.changes.get("p", ())
        found += [row[1] for row in one.changes.get("t", ())]
        found += one.changes.get("e", ())
    return found
