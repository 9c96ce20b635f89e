"""A process as an immutable graph of nodes and sequence flows (BPMN 2.0.2, ISO/IEC 19510:2013).

What a node does is said by its class; where it leads is said by its flows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

# What an activity that runs several times knows about itself (BPMN 2.0.2, table 10.30).
LOOP_NAMES = (
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
)

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
CYCLE = re.compile(r"R(\d*)/(?:([^/\s]+)/)?(P[^/\s]+)")
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

    ``kind`` cycle is text such as ``R3/P1D`` or ``R3/2026-01-05T09:00:00/P1D``: so often, at such intervals.
    A bare ISO 8601 literal such as ``P5D`` or ``2026-01-05``, as drawing tools write it, is taken as that value.
    """

    kind: Literal["date", "duration", "cycle"]
    text: str

    @property
    def expression(self) -> str:
        """The FEEL source, with a bare ISO literal put into the function that reads it."""
        if self.kind == "cycle":
            return f'"{self.text}"' if CYCLE.fullmatch(self.text) else self.text
        if weeks := _WEEKS.fullmatch(self.text):
            return f'duration("{weeks[1]}P{int(weeks[2]) * 7}D")'
        for pattern, function in ((_DURATION, "duration"), (_DAY, "date"), (_MOMENT, "date and time")):
            if pattern.fullmatch(self.text):
                return f'{function}("{self.text}")'
        return self.text


TriggerKind = Literal[
    "timer",
    "message",
    "signal",
    "error",
    "escalation",
    "conditional",
    "link",
    "terminate",
    "cancel",
    "compensation",
]


@dataclass(frozen=True, slots=True)
class Trigger:
    """What an event waits for or throws.

    ``name`` is the name of a message, signal or link, or the code of an error or escalation; for a compensation it is
    the activity to be compensated (empty: all of the scope). ``correlation`` is FEEL for the key by which a message
    finds its receiver (empty: the host's own); ``carries`` names the variables that go with what is thrown.
    """

    kind: TriggerKind
    name: str = ""
    timer: Timer | None = None
    condition: str = ""
    correlation: str = ""
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity runs: again while ``condition`` holds, or once for each of several instances.

    Of several instances ``count`` or ``collection`` is FEEL; ``item`` names the variable that takes one of the
    collection. ``condition`` of several instances is what ends them early. ``thrown`` is thrown as instances complete:
    at the first (``behavior`` one) or at each (none); of each in ``chosen`` the trigger when the condition then holds.
    """

    kind: Literal["standard", "parallel", "sequential"]
    condition: str = ""
    test_before: bool = False
    maximum: int | None = None
    count: str = ""
    collection: str = ""
    item: str = ""
    behavior: Literal["all", "one", "none"] = "all"
    thrown: Trigger | None = None
    chosen: tuple[tuple[str, Trigger], ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A step of the process. ``incoming`` and ``outgoing`` hold flow ids in the order in which they are tried.

    ``parent`` is the sub-process it lies in, empty for the process itself. An activity begins when ``start_quantity``
    tokens have come and sends ``completion_quantity`` tokens along each flow; one that is ``for_compensation`` runs
    only to undo another.
    """

    id: str
    name: str
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    parent: str = ""
    loop: Loop | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    for_compensation: bool = False

    @property
    def label(self) -> str:
        """How a sentence names the node: its name, or its id when nobody named it."""
        return self.name or self.id

    @property
    def cited(self) -> str:
        """How a sentence for an operator names the node: its name and its id."""
        return f"“{self.name}”（{self.id}）" if self.name and self.name != self.id else f"“{self.id}”"


@dataclass(frozen=True, slots=True)
class StartEvent(Node):
    """Where an instance, a sub-process or an event sub-process begins; without triggers it begins by itself."""

    triggers: tuple[Trigger, ...] = ()
    all_of: bool = False
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class EndEvent(Node):
    """Where a token ends; with ``terminate`` the whole scope ends, of the process itself the whole instance."""

    terminate: bool = False
    triggers: tuple[Trigger, ...] = ()


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
class AbstractTask(Node):
    """A task of no type: nothing is done, the token goes on."""


@dataclass(frozen=True, slots=True)
class SendTask(Node):
    """Sends a message and goes on."""

    message: str = ""
    correlation: str = ""
    carries: tuple[str, ...] = ()

    @property
    def sent(self) -> Trigger:
        """The message, as an event would throw it."""
        return Trigger("message", self.message, correlation=self.correlation, carries=self.carries)


