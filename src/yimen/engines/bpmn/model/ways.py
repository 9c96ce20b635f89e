"""Which node leads to which."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from .drawing import Drawing
from .events import EndEvent, triggers_of
from .gateways import ComplexGateway, InclusiveGateway


class Ways(Drawing):
    """Where tokens may come to, and from where."""

    def before(self, gateway: str, flow: str) -> frozenset[str]:
        """The nodes from which a token may still come to the gateway by this flow without passing the gateway."""
        return self._before[gateway, flow]

    @cached_property
    def _before(self) -> Mapping[tuple[str, str], frozenset[str]]:
        previous: dict[str, list[str]] = {}
        for node in self.nodes:
            for later in self.next_of(node):
                previous.setdefault(later, []).append(node)
        found = {}
        for gate in self.nodes.values():
            if isinstance(gate, InclusiveGateway | ComplexGateway):
                for flow in gate.incoming:
                    step = _without(gate.id, previous)
                    source = self.flows[flow].source
                    found[gate.id, flow] = frozenset(closure([source], step) if source != gate.id else ())
        return found

    def reachable(self, origins: Iterable[str]) -> set[str]:
        """The nodes that tokens on these nodes may still come to, the nodes themselves included."""
        return set().union(*(self._from(node) for node in origins))

    def leads_to(self, origin: str, node: str) -> bool:
        """Whether a token on one node may still come to the other."""
        return node in self._from(origin)

    def _from(self, origin: str) -> frozenset[str]:
        found = self._ahead.get(origin)
        if found is None:
            found = self._ahead[origin] = frozenset(closure([origin], self.next_of))
        return found

    @cached_property
    def _ahead(self) -> dict[str, frozenset[str]]:
        """What can be reached from a node, found out when it is first asked for: joins ask at every step."""
        return {}

    def able_to_end(self) -> set[str]:
        """The nodes from which some end event can be reached, inside a sub-process one of its own."""
        before: dict[str, list[str]] = {}
        for node in self.nodes:
            for later in self.next_of(node):
                before.setdefault(later, []).append(node)
        ends = [node.id for node in self.nodes.values() if isinstance(node, EndEvent)]
        return closure(ends, lambda node: before.get(node, []))

    def next_of(self, node_id: str) -> list[str]:
        """Where a token on a node may go: by its flows, its edge, its link."""
        edges = [boundary.id for boundary in self.boundaries.get(node_id, ())]
        links = [one.name for one in triggers_of(self.nodes[node_id]) if one.kind == "link"]
        targets = [self.link_target(self.nodes[node_id], name) for name in links]
        jumps = [target.id for target in targets if target is not None and target.id != node_id]
        return edges + jumps + [self.flows[flow].target for flow in self.nodes[node_id].outgoing]


def _without(gateway: str, previous: Mapping[str, list[str]]) -> Callable[[str], list[str]]:
    return lambda node: [] if node == gateway else [one for one in previous.get(node, []) if one != gateway]


def closure(origins: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    """All that can be reached by one step after another, the origins included."""
    found: set[str] = set()
    waiting = list(origins)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(step(node))
    return found
