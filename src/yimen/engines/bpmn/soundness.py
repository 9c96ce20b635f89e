"""Joins that cannot complete, found by trying every choice of a process (workflow nets, van der Aalst 1997).

Conditions are taken as free. Tokens without a choice move first; then one token with a choice is tried in each of its
ways. Choices of one token do not touch another's, so the order of tokens need not be tried.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from .model import (
    BoundaryError,
    BoundaryEvent,
    BoundaryTimer,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    Node,
    ParallelGateway,
    Process,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    ThrowEvent,
    TimerEvent,
    UserTask,
)

MAX_MARKINGS = 3000
MAX_TOKENS_ON_FLOW = 8
MAX_BRANCHES = 200

_SIMPLE = (
    StartEvent,
    EndEvent,
    UserTask,
    ServiceTask,
    BusinessRuleTask,
    ScriptTask,
    CallActivity,
    ExclusiveGateway,
    ParallelGateway,
    TimerEvent,
    CatchEvent,
    ThrowEvent,
    SendTask,
    ReceiveTask,
    EventGateway,
    BoundaryTimer,
    BoundaryError,
)

# How many tokens stand on each flow; those before a join wait there. The empty text stands for the start.
Marking = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Joins that never complete, joins that get stuck after some choices, nodes where tokens pile up without end.

    ``endless`` says that no choices at all lead to the end of every token. Nothing is said of a process too large to
    try out (``complete`` is False).
    """

    never: frozenset[str] = frozenset()
    sometimes: frozenset[str] = frozenset()
    crowded: frozenset[str] = frozenset()
    endless: bool = False
    complete: bool = True


def explore(process: Process) -> Findings:
    """Try every choice from the start on. Of a process with more than simple steps and gateways nothing is said."""
    if not all(_is_simple(node) for node in process.nodes.values()):
        return Findings(complete=False)
    search = _Search(process)
    search.run()
    if search.crowded or not search.complete:
        return Findings(crowded=frozenset(search.crowded), complete=search.complete)
    never = search.waited - search.fired
    endless = not search.ended and not search.stuck
    return Findings(never=frozenset(never), sometimes=frozenset(search.stuck - never), endless=endless)


def _is_simple(node: Node) -> bool:
    plain = node.loop is None and node.start_quantity == node.completion_quantity == 1
    if isinstance(node, BoundaryEvent) and node.handler:
        # Neither it nor the handler beside it ever has a token of the flow.
        return plain and not node.parent
    triggers = () if isinstance(node, CatchEvent | ThrowEvent) and _passes(node) else getattr(node, "triggers", ())
    return plain and not node.parent and isinstance(node, _SIMPLE) and not triggers


def _passes(node: CatchEvent | ThrowEvent) -> bool:
    """Whether one token comes in and one goes out, whatever it waited for, told others or undid on the way."""
    return all(one.kind in ("message", "signal", "conditional", "compensation") for one in node.triggers)


def _is_join(node: Node) -> bool:
    return isinstance(node, ParallelGateway) and len(node.incoming) > 1


class _Search:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.fired: set[str] = set()
        self.waited: set[str] = set()
        self.stuck: set[str] = set()
        self.crowded: set[str] = set()
        self.ended = False
        self.complete = True

    def run(self) -> None:
        seen: set[Marking] = set()
        waiting: list[Marking] = [(("", 1),)]
        while waiting and not self.crowded:
            marking = waiting.pop()
            if marking in seen:
                continue
            seen.add(marking)
            if len(seen) > MAX_MARKINGS or len(marking) > MAX_BRANCHES:
                self.complete = False
                return
            waiting.extend(self._next(marking))

    def _next(self, marking: Marking) -> Iterable[Marking]:
        tokens = Counter(dict(marking))
        crowd = next((flow for flow, count in tokens.items() if count > MAX_TOKENS_ON_FLOW), None)
        if crowd is not None:
            self.crowded.add(self._target(crowd).id)
            return []
        return self._joined(tokens) or self._moved(tokens)

    def _target(self, flow: str) -> Node:
        return self.process.nodes[self.process.flows[flow].target if flow else self.process.start]

    def _joined(self, tokens: Counter[str]) -> list[Marking]:
        """The marking after one join that is complete."""
        for flow in tokens:
            node = self._target(flow)
            if _is_join(node):
                self.waited.add(node.id)
                if all(tokens[other] for other in node.incoming):
                    self.fired.add(node.id)
                    return [_marking(tokens - Counter(node.incoming) + Counter(node.outgoing))]
        return []

    def _moved(self, tokens: Counter[str]) -> list[Marking]:
        """The markings after one token moved; without any, the joins that still wait are stuck."""
        self.ended = self.ended or not tokens
        movable = [flow for flow in tokens if not _is_join(self._target(flow))]
        if not movable:
            self.stuck |= {self._target(flow).id for flow in tokens}
            return []
        ways = {flow: self._ways(self._target(flow)) for flow in movable}
        flow = min(movable, key=lambda one: len(ways[one]))
        return [self._after(tokens, flow, way) for way in ways[flow]]

    def _after(self, tokens: Counter[str], flow: str, way: tuple[str, ...]) -> Marking:
        node = self._target(flow)
        if isinstance(node, EndEvent) and node.terminate:
            return ()
        return _marking(tokens - Counter([flow]) + Counter(way))

    def _ways(self, node: Node) -> list[tuple[str, ...]]:
        """Every set of flows that a token coming to the node may open."""
        if isinstance(node, ExclusiveGateway | EventGateway):
            return [(flow,) for flow in node.outgoing] or [()]
        normal = self._openings(node)
        added: list[tuple[str, ...]] = []
        for boundary in self.process.boundaries.get(node.id, ()):
            if isinstance(boundary, BoundaryEvent):
                continue
            if isinstance(boundary, BoundaryTimer) and not boundary.interrupting:
                added += [(*way, *boundary.outgoing) for way in normal]
            else:
                added.append(boundary.outgoing)
        return list(dict.fromkeys([*normal, *added]))

    def _openings(self, node: Node) -> list[tuple[str, ...]]:
        """The flows of a node: all without a condition, with any of those that have one, else the default."""
        if isinstance(node, ParallelGateway):
            return [node.outgoing]
        flows = [self.process.flows[flow] for flow in node.outgoing]
        always = tuple(flow.id for flow in flows if flow.condition is None and flow.id != node.default)
        maybe = [flow.id for flow in flows if flow.condition is not None and flow.id != node.default]
        opened = [(*always, *some) for some in _some_of(maybe)]
        without = (*always, node.default) if node.default else always
        # No condition holding, no default and nothing else open is an incident, not a way.
        return ([without] if without or not maybe else []) + opened


def _some_of(flows: list[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of at least one flow; of many flows only the single ones and all together."""
    if len(flows) > 4:
        return chain(((flow,) for flow in flows), [tuple(flows)])
    return chain.from_iterable(combinations(flows, size) for size in range(1, len(flows) + 1))


def _marking(tokens: Counter[str]) -> Marking:
    return tuple(sorted((flow, count) for flow, count in tokens.items() if count > 0))
