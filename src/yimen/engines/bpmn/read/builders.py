"""What each element becomes: one small function for each kind of node."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.model import (
    AbstractTask,
    BoundaryError,
    BoundaryEvent,
    BoundaryTimer,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    ThrowEvent,
    TimerEvent,
    UserTask,
)

from .document import children, local, text, ym

if TYPE_CHECKING:
    from .nodes import NodeReader

_FALSE = ("false", "0")

_Build = Callable[["NodeReader", Element, dict[str, Any]], Node]


def _said_true(element: Element, attribute: str, otherwise: str = "false") -> bool:
    return element.get(attribute, otherwise).strip() not in _FALSE


def _script(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    """A script task: FEEL, whatever the tool calls it."""
    reader.faults.expect_feel(shared["id"], element.get("scriptFormat"))
    source = "".join(text(child) for name, child in children(element) if name == "script")
    return ScriptTask(**shared, script=source, result=ym(element, "result"))


def _start(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    return StartEvent(
        **shared,
        triggers=reader.triggers(shared["id"], element),
        all_of=_said_true(element, "parallelMultiple"),
        interrupting=_said_true(element, "isInterrupting", "true"),
    )


def _end(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    triggers = reader.triggers(shared["id"], element)
    thrown = tuple(trigger for trigger in triggers if trigger.kind != "terminate")
    return EndEvent(**shared, terminate=len(thrown) < len(triggers), triggers=thrown)


def _catch(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    triggers = reader.triggers(shared["id"], element)
    if len(triggers) == 1 and triggers[0].timer is not None:
        return TimerEvent(**shared, timer=triggers[0].timer)
    return CatchEvent(**shared, triggers=triggers, all_of=_said_true(element, "parallelMultiple"))


def _boundary(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    key, host = shared["id"], local(element.get("attachedToRef"))
    triggers = reader.triggers(key, element)
    interrupting = _said_true(element, "cancelActivity", "true")
    if len(triggers) == 1 and triggers[0].timer is not None:
        return BoundaryTimer(**shared, timer=triggers[0].timer, attached_to=host, interrupting=interrupting)
    if len(triggers) == 1 and triggers[0].kind == "error":
        return BoundaryError(**shared, attached_to=host, code=triggers[0].name)
    undoes = any(trigger.kind == "compensation" for trigger in triggers)
    linked = [target for source, target in reader.associations if source == key and target in reader.elements]
    return BoundaryEvent(
        **shared,
        triggers=triggers,
        all_of=_said_true(element, "parallelMultiple"),
        attached_to=host,
        interrupting=interrupting,
        handler=linked[0] if undoes and linked else "",
    )


def _person(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    """A user or manual task. An act that nobody knows is refused: the host would have no page for it."""
    return UserTask(
        **shared,
        post=ym(element, "post"),
        limit=ym(element, "limit"),
        outcomes=tuple(ym(element, "outcomes").split()),
        manual=element.tag.endswith("}manualTask"),
        act=reader.act(shared["id"], element),
    )


def _rule(_: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    return BusinessRuleTask(**shared, decision=ym(element, "decision"), result=ym(element, "result"))


def _receive(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    message = reader.message(shared["id"], element)
    by = ym(element, "correlation")
    return ReceiveTask(**shared, message=message, instantiate=_said_true(element, "instantiate"), correlation=by)


def _send(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    message, carries = reader.message(shared["id"], element), tuple(ym(element, "carries").split())
    return SendTask(**shared, message=message, correlation=ym(element, "correlation"), carries=carries)


def _sub_process(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    if _said_true(element, "triggeredByEvent"):
        return SubProcess(**shared, kind="event")
    if element.tag.endswith("}transaction"):
        return SubProcess(**shared, kind="transaction")
    return SubProcess(**shared)


def _ad_hoc(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    return SubProcess(
        **shared,
        kind="adhoc",
        sequential=element.get("ordering", "Parallel") == "Sequential",
        completion=_expression(reader, shared["id"], element, "completionCondition"),
        cancel_remaining=_said_true(element, "cancelRemainingInstances", "true"),
    )


def _complex(reader: "NodeReader", element: Element, shared: dict[str, Any]) -> Node:
    return ComplexGateway(**shared, activation=_expression(reader, shared["id"], element, "activationCondition"))


def _expression(reader: "NodeReader", key: str, element: Element, name: str) -> str:
    for found, child in children(element):
        if found == name:
            reader.faults.expect_feel(key, child.get("language") or reader.declared.language)
            if not text(child):
                reader.faults.note(key, f"{name} 是空的。", "写上 FEEL 条件，或删去它。")
            return text(child)
    return ""


BUILDERS: dict[str, _Build] = {
    "startEvent": _start,
    "endEvent": _end,
    "intermediateCatchEvent": _catch,
    "intermediateThrowEvent": lambda reader, element, shared: ThrowEvent(
        **shared, triggers=reader.triggers(shared["id"], element)
    ),
    "boundaryEvent": _boundary,
    "task": lambda _, element, shared: AbstractTask(**shared),
    "userTask": _person,
    "manualTask": _person,
    "serviceTask": lambda _, element, shared: ServiceTask(**shared, capability=ym(element, "capability")),
    "businessRuleTask": _rule,
    "scriptTask": _script,
    "callActivity": lambda _, element, shared: CallActivity(**shared, called=local(element.get("calledElement"))),
    "sendTask": _send,
    "receiveTask": _receive,
    "subProcess": _sub_process,
    "transaction": _sub_process,
    "adHocSubProcess": _ad_hoc,
    "exclusiveGateway": lambda _, element, shared: ExclusiveGateway(**shared),
    "parallelGateway": lambda _, element, shared: ParallelGateway(**shared),
    "inclusiveGateway": lambda _, element, shared: InclusiveGateway(**shared),
    "complexGateway": _complex,
    "eventBasedGateway": lambda _, element, shared: EventGateway(
        **shared,
        instantiate=_said_true(element, "instantiate"),
        parallel=element.get("eventGatewayType") == "Parallel",
    ),
}