@dataclass(frozen=True, slots=True)
class ReceiveTask(Node):
    """Waits for a message; with ``instantiate`` the message begins an instance."""

    message: str = ""
    instantiate: bool = False
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class SubProcess(Node):
    """A process within the process. ``kind`` event runs when its start event is triggered.

    Ad hoc: every node without a way in runs, one after the other when ``sequential``, until ``completion`` holds.
    """

    kind: Literal["embedded", "event", "transaction", "adhoc"] = "embedded"
    sequential: bool = False
    completion: str = ""
    cancel_remaining: bool = True


@dataclass(frozen=True, slots=True)
class ExclusiveGateway(Node):
    """The first flow whose condition holds is taken, else the default."""


@dataclass(frozen=True, slots=True)
class ParallelGateway(Node):
    """Waits for one token on each incoming flow, then opens every outgoing flow."""


@dataclass(frozen=True, slots=True)
class InclusiveGateway(Node):
    """Opens every flow whose condition holds; waits for every token that can still come."""


@dataclass(frozen=True, slots=True)
class ComplexGateway(Node):
    """Goes on once ``activation`` holds (FEEL over ``activationCount``); later tokens of the same round end here."""

    activation: str = ""


@dataclass(frozen=True, slots=True)
class EventGateway(Node):
    """The first of the events that follow decides the way.

    With ``instantiate`` that event begins an instance; with ``parallel`` the others are still waited for then.
    """

    instantiate: bool = False
    parallel: bool = False


@dataclass(frozen=True, slots=True)
class CatchEvent(Node):
    """The token waits here for one of the triggers, or for all of them."""

    triggers: tuple[Trigger, ...] = ()
    all_of: bool = False


@dataclass(frozen=True, slots=True)
class ThrowEvent(Node):
    """The token throws every one of the triggers, in order, and goes on; without any it only passes."""

    triggers: tuple[Trigger, ...] = ()


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
    """Catches the failure of an activity; an empty ``code`` catches every failure."""

    attached_to: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class BoundaryEvent(Node):
    """Any other event on the edge of an activity. ``handler`` is the activity that undoes it (compensation)."""

    triggers: tuple[Trigger, ...] = ()
    all_of: bool = False
    attached_to: str = ""
    interrupting: bool = True
    handler: str = ""


Boundary = BoundaryTimer | BoundaryError | BoundaryEvent
BOUNDARIES = (BoundaryTimer, BoundaryError, BoundaryEvent)
ACTIVITIES = (
    UserTask,
    ServiceTask,
    BusinessRuleTask,
    CallActivity,
    ScriptTask,
    AbstractTask,
    SendTask,
    ReceiveTask,
    SubProcess,
)
# What waits for something outside the token's own way; errors and the like are found when they are thrown.
AWAITED = frozenset({"timer", "message", "signal", "conditional"})


def triggers_of(node: Node) -> tuple[Trigger, ...]:
    """What the event waits for or throws; of a receive task its message."""
    match node:
        case TimerEvent() | BoundaryTimer():
            return (Trigger("timer", timer=node.timer),)
        case BoundaryError():
            return (Trigger("error", node.code),)
        case StartEvent() | EndEvent() | CatchEvent() | ThrowEvent() | BoundaryEvent():
            return node.triggers
        case ReceiveTask():
            return (Trigger("message", node.message, correlation=node.correlation),)
    return ()


