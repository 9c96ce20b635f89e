"""What the standard forbids although each element can be read (BPMN 2.0.2, chapters 8 and 10; 13 for execution)."""

from collections.abc import Iterator

from yimen.engines.problem import Problem

from .elements import ALLOWED
from .model import (
    ACTIVITIES,
    BOUNDARIES,
    BoundaryError,
    BoundaryEvent,
    BoundaryTimer,
    CatchEvent,
    EndEvent,
    EventGateway,
    Node,
    Process,
    ReceiveTask,
    SendTask,
    StartEvent,
    SubProcess,
    ThrowEvent,
    TimerEvent,
    triggers_of,
)

_SAID = {
    "timer": "定时",
    "message": "消息",
    "signal": "信号",
    "error": "错误",
    "escalation": "升级",
    "conditional": "条件",
    "link": "链接",
    "terminate": "终止",
    "cancel": "取消",
    "compensation": "补偿",
}


def law(process: Process) -> list[Problem]:
    """Every breach of the standard, with the element on which it stands."""
    problems = [problem for node in process.nodes.values() for problem in _node(process, node)]
    for parent in ("", *(node.id for node in process.nodes.values() if isinstance(node, SubProcess))):
        problems += _container(process, parent)
    return problems


def _node(process: Process, node: Node) -> Iterator[Problem]:
    yield from _named(node)
    match node:
        case StartEvent():
            yield from _start(process, node)
        case EndEvent():
            yield from _kinds(node, "endEvent")
            if any(one.kind == "cancel" for one in node.triggers) and not _in_transaction(process, node):
                yield Problem(node.id, "取消结束事件只能放在事务子流程里。", "改用错误事件，或把它移进事务。")
        case CatchEvent() | TimerEvent() | ThrowEvent():
            yield from _intermediate(process, node)
        case BoundaryTimer() | BoundaryError() | BoundaryEvent():
            yield from _boundary(process, node)
        case EventGateway():
            yield from _event_gateway(process, node)
        case SubProcess() if node.kind == "event" and (node.incoming or node.outgoing):
            yield Problem(node.id, "事件子流程前后不能有顺序流。", "删去这些线：它由自己的开始事件启动。")
    yield from _conditions(process, node)
    if node.for_compensation and (node.incoming or node.outgoing):
        yield Problem(node.id, "补偿活动前后不能有顺序流。", "只用关联线把它接到补偿边界事件。")


def _conditions(process: Process, node: Node) -> Iterator[Problem]:
    """BPMN 2.0.2, 8.4.13 and 10.5: beside a conditional flow of an activity there is another; events have none."""
    flows = [process.flows[flow] for flow in node.outgoing if flow in process.flows]
    conditional = [flow for flow in flows if flow.condition is not None]
    if isinstance(node, ACTIVITIES) and len(flows) == 1 and conditional:
        sentence = f"“{node.label}”之后只有一条线，却写了条件：条件不成立就走不下去。"
        yield Problem(conditional[0].id, sentence, "删去条件，或再画一条线。")
    if isinstance(node, (StartEvent, CatchEvent, ThrowEvent, TimerEvent, *BOUNDARIES)):
        for flow in conditional:
            yield Problem(flow.id, f"事件“{node.label}”之后的线不能写条件。", "删去条件，或在后面加一个网关。")


def _kinds(node: Node, place: str) -> Iterator[Problem]:
    for trigger in triggers_of(node):
        if trigger.kind not in ALLOWED[place]:
            yield Problem(node.id, f"{_SAID[trigger.kind]}事件不能放在“{node.label}”这里。", "改用这里允许的事件。")


def _named(node: Node) -> Iterator[Problem]:
    """What is sent, thrown or waited for needs a name; only errors and escalations may be caught without one."""
    throws = isinstance(node, ThrowEvent | EndEvent)
    wanted = {"message", "signal"} | ({"error", "escalation"} if throws else set())
    found = triggers_of(node)
    missing: list[str] = [one.kind for one in found if one.kind in wanted and not one.name]
    if isinstance(node, SendTask) and not node.message:
        missing = ["message"]
    for kind in missing:
        yield Problem(node.id, f"“{node.label}”没有写明是哪个{_SAID[kind]}。", f"选定一个{_SAID[kind]}。")


