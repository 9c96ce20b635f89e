"""The drawing of one process: its nodes and flows, what lies inside what, what hangs on whose edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .activities import BusinessRuleTask, CallActivity, ScriptTask, SubProcess, UserTask
from .events import BOUNDARIES, Boundary, BoundaryEvent, CatchEvent, EndEvent
from .gateways import ComplexGateway
from .nodes import LOOP_NAMES, Flow, Node
from .triggers import Trigger


@dataclass(frozen=True)
class Drawing:
    """The nodes and flows of one process, and where each lies.

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