@dataclass(frozen=True)
class Process:
    """One process: the only thing that ``start``, ``advance`` and ``check`` need.

    ``executable`` is False when the drawing says that it is a picture only. A ``sketch`` is only simulated: it was read
    without asking whether it is whole.
    """

    id: str
    name: str
    start: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    executable: bool = True
    sketch: bool = False

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Boundary, ...]]:
        """The boundary events of each task that has some, by task id."""
        found: dict[str, tuple[Boundary, ...]] = {}
        for node in self.nodes.values():
            if isinstance(node, BOUNDARIES):
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
            if node.loop is not None:
                found |= {*LOOP_NAMES, *([node.loop.item] if node.loop.item else [])}
            if isinstance(node, ComplexGateway):
                found.add("activationCount")
        return frozenset(found)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The end events, in the order of the drawing: where a caller may be told that the process ended."""
        return tuple(node.id for node in self.nodes.values() if isinstance(node, EndEvent) and self.ends_all(node))

    def ends_all(self, node: Node) -> bool:
        """Whether what ends at the node belongs to the process itself or to its event sub-processes."""
        parent = self.nodes.get(node.parent)
        return parent is None or (isinstance(parent, SubProcess) and parent.kind == "event" and self.ends_all(parent))

    @cached_property
    def inside(self) -> Mapping[str, tuple[Node, ...]]:
        """The nodes of each sub-process, those of the process itself under the empty id."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            found.setdefault(node.parent, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    def entries(self, parent: str) -> tuple[Node, ...]:
        """Where a sub-process, or the process itself, begins by itself: plain start events and what has no way in.

        BPMN 2.0.2, 13.2: without a start event every node without a way in begins. Beside a start event such nodes
        are against the standard: they begin only in a ``sketch``.
        """
        return self._entries.get(parent, ())

    @cached_property
    def _entries(self) -> Mapping[str, tuple[Node, ...]]:
        found = {}
        for parent, nodes in self.inside.items():
            begin = [node for node in nodes if self._begins(node)]
            if not self.sketch and any(isinstance(node, StartEvent) for node in nodes):
                begin = [node for node in begin if isinstance(node, StartEvent)]
            found[parent] = tuple(begin)
        return found

    def _begins(self, node: Node) -> bool:
        if node.incoming or node.for_compensation or isinstance(node, BOUNDARIES):
            return False
        if isinstance(node, StartEvent):
            return not node.triggers
        if isinstance(node, EndEvent):
            return self.sketch
        if isinstance(node, SubProcess) and node.kind == "event":
            return False
        if isinstance(node, ReceiveTask | EventGateway) and node.instantiate:
            return False
        return not (isinstance(node, CatchEvent) and any(one.kind == "link" for one in node.triggers))

    def event_starts(self, parent: str) -> tuple[StartEvent, ...]:
        """The start events of the event sub-processes that lie in a sub-process, or in the process itself."""
        return self._event_starts.get(parent, ())

    @cached_property
    def beginnings(self) -> tuple[Node, ...]:
        """The nodes whose trigger begins an instance: start events, receive tasks, events behind an event gateway."""
        found: list[Node] = []
        for node in self.inside.get("", ()):
            if isinstance(node, StartEvent) and node.triggers or isinstance(node, ReceiveTask) and node.instantiate:
                found.append(node)
            elif isinstance(node, EventGateway) and node.instantiate:
                found += (self.nodes[self.flows[flow].target] for flow in node.outgoing)
        return tuple(found)

    @cached_property
    def _event_starts(self) -> Mapping[str, tuple[StartEvent, ...]]:
        found: dict[str, tuple[StartEvent, ...]] = {}
        for sub in self.nodes.values():
            if isinstance(sub, SubProcess) and sub.kind == "event":
                starts = (node for node in self.inside.get(sub.id, ()) if isinstance(node, StartEvent))
                found[sub.parent] = (*found.get(sub.parent, ()), *starts)
        return found

    def link_target(self, node: Node, name: str) -> Node | None:
        """The catching link of that name beside a throwing one."""
        return next(
            (
                other
                for other in self.inside.get(node.parent, ())
                if isinstance(other, CatchEvent) and Trigger("link", name) in other.triggers
            ),
            None,
        )

    @cached_property
    def handlers(self) -> Mapping[str, str]:
        """The activity that undoes each activity, where one is drawn."""
        return {n.attached_to: n.handler for n in self.nodes.values() if isinstance(n, BoundaryEvent) and n.handler}

    @cached_property
    def unasked(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows of the nodes at which nothing is asked: every token that leaves takes all of them."""
        found = {}
        for node in self.nodes.values():
            flows = tuple(self.flows[flow] for flow in node.outgoing if flow in self.flows)
            asked = any(flow.condition is not None for flow in flows) or node.default
            single = len(flows) == 1 or not isinstance(node, ExclusiveGateway)
            if isinstance(node, ParallelGateway) or (single and not asked):
                found[node.id] = flows
        return found

    @cached_property
    def holding(self) -> frozenset[str]:
        """The nodes on which tokens of other nodes may hang: events on the edge, alternatives of an event gateway."""
        gateways = (node.id for node in self.nodes.values() if isinstance(node, EventGateway))
        return frozenset((*self.boundaries, *gateways))

    @cached_property
    def throws_signal(self) -> frozenset[str]:
        """The events that throw a signal."""
        throwing = (node for node in self.nodes.values() if isinstance(node, ThrowEvent | EndEvent))
        return frozenset(node.id for node in throwing if any(one.kind == "signal" for one in node.triggers))

    @cached_property
    def joining(self) -> frozenset[str]:
        """The nodes at which tokens may have to wait for other tokens."""
        gates = ParallelGateway | InclusiveGateway | ComplexGateway
        return frozenset(n.id for n in self.nodes.values() if isinstance(n, gates) or n.start_quantity > 1)

    @cached_property
    def has_event_sub_processes(self) -> bool:
        """Whether some token may only wait for an event sub-process to start."""
        return any(isinstance(node, SubProcess) and node.kind == "event" for node in self.nodes.values())

    @cached_property
    def has_conditional_events(self) -> bool:
        """Whether some event waits for a condition: only then conditions are looked at after each step."""
        return any(one.kind == "conditional" for node in self.nodes.values() for one in triggers_of(node))

    @cached_property
    def awaits_letters(self) -> bool:
        """Whether some token may wait for a message or a signal."""
        waits = (node for node in self.nodes.values() if not isinstance(node, ThrowEvent | EndEvent))
        return any(one.kind in ("message", "signal") for node in waits for one in triggers_of(node))

    @cached_property
    def has_late_joins(self) -> bool:
        """Whether some gateway waits until nothing else moves."""
        return any(isinstance(node, InclusiveGateway | ComplexGateway) for node in self.nodes.values())

    def before(self, gateway: str, flow: str) -> frozenset[str]:
        """The nodes from which a token may still come to the gateway by this flow without passing the gateway."""
        return self._before[gateway, flow]

    @cached_property
    def _before(self) -> Mapping[tuple[str, str], frozenset[str]]:
        previous: dict[str, list[str]] = {}
        for node in self.nodes:
            for later in self._next(node):
                previous.setdefault(later, []).append(node)
        found = {}
        for gate in self.nodes.values():
            if isinstance(gate, InclusiveGateway | ComplexGateway):
                for flow in gate.incoming:
                    step = _without(gate.id, previous)
                    source = self.flows[flow].source
                    found[gate.id, flow] = frozenset(_closure([source], step) if source != gate.id else ())
        return found

    def reachable(self, origins: Iterable[str]) -> set[str]:
        """The nodes that tokens on these nodes may still come to, the nodes themselves included."""
        found: set[str] = set()
        for node in origins:
            if node not in self._ahead:
                self._ahead[node] = frozenset(_closure([node], self._next))
            found |= self._ahead[node]
        return found

    @cached_property
    def _ahead(self) -> dict[str, frozenset[str]]:
        """What can be reached from a node, found out when it is first asked for: joins ask at every step."""
        return {}

    def leads_to(self, origin: str, node: str) -> bool:
        """Whether a token on one node may still come to the other. Kept: a join that waits asks at every step."""
        found = self._led_to.get(origin)
        if found is None:
            found = self._led_to[origin] = self.reachable([origin])
        return node in found

    @cached_property
    def _led_to(self) -> dict[str, set[str]]:
        return {}

    def able_to_end(self) -> set[str]:
        """The nodes from which some end event can be reached."""
        before: dict[str, list[str]] = {}
        for node in self.nodes:
            for later in self._next(node):
                before.setdefault(later, []).append(node)
        return _closure(self.ends, lambda node: before.get(node, []))

    def _next(self, node_id: str) -> list[str]:
        edges = [boundary.id for boundary in self.boundaries.get(node_id, ())]
        links = [one.name for one in triggers_of(self.nodes[node_id]) if one.kind == "link"]
        targets = [self.link_target(self.nodes[node_id], name) for name in links]
        jumps = [target.id for target in targets if target is not None and target.id != node_id]
        return edges + jumps + [self.flows[flow].target for flow in self.nodes[node_id].outgoing]


def _without(gateway: str, previous: Mapping[str, list[str]]) -> Callable[[str], list[str]]:
    return lambda node: [] if node == gateway else [one for one in previous.get(node, []) if one != gateway]


def _closure(origins: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(origins)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(step(node))
    return found