def _start(process: Process, node: StartEvent) -> Iterator[Problem]:
    parent = process.nodes.get(node.parent)
    if isinstance(parent, SubProcess) and parent.kind == "event":
        yield from _kinds(node, "event start")
        if not node.triggers:
            yield Problem(node.id, "事件子流程的开始事件没有触发条件。", "选定定时、消息、信号等中的一种。")
        if not node.interrupting and any(one.kind in ("error", "compensation") for one in node.triggers):
            yield Problem(node.id, "错误和补偿的开始事件总是中断，isInterrupting 不能是 false。", "删去这个属性。")
    elif parent is not None and node.triggers:
        yield Problem(node.id, "子流程的开始事件不能有触发条件。", "删去事件定义，或改为事件子流程。")
    else:
        yield from _kinds(node, "start")


def _in_transaction(process: Process, node: Node) -> bool:
    parent = process.nodes.get(node.parent)
    return isinstance(parent, SubProcess) and (parent.kind == "transaction" or _in_transaction(process, parent))


def _intermediate(process: Process, node: Node) -> Iterator[Problem]:
    throws = isinstance(node, ThrowEvent)
    yield from _kinds(node, "intermediateThrowEvent" if throws else "intermediateCatchEvent")
    triggers = triggers_of(node)
    if not triggers and not throws:
        yield Problem(node.id, f"“{node.label}”没有写明等什么。", "选定定时、消息、信号或条件。")
    links = [one for one in triggers if one.kind == "link"]
    if links:
        yield from _link(process, node, links[0].name, alone=len(triggers) == 1)
        return
    if not node.incoming and not _begins_alternative(process, node):
        yield Problem(node.id, f"没有顺序流通向中间事件“{node.label}”。", "把它接进流程。")
    if not node.outgoing:
        yield Problem(node.id, f"中间事件“{node.label}”之后没有顺序流。", "接上下一步。")


def _begins_alternative(process: Process, node: Node) -> bool:
    parent = process.nodes.get(node.parent)
    return isinstance(parent, SubProcess) and parent.kind == "adhoc"


def _link(process: Process, node: Node, name: str, *, alone: bool) -> Iterator[Problem]:
    beside = process.inside.get(node.parent, ())
    partner = CatchEvent if isinstance(node, ThrowEvent) else ThrowEvent
    partners = [one for one in beside if isinstance(one, partner) and ("link", name) in _names(one)]
    if not alone:
        yield Problem(node.id, "链接事件不能和别的事件合在一起。", "拆成两个事件。")
    if not partners:
        sentence = f"链接“{name}”在同一层没有另一半。"
        yield Problem(node.id, sentence, "链接的两半要同名，并在同一个流程或子流程里。")
    if isinstance(node, ThrowEvent):
        if node.outgoing:
            yield Problem(node.id, "抛出的链接之后不能有顺序流。", "删去这条线。")
        if len(partners) > 1:
            yield Problem(node.id, f"链接“{name}”有 {len(partners)} 个去处，应当只有一个。", "改名或删去多余的。")
    elif node.incoming:
        yield Problem(node.id, "捕获的链接之前不能有顺序流。", "删去这条线。")


def _names(node: Node) -> set[tuple[str, str]]:
    return {(one.kind, one.name) for one in triggers_of(node)}


def _boundary(process: Process, node: BoundaryTimer | BoundaryError | BoundaryEvent) -> Iterator[Problem]:
    yield from _kinds(node, "boundaryEvent")
    kinds = {one.kind for one in triggers_of(node)}
    host = process.nodes.get(node.attached_to)
    if isinstance(host, SubProcess) and host.kind == "event":
        yield Problem(node.id, "边界事件不能附着在事件子流程上。", "放到里面的活动边上。")
    if "cancel" in kinds and not (isinstance(host, SubProcess) and host.kind == "transaction"):
        yield Problem(node.id, "取消边界事件只能附着在事务子流程上。", "改用错误边界事件。")
    if "compensation" in kinds:
        yield from _compensation(process, node)
    elif not node.outgoing:
        yield Problem(node.id, f"边界事件“{node.label}”之后没有顺序流。", "接上下一步。")


def _compensation(process: Process, node: Node) -> Iterator[Problem]:
    handler = process.nodes.get(node.handler) if isinstance(node, BoundaryEvent) else None
    if node.outgoing:
        yield Problem(node.id, "补偿边界事件之后不能有顺序流。", "用关联线接到补偿活动。")
    if handler is None:
        yield Problem(node.id, "补偿边界事件没有接到补偿活动。", "用关联线接到一个补偿活动。")
    elif not isinstance(handler, ACTIVITIES) or not handler.for_compensation:
        yield Problem(node.id, f"“{handler.label}”不是补偿活动。", "把它标为 isForCompensation=“true”。")


