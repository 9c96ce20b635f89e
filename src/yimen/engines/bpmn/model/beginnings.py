"""Where a process and its sub-processes begin: by themselves, or when something has come."""

from collections.abc import Mapping
from functools import cached_property

from .activities import ReceiveTask, SubProcess
from .drawing import Drawing
from .events import BOUNDARIES, CatchEvent, EndEvent, StartEvent
from .gateways import EventGateway
from .nodes import Node


class Beginnings(Drawing):
    """What begins where."""

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
    def _event_starts(self) -> Mapping[str, tuple[StartEvent, ...]]:
        found: dict[str, tuple[StartEvent, ...]] = {}
        for sub in self.nodes.values():
            if isinstance(sub, SubProcess) and sub.kind == "event":
                starts = (node for node in self.inside.get(sub.id, ()) if isinstance(node, StartEvent))
                found[sub.parent] = (*found.get(sub.parent, ()), *starts)
        return found

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
