"""Faults of the file that the graph does not show: where a boundary event is attached, pools, and data that flows."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from yimen.engines.bpmn.elements import ACTIVITIES, EVENTS, INTERRUPTING, said
from yimen.engines.bpmn.model import Node, triggers_of

from .document import Faults, children, local, text

_FALSE = ("false", "0")
_DATA_OF_EVENTS = frozenset(
    {"dataInput", "dataOutput", "inputSet", "outputSet", "dataInputAssociation", "dataOutputAssociation"}
)
# Tasks whose data would be the content of a message or the arguments of a call: variables carry these here.
_WITHOUT_DATA = frozenset({"sendTask", "receiveTask", "callActivity", "process", "subProcess", "transaction"})


def check_file(root: Element, faults: Faults) -> None:
    """What holds for the file as a whole: its data, and whether its processes may run."""
    items = {element.get("id", ""): element for name, element in children(root) if name == "itemDefinition"}
    for name, process in children(root):
        if name == "process":
            _process(process, faults)
            _data(process, items, faults)


def _process(process: Element, faults: Faults) -> None:
    public = process.get("processType", "None").lower() == "public"
    if public and process.get("isExecutable", "true").strip() not in _FALSE:
        faults.note(
            process.get("id") or "process", "公开流程（processType=“Public”）不能执行。", "改为 None 或 Private。"
        )
    if any(name == "ioSpecification" for name, _ in children(process)):
        faults.refuse(process.get("id") or "process", "ioSpecification")


def _data(process: Element, items: Mapping[str, Element], faults: Faults) -> None:
    objects = {element.get("id", ""): element for element in process.iter() if _tag(element) == "dataObject"}
    for element in process.iter():
        key, tag = element.get("id") or _tag(element), _tag(element)
        if tag in ("assignment", "transformation"):
            faults.refuse(key, tag)
        if tag == "dataObjectReference" and local(element.get("dataObjectRef")) not in objects:
            faults.note(key, "数据对象引用没有指向数据对象。", "选定一个数据对象。")
        if tag in ("dataObject", "dataInput", "dataOutput"):
            _collection(key, element, items, faults)
        if tag in ("dataInputAssociation", "dataOutputAssociation"):
            _association(key, element, process, faults)
        if tag == "multiInstanceLoopCharacteristics":
            _items(process, element, items, faults)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _collection(key: str, element: Element, items: Mapping[str, Element], faults: Faults) -> None:
    item = items.get(local(element.get("itemSubjectRef")))
    if item is None:
        return
    given = element.get("isCollection")
    if given is not None and (given in _FALSE) != (item.get("isCollection", "false") in _FALSE):
        faults.note(key, "isCollection 与它的数据定义不一致。", "改成一致。")


def _association(key: str, element: Element, process: Element, faults: Faults) -> None:
    """Data objects are variables here; an association only says which, so its two ends must fit."""
    known = {one.get("id", ""): one for one in process.iter() if one.get("id")}
    sources = [local(text(one)) for name, one in children(element) if name == "sourceRef"]
    targets = [local(text(one)) for name, one in children(element) if name == "targetRef"]
    if len(sources) > 1 or len(targets) != 1:
        faults.note(key, "数据关联要有一个来源和一个去处。", "拆成几条数据关联。")
        return
    for end in (*sources, *targets):
        if end not in known:
            faults.note(key, f"数据关联的“{end}”不存在。", "接到一个数据对象上。")
    types = {_item(known[end], known) for end in (*sources, *targets) if end in known} - {""}
    if len(types) > 1:
        faults.note(key, "数据关联两头的数据定义不同。", "改成同一个定义。")


def _items(process: Element, loop: Element, items: Mapping[str, Element], faults: Faults) -> None:
    """What one instance takes is of the kind of which the list is a collection (BPMN 2.0.2, 10.3.8)."""
    inside = dict(children(loop))
    if "loopDataInputRef" not in inside or "inputDataItem" not in inside:
        return
    reference = local(text(inside["loopDataInputRef"]))
    given = next((one for one in process.iter() if one.get("id") == reference), inside["inputDataItem"])
    one, all_of = (items.get(local(element.get("itemSubjectRef"))) for element in (inside["inputDataItem"], given))
    key = inside["inputDataItem"].get("id") or "inputDataItem"
    if one is not None and one.get("isCollection", "false") not in _FALSE:
        faults.note(key, "多实例里的一项不能又是一个集合。", "改用不是集合的数据定义。")
    if one is not None and all_of is not None and one.get("structureRef") != all_of.get("structureRef"):
        faults.note(key, "多实例里的一项和列表的数据定义不同。", "改成同一种结构。")


def _item(element: Element, known: Mapping[str, Element]) -> str:
    referred = known.get(local(element.get("dataObjectRef")))
    return local((referred if referred is not None else element).get("itemSubjectRef"))


def check_pools(root: Element, faults: Faults) -> None:
    """A message passes between two pools, from what sends to what receives."""
    owner: dict[str, str] = {}
    pools: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for name, element in children(root):
        if name == "process":
            for one in element.iter():
                owner[one.get("id", "")] = element.get("id", "")
                kinds[one.get("id", "")] = _kind(one)
        elif name == "collaboration":
            found = (one for kind, one in children(element) if kind == "participant")
            pools |= {one.get("id", ""): local(one.get("processRef")) for one in found}
    for name, element in children(root):
        for kind, flow in children(element) if name == "collaboration" else ():
            if kind == "messageFlow":
                _message_flow(flow, owner, pools, kinds, faults)


def _kind(element: Element) -> str:
    """``messageCatch`` and the like of an event, else the tag."""
    tag = _tag(element)
    if tag not in EVENTS:
        return tag
    message = any(name in ("messageEventDefinition", "eventDefinitionRef") for name, _ in children(element))
    return f"{tag} of a message" if message else tag


def _message_flow(
    flow: Element, owner: Mapping[str, str], pools: Mapping[str, str], kinds: Mapping[str, str], faults: Faults
) -> None:
    key, source, target = flow.get("id") or "messageFlow", local(flow.get("sourceRef")), local(flow.get("targetRef"))
    for end in (source, target):
        if end not in owner and end not in pools:
            faults.note(key, f"消息流的一端“{end}”不存在。", "接到泳池或它里面的节点上。")
        elif pools.get(end):
            faults.note(key, f"泳池“{end}”里画有流程，消息流要接到里面的节点上。", "改接到发送或接收的节点。")
    if _pool(source, owner) == _pool(target, owner):
        faults.note(key, "消息流的两端在同一个泳池里。", "同一个流程里用顺序流。")
    if kinds.get(source, "") in (_CATCHES | _SILENT | {"receiveTask"}):
        faults.note(key, f"“{source}”不会发出消息。", "从发送任务或抛出的消息事件接出。")
    if kinds.get(target, "") in (_THROWS | _SILENT | {"sendTask"}):
        faults.note(key, f"“{target}”不会接收消息。", "接到接收任务或捕获的消息事件上。")


_CATCHES = {f"{tag} of a message" for tag in ("startEvent", "intermediateCatchEvent", "boundaryEvent")}
_THROWS = {f"{tag} of a message" for tag in ("endEvent", "intermediateThrowEvent")}
_SILENT = {
    *("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "sequenceFlow"),
    *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"),
}


def _pool(end: str, owner: Mapping[str, str]) -> str:
    return owner.get(end, end)


def check_node(nodes: Mapping[str, Node], key: str, name: str, element: Element, faults: Faults) -> None:
    """Where an event is attached, and data that nothing here would carry."""
    if name == "boundaryEvent":
        _attached(nodes, key, element, faults)
    if name in ("boundaryEvent", "intermediateCatchEvent") and not triggers_of(nodes[key]):
        faults.note(key, "这个事件有 0 个事件定义，应当至少有一个。", "选定定时、消息、信号、错误等中的一种。")
    inside = {child for child, _ in children(element)}
    for child in sorted(inside & _DATA_OF_EVENTS) if name in EVENTS else ():
        faults.refuse(key, child)
    if name in _WITHOUT_DATA or element.get("operationRef"):
        for child in sorted(inside & {"ioSpecification", "dataInputAssociation", "dataOutputAssociation"}):
            faults.refuse(key, child)
    if name == "serviceTask" and element.get("operationRef"):
        faults.note(key, "还不支持服务任务的 operationRef。", "用 ym:capability 写明由系统办理什么。")
    timers = [one for one in triggers_of(nodes[key]) if one.timer is not None]
    if len(timers) > 1:
        faults.note(key, "一个事件里还不支持几个定时。", "拆成几个事件。")
    if name == "eventBasedGateway" and element.get("eventGatewayType", "Exclusive") not in ("Exclusive", "Parallel"):
        faults.note(key, "事件网关的 eventGatewayType 只有 Exclusive 和 Parallel。", "改正它，或删去这个属性。")


def _attached(nodes: Mapping[str, Node], key: str, element: Element, faults: Faults) -> None:
    host = local(element.get("attachedToRef"))
    if host not in nodes:
        faults.note(key, f"边界事件附着的任务“{host}”不存在。", "把它放到一个任务的边上。")
    elif (kind := _tag_of(nodes[host])) not in ACTIVITIES:
        faults.note(key, f"边界事件不能附着在{said(kind)}“{host}”上。", "放到会等待的任务边上。")
    elif nodes[host].parent != nodes[key].parent:
        faults.note(key, "边界事件和它附着的任务不在同一层。", "移到同一个子流程里。")
    always = [one.kind for one in triggers_of(nodes[key]) if one.kind in INTERRUPTING]
    if always and element.get("cancelActivity", "true").strip() in _FALSE:
        faults.note(key, "错误、取消和补偿的边界事件不能写 cancelActivity=“false”。", "删去这个属性。")


_TAGS = {
    "StartEvent": "startEvent",
    "EndEvent": "endEvent",
    "CatchEvent": "intermediateCatchEvent",
    "TimerEvent": "intermediateCatchEvent",
    "ThrowEvent": "intermediateThrowEvent",
    "ExclusiveGateway": "exclusiveGateway",
    "ParallelGateway": "parallelGateway",
    "InclusiveGateway": "inclusiveGateway",
    "ComplexGateway": "complexGateway",
    "EventGateway": "eventBasedGateway",
}


def _tag_of(node: Node) -> str:
    tag = type(node).__name__
    return "boundaryEvent" if tag.startswith("Boundary") else _TAGS.get(tag, "task")
