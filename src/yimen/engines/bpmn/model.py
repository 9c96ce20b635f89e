"""A process as an immutable graph of nodes and sequence flows (BPMN 2.0.2, ISO/IEC 19510:2013).

What a node does is said by its class; where it leads is said by its flows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

# What a person does in a user task, and the outcomes that each act may have.
ACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accept": ("accept", "correct", "decline"),
        "supplement": ("supplied",),
        "review": ("agree", "object"),
        "inspect": ("done",),
        "decide": ("grant", "refuse", "back"),
        "handover": ("done",),
    }
)
DECIDE = "decide"
# The post of whoever asked for the service: no body of the city has it.
APPLICANT = "applicant"

_DURATION = re.compile(r"-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_WEEKS = re.compile(r"(-?)P(\d+)W")


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. ``condition`` is FEEL text, or None when the flow is always open."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer is due: FEEL text that yields a date (``kind`` date) or a length of time (``kind`` duration).

    A bare ISO 8601 literal such as ``P5D`` or ``2026-01-05``, as drawing tools write it, is taken as that value.
    """

    kind: Literal["date", "duration"]
    text: str

    @property
    def expression(self) -> str:
        """The FEEL source, with a bare ISO literal put into the function that reads it."""
        if weeks := _WEEKS.fullmatch(self.text):
            return f'duration("{weeks[1]}P{int(weeks[2]) * 7}D")'
        for pattern, function in ((_DURATION, "duration"), (_DAY, "date"), (_MOMENT, "date and time")):
            if pattern.fullmatch(self.text):
                return f'{function}("{self.text}")'
        return self.text


@dataclass(frozen=True, slots=True)
class Node:
    """A step of the process. ``incoming`` and ``outgoing`` hold flow ids in the order in which they are tried."""

    id: str
    name: str
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""

    @property
    def label(self) -> str:
        """How a sentence names the node: its name, or its id when nobody named it."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class StartEvent(Node):
    """Where an instance begins."""


@dataclass(frozen=True, slots=True)
class EndEvent(Node):
    """Where a token ends; with ``terminate`` the whole instance ends."""

    terminate: bool = False


@dataclass(frozen=True, slots=True)
class UserTask(Node):
    """A person of a post works on it and gives one of the outcomes.

    ``act`` says what kind of work it is (``ACTS``): the host shows the page that belongs to it. ``limit`` is handed on
    as written; a manual task (work done outside the system) is a user task without outcomes.
    """

    post: str = ""
    limit: str = ""
    outcomes: tuple[str, ...] = ()
    manual: bool = False
    act: str = DECIDE


@dataclass(frozen=True, slots=True)
class ServiceTask(Node):
    """The host does something by itself, named by ``capability``."""

    capability: str = ""


@dataclass(frozen=True, slots=True)
class BusinessRuleTask(Node):
    """A decision is asked; its outputs go into the variable ``result``."""

    decision: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class CallActivity(Node):
    """Another process runs, named by ``called``; where it came to its end goes into the variable ``<id>_outcome``."""

    called: str = ""


@dataclass(frozen=True, slots=True)
class ScriptTask(Node):
    """FEEL text whose value goes into the variable ``result``."""

    script: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class ExclusiveGateway(Node):
    """The first flow whose condition holds is taken, else the default."""


@dataclass(frozen=True, slots=True)
class ParallelGateway(Node):
    """Waits for one token on each incoming flow, then opens every outgoing flow."""


@dataclass(frozen=True, slots=True)
class TimerEvent(Node):
    """The token waits here until the timer fires."""

    timer: Timer = Timer("duration", "")


@dataclass(frozen=True, slots=True)
class BoundaryTimer(Node):
    """A timer on the edge of a task or a call; when interrupting, it ends as the timer fires."""

    timer: Timer = Timer("duration", "")
    attached_to: str = ""
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class BoundaryError(Node):
    """Catches the failure of a service task or a call; an empty ``code`` catches every failure."""

    attached_to: str = ""
    code: str = ""


Boundary = BoundaryTimer | BoundaryError


@dataclass(frozen=True)
class Process:
    """One process: the only thing that ``start``, ``advance`` and ``check`` need.

    ``executable`` is False when the drawing says that it is a picture only.
    """

    id: str
    name: str
    start: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    executable: bool = True

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Boundary, ...]]:
        """The boundary events of each task that has some, by task id."""
        found: dict[str, tuple[Boundary, ...]] = {}
        for node in self.nodes.values():
            if isinstance(node, BoundaryTimer | BoundaryError):
                found[node.attached_to] = (*found.get(node.attached_to, ()), node)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The variables that the process itself sets: they may hold signs that FEEL would read as operators."""
        found = {"outcome"} if any(isinstance(node, UserTask) for node in self.nodes.values()) else set()
        for node in self.nodes.values():
            if isinstance(node, UserTask | CallActivity):
                found.add(f"{node.id}_outcome")
            if isinstance(node, BusinessRuleTask | ScriptTask) and node.result:
                found.add(node.result)
        return frozenset(found)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The end events, in the order of the drawing: where a caller may be told that the process ended."""
        return tuple(node.id for node in self.nodes.values() if isinstance(node, EndEvent))

    def reachable(self, origins: Iterable[str]) -> set[str]:
        """The nodes that tokens on these nodes may still come to, the nodes themselves included."""
        return _closure(origins, self._next)

    def able_to_end(self) -> set[str]:
        """The nodes from which some end event can be reached."""
        before: dict[str, list[str]] = {}
        for node in self.nodes:
            for later in self._next(node):
                before.setdefault(later, []).append(node)
        return _closure(self.ends, lambda node: before.get(node, []))

    def _next(self, node_id: str) -> list[str]:
        edges = [boundary.id for boundary in self.boundaries.get(node_id, ())]
        return edges + [self.flows[flow].target for flow in self.nodes[node_id].outgoing]


def _closure(origins: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(origins)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(step(node))
    return found