def _event_gateway(process: Process, node: EventGateway) -> Iterator[Problem]:
    targets = [process.nodes[process.flows[flow].target] for flow in node.outgoing if flow in process.flows]
    if node.parallel and not node.instantiate:
        yield Problem(node.id, "并行的事件网关只能用来启动流程。", "写上 instantiate=“true”，或改用并行网关。")
    if node.instantiate and node.incoming:
        yield Problem(node.id, "启动流程的事件网关前面不能有顺序流。", "删去这些线，或删去 instantiate。")
    if len(targets) < 2:
        yield Problem(node.id, "事件网关之后至少要有两个事件。", "再接一个事件，或改用一个中间事件。")
    for flow in node.outgoing:
        if process.flows[flow].condition is not None:
            yield Problem(flow, "事件网关之后的线不能写条件。", "删去条件。")
    for target in targets:
        kinds = {one.kind for one in triggers_of(target)}
        wanted = {"message"} if node.instantiate else {"timer", "message", "signal", "conditional"}
        if not isinstance(target, CatchEvent | TimerEvent | ReceiveTask) or not kinds <= wanted:
            yield Problem(target.id, f"“{target.label}”不能接在事件网关之后。", "改为中间捕获事件或接收任务。")
        if len(target.incoming) > 1:
            yield Problem(target.id, "接在事件网关之后的事件不能另有来路。", "删去别的线。")
        if isinstance(target, ReceiveTask) and process.boundaries.get(target.id):
            yield Problem(target.id, "接在事件网关之后的接收任务不能有边界事件。", "删去边界事件。")
    receives = any(isinstance(target, ReceiveTask) for target in targets)
    if receives and any(isinstance(t, CatchEvent) and {"message"} & {k for k, _ in _names(t)} for t in targets):
        yield Problem(node.id, "事件网关之后不能同时有接收任务和消息事件。", "只用其中一种。")


def _container(process: Process, parent: str) -> Iterator[Problem]:
    nodes, place = process.inside.get(parent, ()), parent or process.id or "process"
    owner = process.nodes.get(parent)
    kind = owner.kind if isinstance(owner, SubProcess) else ""
    starts = [node for node in nodes if isinstance(node, StartEvent)]
    ends = [node for node in nodes if isinstance(node, EndEvent)]
    if kind == "adhoc":
        for node in (*starts, *ends):
            yield Problem(node.id, "特别子流程里不能有开始事件和结束事件。", "删去它。")
        return
    if kind == "event" and len(starts) != 1:
        yield Problem(place, f"事件子流程有 {len(starts)} 个开始事件，应当恰好有一个。", "只保留一个开始事件。")
    plain = [node for node in starts if not node.triggers]
    if len(plain) > 1:
        sentence = f"流程有 {len(plain)} 个开始事件没有触发条件，应当恰好有一个。"
        yield Problem(place, sentence, "只保留一个。")
    begun = bool(starts) or any(getattr(node, "instantiate", False) for node in nodes)
    if bool(ends) and not begun:
        yield Problem(place, "有结束事件，就要有开始事件。", "画上开始事件。")
    if starts and not ends:
        yield Problem(place, "有开始事件，就要有结束事件。", "画上结束事件。")
    for node in nodes:
        yield from _connected(node, begun=begun, ended=bool(ends))


def _connected(node: Node, *, begun: bool, ended: bool) -> Iterator[Problem]:
    """Beside a start event nothing else begins by itself, beside an end event nothing else ends the way."""
    apart = isinstance(node, SubProcess) and node.kind == "event"
    links = any(one.kind == "link" for one in triggers_of(node))
    if node.for_compensation or apart or links or isinstance(node, BOUNDARIES):
        return
    if begun and not node.incoming and not isinstance(node, StartEvent) and not getattr(node, "instantiate", False):
        yield Problem(node.id, f"没有顺序流通向“{node.label}”。", "把它接进流程，或删去它。")
    if ended and not node.outgoing and not isinstance(node, EndEvent):
        yield Problem(node.id, f"“{node.label}”之后没有顺序流。", "接上下一步，或接到结束事件。")
