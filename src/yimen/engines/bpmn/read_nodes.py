"""The nodes of a process: what each element says, and what it may not say."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from .document import Faults, children, local, text, ym
from .elements import (
    CHILDREN,
    FIXED_ATTRIBUTES,
    SILENT_IN_NODE,
    WITH_BOUNDARIES,
    WITH_ERRORS,
    said,
)
from .model import (
    ACTS,
    DECIDE,
    BoundaryError,
    BoundaryTimer,
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    ExclusiveGateway,
    Flow,
    Node,
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    StartEvent,
    Timer,
    TimerEvent,
    UserTask,
)

_NO_TIMER = Timer("duration", "")


class NodeReader:
    """Builds the nodes of one file; faults go to the list it is given."""

    def __init__(
        self,
        faults: Faults,
        elements: Mapping[str, tuple[str, Element]],
        flows: Mapping[str, Flow],
        codes: Mapping[str, str],
        language: str,
    ) -> None:
        self.faults = faults
        self.elements = elements
        self.codes = codes
        self.language = language
        self.into: dict[str, list[str]] = {}
        self.out_of: dict[str, list[str]] = {}
        for flow in flows.values():
            self.into.setdefault(flow.target, []).append(flow.id)
            self.out_of.setdefault(flow.source, []).append(flow.id)

    def read(self) -> dict[str, Node]:
        """Every node by its id, in document order."""
        return {key: self._node(key, name, element) for key, (name, element) in self.elements.items()}

    def _node(self, key: str, name: str, element: Element) -> Node:
        self._refuse_children(key, name, element)
        self._refuse_attributes(key, name, element)
        incoming = self._ordered(key, element, "incoming", self.into.get(key, []))
        outgoing = self._ordered(key, element, "outgoing", self.out_of.get(key, []))
        default = local(element.get("default"))
        if default and default not in outgoing:
            self.faults.note(key, f"默认流“{default}”不是从这里出去的线。", "重新选择默认流。")
        self._check_direction(key, element, len(incoming), len(outgoing))
        label = " ".join(element.get("name", "").split())
        shared = {"id": key, "name": label, "incoming": incoming, "outgoing": outgoing, "default": default}
        return _BUILDERS[name](self, element, shared)

    def _refuse_children(self, key: str, name: str, element: Element) -> None:
        allowed = SILENT_IN_NODE | CHILDREN.get(name, frozenset())
        for child, _ in children(element):
            if child not in allowed:
                self.faults.refuse(key, child)

    def _refuse_attributes(self, key: str, name: str, element: Element) -> None:
        self.faults.expect_own(key, name, element)
        for attribute, value in element.attrib.items():
            if attribute in FIXED_ATTRIBUTES and value.strip() != FIXED_ATTRIBUTES[attribute]:
                self.faults.note(key, f"还不支持属性 {attribute}=“{value}”。", "删去这个属性。")

    def _ordered(self, key: str, element: Element, name: str, drawn: list[str]) -> tuple[str, ...]:
        """The flows in the order the node lists them: conditions are tried in that order."""
        listed = [local(text(child)) for child_name, child in children(element) if child_name == name]
        for stray in [flow for flow in listed if flow not in drawn]:
            self.faults.note(key, f"列出的顺序流“{stray}”并没有连在这里。", "用绘图工具重新保存。")
        return tuple(dict.fromkeys([*(flow for flow in listed if flow in drawn), *drawn]))

    def _check_direction(self, key: str, element: Element, incoming: int, outgoing: int) -> None:
        direction = element.get("gatewayDirection")
        if (direction == "Converging" and outgoing > 1) or (direction == "Diverging" and incoming > 1):
            self.faults.note(key, f"网关的方向写着 {direction}，与连线不符。", "改正连线，或删去方向。")

    def script(self, element: Element, shared: dict[str, Any]) -> Node:
        """A script task: FEEL, whatever the tool calls it."""
        self.faults.expect_feel(shared["id"], element.get("scriptFormat"))
        source = "".join(text(child) for name, child in children(element) if name == "script")
        return ScriptTask(**shared, script=source, result=ym(element, "result"))

    def act(self, key: str, element: Element) -> str:
        """What kind of work a user task is: one of ``ACTS``."""
        named = ym(element, "act") or DECIDE
        if named not in ACTS:
            self.faults.note(key, f"不认识办理动作“{named}”。", f"ym:act 可以写：{'、'.join(ACTS)}。")
        return named

    # Events.

    def catch_event(self, element: Element, shared: dict[str, Any]) -> Node:
        """An intermediate event: a timer, as other kinds are refused."""
        name, definition = self._definition(shared["id"], element)
        timer = self._timer(shared["id"], definition) if name == "timerEventDefinition" else _NO_TIMER
        return TimerEvent(**shared, timer=timer)

    def boundary(self, element: Element, shared: dict[str, Any]) -> Node:
        """A timer or an error on the edge of a task."""
        key, host = shared["id"], local(element.get("attachedToRef"))
        name, definition = self._definition(key, element)
        self._check_host(key, name, host)
        interrupting = element.get("cancelActivity", "true").strip() not in ("false", "0")
        if name == "timerEventDefinition":
            timer = self._timer(key, definition)
            return BoundaryTimer(**shared, timer=timer, attached_to=host, interrupting=interrupting)
        if name == "errorEventDefinition" and not interrupting:
            self.faults.note(key, "错误边界事件总是中断任务，cancelActivity 不能是 false。", "删去这个属性。")
        return BoundaryError(**shared, attached_to=host, code=self._error_code(key, definition))

    def _definition(self, key: str, element: Element) -> tuple[str, Element | None]:
        found = [(name, child) for name, child in children(element) if name.endswith("EventDefinition")]
        if len(found) == 1:
            return found[0]
        self.faults.note(key, f"这个事件有 {len(found)} 个事件定义，应当恰好有一个。", "选定定时或错误中的一种。")
        return "", None

    def _check_host(self, key: str, name: str, host: str) -> None:
        kind = self.elements.get(host, ("",))[0]
        if not kind:
            self.faults.note(key, f"边界事件附着的任务“{host}”不存在。", "把它放到一个任务的边上。")
        elif kind not in WITH_BOUNDARIES:
            self.faults.note(key, f"边界事件不能附着在{said(kind)}“{host}”上。", "放到会等待的任务边上。")
        elif name == "errorEventDefinition" and kind not in WITH_ERRORS:
            self.faults.note(key, f"错误边界事件不能附着在{said(kind)}“{host}”上。", "放到服务任务或调用活动边上。")

    def _error_code(self, key: str, definition: Element | None) -> str:
        reference = local(definition.get("errorRef")) if definition is not None else ""
        if reference and reference not in self.codes:
            self.faults.note(key, f"引用的错误“{reference}”没有定义。", "在文件里定义这个错误和它的代码。")
        elif reference and not self.codes[reference]:
            self.faults.note(key, f"错误“{reference}”没有 errorCode。", "写上代码；要捕获一切错误就不要引用。")
        return self.codes.get(reference, "")

    def _timer(self, key: str, definition: Element | None) -> Timer:
        times = [(name, child) for name, child in children(definition)] if definition is not None else []
        times = [(name, child) for name, child in times if name not in SILENT_IN_NODE]
        for name, _ in times:
            if name not in ("timeDate", "timeDuration"):
                self.faults.refuse(key, name)
        if len(times) != 1 or not text(times[0][1]):
            self.faults.note(key, "定时事件要写一个时间。", "用 timeDuration 写多久之后，或用 timeDate 写哪一天。")
            return _NO_TIMER
        name, child = times[0]
        timer = Timer("date" if name == "timeDate" else "duration", text(child))
        # A bare ISO literal means the same in every language.
        if timer.expression == timer.text:
            self.faults.expect_feel(key, child.get("language") or self.language)
        return timer


_Build = Callable[[NodeReader, Element, dict[str, Any]], Node]


def _end(_: NodeReader, element: Element, shared: dict[str, Any]) -> Node:
    return EndEvent(**shared, terminate=any(name == "terminateEventDefinition" for name, _ in children(element)))


def _person(reader: NodeReader, element: Element, shared: dict[str, Any]) -> Node:
    """A user or manual task. An act that nobody knows is refused: the host would have no page for it."""
    return UserTask(
        **shared,
        post=ym(element, "post"),
        limit=ym(element, "limit"),
        outcomes=tuple(ym(element, "outcomes").split()),
        manual=element.tag.endswith("}manualTask"),
        act=reader.act(shared["id"], element),
    )


def _rule(_: NodeReader, element: Element, shared: dict[str, Any]) -> Node:
    return BusinessRuleTask(**shared, decision=ym(element, "decision"), result=ym(element, "result"))


_BUILDERS: dict[str, _Build] = {
    "startEvent": lambda _, element, shared: StartEvent(**shared),
    "endEvent": _end,
    "userTask": _person,
    "manualTask": _person,
    "serviceTask": lambda _, element, shared: ServiceTask(**shared, capability=ym(element, "capability")),
    "businessRuleTask": _rule,
    "scriptTask": NodeReader.script,
    "callActivity": lambda _, element, shared: CallActivity(**shared, called=local(element.get("calledElement"))),
    "exclusiveGateway": lambda _, element, shared: ExclusiveGateway(**shared),
    "parallelGateway": lambda _, element, shared: ParallelGateway(**shared),
    "intermediateCatchEvent": NodeReader.catch_event,
    "boundaryEvent": NodeReader.boundary,
}
