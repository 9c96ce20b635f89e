"""What a step would have to find out again and again: found once for each process."""

from collections.abc import Mapping
from functools import cached_property

from .activities import SendTask, SubProcess
from .drawing import Drawing
from .events import EndEvent, ThrowEvent, triggers_of
from .gateways import ComplexGateway, EventGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway
from .nodes import Flow


class Traits(Drawing):
    """What is to be looked at in a step, and what need not be."""

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
    def has_late_joins(self) -> bool:
        """Whether some gateway waits until nothing else moves."""
        return any(isinstance(node, InclusiveGateway | ComplexGateway) for node in self.nodes.values())

    @cached_property
    def has_letters(self) -> bool:
        """Whether some node sends or awaits a message or a signal."""
        kinds = {one.kind for node in self.nodes.values() for one in triggers_of(node)}
        return bool(kinds & {"message", "signal"}) or any(isinstance(node, SendTask) for node in self.nodes.values())

    @cached_property
    def awaits_letters(self) -> bool:
        """Whether some token may wait for a message or a signal."""
        waits = (node for node in self.nodes.values() if not isinstance(node, ThrowEvent | EndEvent))
        return any(one.kind in ("message", "signal") for node in waits for one in triggers_of(node))
