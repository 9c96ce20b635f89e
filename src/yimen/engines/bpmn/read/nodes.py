"""The nodes of a process: what each element says, and what it may not say."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import (
    ACTIVITIES,
    CHILDREN,
    EVENT_DEFINITIONS,
    EVENTS,
    NODES,
    SILENT_IN_ACTIVITY,
    SILENT_IN_EVENT,
    SILENT_IN_NODE,
    SILENT_IN_PROCESS,
    SUB_PROCESSES,
)
from yimen.engines.bpmn.model import (
    ACTS,
    DECIDE,
    Flow,
    Node,
    Trigger,
)

from .builders import BUILDERS
from .declarations import Declarations
from .document import Faults, children, local, text, ym
from .loops import LOOPS, read_loop
from .rules import check_node

_FALSE = ("false", "0")


class NodeReader:
    """Builds the nodes of one process; faults go to the list it is given."""

    def __init__(
        self,
        faults: Faults,
        declared: Declarations,
        elements: Mapping[str, tuple[str, Element]],
        flows: Mapping[str, Flow],
        parents: Mapping[str, str],
        associations: Sequence[tuple[str, str]],
    ) -> None:
        self.faults = faults
        self.declared = declared
        self.elements = elements
        self.parents = parents
        self.associations = associations
        self.into: dict[str, list[str]] = {}
        self.out_of: dict[str, list[str]] = {}
        for flow in flows.values():
            self.into.setdefault(flow.target, []).append(flow.id)
            self.out_of.setdefault(flow.source, []).append(flow.id)

    @staticmethod
    def own_children(name: str) -> frozenset[str]:
        """What an element may hold beside its nodes and flows."""
        own = SILENT_IN_NODE | CHILDREN.get(name, frozenset())
        if name in ACTIVITIES:
            own |= SILENT_IN_ACTIVITY | LOOPS
        if name in EVENTS:
            own |= SILENT_IN_EVENT | {*EVENT_DEFINITIONS, "eventDefinitionRef"}
        return own

    def read(self) -> dict[str, Node]:
        """Every node by its id, in document order."""
        found = {key: self._node(key, name, element) for key, (name, element) in self.elements.items()}
        for key, (name, element) in self.elements.items():
            check_node(found, key, name, element, self.faults)
        return found

    def _node(self, key: str, name: str, element: Element) -> Node:
        self._refuse_children(key, name, element)
        self.faults.expect_own(key, name, element)
        incoming = self._ordered(key, element, "incoming", self.into.get(key, []))
        outgoing = self._ordered(key, element, "outgoing", self.out_of.get(key, []))
        default = local(element.get("default"))
        if default and default not in outgoing:
            self.faults.note(key, f"默认流“{default}”不是从这里出去的线。", "重新选择默认流。")
        self._check_direction(key, element, len(incoming), len(outgoing))
        label = " ".join(element.get("name", "").split())
        shared: dict[str, Any] = {
            "id": key,
            "name": label,
            "incoming": incoming,
            "outgoing": outgoing,
            "default": default,
            "parent": self.parents[key],
        }
        if name in ACTIVITIES:
            shared |= self._activity(key, element)
        return BUILDERS[name](self, element, shared)

    def _activity(self, key: str, element: Element) -> dict[str, Any]:
        return {
            "loop": read_loop(key, element, self.declared, self.faults),
            "start_quantity": self._quantity(key, element, "startQuantity"),
            "completion_quantity": self._quantity(key, element, "completionQuantity"),
            "for_compensation": element.get("isForCompensation", "false").strip() not in _FALSE,
        }

    def _quantity(self, key: str, element: Element, attribute: str) -> int:
        given = element.get(attribute, "1").strip()
        if given.isdecimal() and 1 <= int(given) <= 1000:
            return int(given)
        self.faults.note(key, f"属性 {attribute}=“{given}”不是 1 到 1000 的整数。", "改为 1，或删去这个属性。")
        return 1

    def _refuse_children(self, key: str, name: str, element: Element) -> None:
        allowed = self.own_children(name)
        if name in SUB_PROCESSES:
            allowed |= NODES | SILENT_IN_PROCESS
        for child, _ in children(element):
            if child not in allowed:
                self.faults.refuse(key, child)

    def _ordered(self, key: str, element: Element, name: str, drawn: list[str]) -> tuple[str, ...]:
        """The flows in the order the node lists them: conditions are tried in that order."""
        listed = [local(text(child)) for child_name, child in children(element) if child_name == name]
        for stray in [flow for flow in listed if flow not in drawn]:
            self.faults.note(key, f"列出的顺序流“{stray}”并没有连在这里。", "用绘图工具重新保存。")
        return tuple(dict.fromkeys([*(flow for flow in listed if flow in drawn), *drawn]))

    def _check_direction(self, key: str, element: Element, incoming: int, outgoing: int) -> None:
        direction = element.get("gatewayDirection")
        wrong = {
            "Converging": outgoing > 1 or incoming < 2,
            "Diverging": incoming > 1 or outgoing < 2,
            "Mixed": incoming < 2 or outgoing < 2,
        }
        if direction and wrong.get(direction, direction != "Unspecified"):
            self.faults.note(key, f"网关的方向写着 {direction}，与连线不符。", "改正连线，或删去方向。")

    def triggers(self, key: str, element: Element) -> tuple[Trigger, ...]:
        """What an event waits for or throws, in the order of the file."""
        found = []
        for name, child in children(element):
            if name in EVENT_DEFINITIONS:
                found.append(self.declared.trigger(key, name, child))
            elif name == "eventDefinitionRef":
                definition = self.declared.definition(local(text(child)))
                if definition is None:
                    self.faults.note(key, f"引用的事件定义“{text(child)}”没有写。", "在文件里写上它。")
                else:
                    found.append(self.declared.trigger(key, *definition))
        return tuple(found)

    def message(self, key: str, element: Element) -> str:
        """The message of a send or receive task."""
        return self.declared.name("message", local(element.get("messageRef")), key)

    def act(self, key: str, element: Element) -> str:
        """What kind of work a user task is: one of ``ACTS``."""
        named = ym(element, "act") or DECIDE
        if named not in ACTS:
            self.faults.note(key, f"不认识办理动作“{named}”。", f"ym:act 可以写：{'、'.join(ACTS)}。")
        return named
