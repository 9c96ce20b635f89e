"""What is wrong with a process that can be read: each fault with the element it stands on and what to do."""

import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from yimen.engines.feel import FeelError
from yimen.engines.problem import Problem

from .answers import cycle
from .expressions import compile_text
from .law import law
from .loops import MAX_INSTANCES, whole
from .model import (
    ACTS,
    APPLICANT,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    EndEvent,
    ExclusiveGateway,
    Node,
    ParallelGateway,
    Process,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    Timer,
    UserTask,
    triggers_of,
)
from .outcomes import compared
from .soundness import explore
from .values import iso

_CLOCK = re.compile(r"\b(now|today)\s*\(\s*\)")
_NONE: Mapping[str, Process] = MappingProxyType({})


def check(process: Process, called: Mapping[str, Process] = _NONE) -> list[Problem]:
    """Every problem found, in the order of the drawing. Errors block publishing; warnings do not.

    Args:
        called: the processes that call activities may call, by called element; conditions on where such a process
            came to its end are held against its end events. Of others nothing is said.
    """
    problems = [*_process(process), *law(process)]
    reached, ending = process.reachable([process.start]), process.able_to_end()
    for node in process.nodes.values():
        problems += [
            *_place(node, reached, ending),
            *_settings(node),
            *_flows(process, node),
            *_expressions(process, called, node),
        ]
    return problems + list(_joins(process))


def _process(process: Process) -> Iterator[Problem]:
    if not process.executable:
        yield Problem(
            process.id or "process", "流程标为不可执行（isExecutable=false）。", "发布前请改为 true。", "warning"
        )


def _place(node: Node, reached: set[str], ending: set[str]) -> Iterator[Problem]:
    """Can a token come here, and can it go on to an end?"""
    if node.id not in reached:
        yield Problem(node.id, f"“{node.label}”永远走不到。", "用顺序流把它接上，或删去它。")
    if isinstance(node, EndEvent):
        return
    if not node.outgoing:
        yield Problem(node.id, f"“{node.label}”之后没有路。", "接上下一步，或接到结束事件。")
    elif node.id not in ending:
        yield Problem(node.id, f"从“{node.label}”走不到任何结束事件。", "给循环一个出口，或接到结束事件。")


def _settings(node: Node) -> Iterator[Problem]:
    """Does the node say what the host needs to carry it out?"""
    match node:
        case UserTask():
            yield from _missing(node, post=node.post)
            for outcome in sorted({one for one in node.outcomes if node.outcomes.count(one) > 1}):
                yield Problem(node.id, f"办理结果“{outcome}”写了两次。", "删去一个。", "warning")
            yield from _act(node)
        case ServiceTask():
            yield from _missing(node, capability=node.capability)
        case CallActivity() if not node.called:
            yield Problem(node.id, f"“{node.label}”没有写明调用哪个流程。", "填写属性 calledElement。")
        case BusinessRuleTask():
            yield from _missing(node, decision=node.decision, result=node.result)
        case StartEvent() | CatchEvent() | BoundaryEvent() if any(one.carries for one in node.triggers):
            yield Problem(node.id, f"“{node.label}”只接收，不带出变量。", "把 ym:carries 写在发送的一方。")
        case ScriptTask():
            yield from _missing(node, result=node.result)
            if not node.script:
                yield Problem(node.id, f"脚本任务“{node.label}”没有写表达式。", "在 script 里写 FEEL 表达式。")


# The acts that cannot do without each of their outcomes, and the one outcome that intake must offer.
_WHOLE = {"supplement", "review", "inspect"}
_NEEDED = {act: set(outcomes) for act, outcomes in ACTS.items() if act in _WHOLE} | {"accept": {"accept"}}


def _act(task: UserTask) -> Iterator[Problem]:
    """Do the outcomes and the post fit the kind of work? A page is made for the act and offers nothing else."""
    allowed = ACTS[task.act]
    for outcome in dict.fromkeys(task.outcomes):
        if outcome not in allowed:
            sentence = f"“{task.label}”的办理动作是 {task.act}，没有“{outcome}”这个办理结果。"
            yield Problem(task.id, sentence, f"ym:outcomes 可以写：{'、'.join(allowed)}。")
    for outcome in allowed:
        if outcome in _NEEDED.get(task.act, ()) and outcome not in task.outcomes:
            sentence = f"“{task.label}”的办理动作是 {task.act}，缺少办理结果“{outcome}”。"
            yield Problem(task.id, sentence, "补进 ym:outcomes。")
    if (task.act == "supplement") != (task.post == APPLICANT):
        sentence = f"“{task.label}”的办理动作是 {task.act}，岗位是 {task.post or '空的'}。"
        yield Problem(task.id, sentence, "补充材料（supplement）由申请人（applicant）做，其余的由工作人员做。")


_MEANINGS = {
    "post": "由哪个岗位办理",
    "capability": "由系统办理什么",
    "decision": "用哪一个决策",
    "result": "结果放进哪个变量",
}


def _missing(node: Node, **settings: str) -> Iterator[Problem]:
    for setting, value in settings.items():
        if not value:
            yield Problem(node.id, f"“{node.label}”没有写明{_MEANINGS[setting]}。", f"填写属性 ym:{setting}。")


def _flows(process: Process, node: Node) -> Iterator[Problem]:
    """Is the way out of the node clear for every answer?"""
    flows = [process.flows[flow] for flow in node.outgoing]
    if node.default and process.flows[node.default].condition is not None:
        yield Problem(node.default, "默认流上写了条件，条件不起作用。", "删去这个条件，或另选默认流。")
    conditional = [flow for flow in flows if flow.condition is not None and flow.id != node.default]
    if isinstance(node, ExclusiveGateway):
        yield from _exclusive(process, node)
    elif isinstance(node, ParallelGateway | StartEvent):
        for flow in conditional:
            yield Problem(flow.id, f"“{node.label}”之后的线总是走，条件不起作用。", "删去条件，或改用排他网关。")
    elif conditional and len(conditional) == len(flows):
        sentence = f"“{node.label}”之后的线都有条件，可能一条也走不通。"
        yield Problem(node.id, sentence, "选定一条默认流。", "warning")


def _exclusive(process: Process, node: Node) -> Iterator[Problem]:
    flows = [process.flows[flow] for flow in node.outgoing]
    if len(flows) == 1 and flows[0].condition is None:
        return
    if flows and not node.default:
        yield Problem(node.id, f"排他网关“{node.label}”没有默认流。", "选定一条默认流，以免条件都不成立时停住。")
    for flow in flows:
        if flow.condition is None and flow.id != node.default:
            yield Problem(flow.id, f"排他网关“{node.label}”之后的这条线没有条件，也不是默认流。", "写上条件。")


def expressions_of(process: Process, variables: Collection[str] | None = None) -> list[Problem]:
    """What is wrong with the FEEL of a process: conditions, scripts, timers, loops.

    Args:
        variables: what an instance is started with or given, where the host knows it; then an expression that reads
            anything else is a fault, for it would never be more than null.
    """
    problems = [problem for node in process.nodes.values() for problem in _expressions(process, _NONE, node)]
    if variables is None or problems:
        return problems
    return [problem for node in process.nodes.values() for problem in _unknown(process, node, {*variables})]


def _unknown(process: Process, node: Node, variables: set[str]) -> Iterator[Problem]:
    conditions = ((flow, process.flows[flow].condition or "") for flow in node.outgoing)
    timers = ((node.id, one.timer.expression) for one in triggers_of(node) if one.timer is not None)
    for element, text in (*conditions, *((node.id, text) for text, _ in _texts(node)), *timers):
        read = compile_text(text, process.names).names if text else frozenset()
        for name in sorted(read - process.names - variables):
            yield Problem(element, f"“{text}”用到的变量“{name}”没有任何一步会给出。", "核对变量的名称。")


def _expressions(process: Process, called: Mapping[str, Process], node: Node) -> Iterator[Problem]:
    """Does every expression compile?"""
    for flow in (process.flows[flow] for flow in node.outgoing):
        if flow.condition is not None:
            yield from _expression(process, flow.id, flow.condition, "条件")
            yield from compared(process, called, flow.id, flow.condition)
    for text, what in _texts(node):
        if text:
            yield from _expression(process, node.id, text, what)
    if node.loop is not None and node.loop.count:
        yield from _count(process, node, node.loop.count)
    for trigger in triggers_of(node):
        if trigger.timer is not None:
            yield from _timer(process, node, trigger.timer)


def _texts(node: Node) -> Iterator[tuple[str, str]]:
    if node.loop is not None:
        yield from ((condition, "条件") for condition, _ in node.loop.chosen)
        yield from ((node.loop.condition, "循环条件"), (node.loop.count, "次数"), (node.loop.collection, "列表"))
    for trigger in triggers_of(node):
        yield from ((trigger.condition, "条件"), (trigger.correlation, "消息的键"))
    match node:
        case ScriptTask():
            yield node.script, "脚本"
        case SendTask():
            yield node.correlation, "消息的键"
        case ComplexGateway():
            yield node.activation, "激活条件"
        case SubProcess():
            yield node.completion, "完成条件"


def _count(process: Process, node: Node, text: str) -> Iterator[Problem]:
    """A number of instances that stands in the drawing must be one."""
    try:
        expression = compile_text(text, process.names)
    except FeelError:
        return
    if not expression.names and whole(expression.evaluate({}).value) is None:
        sentence = f"多实例的次数“{text}”不是 0 到 {MAX_INSTANCES} 的整数。"
        yield Problem(node.id, sentence, "写一个整数，或写给出整数的表达式。")


def _timer(process: Process, node: Node, timer: Timer) -> Iterator[Problem]:
    problems = list(_expression(process, node.id, timer.expression, "定时"))
    yield from problems
    if problems or (expression := compile_text(timer.expression, process.names)).names:
        return
    value = expression.evaluate({}).value
    found = iso(value)
    if timer.kind == "cycle":
        fits = cycle(value) is not None
    else:
        fits = found is not None and found[0] == timer.kind
    if not fits:
        wanted, advice = _WANTED[timer.kind]
        yield Problem(node.id, f"定时“{timer.text}”得不出{wanted}。", advice)


_WANTED = {
    "date": ("日期", '写成 date("2026-01-05") 或 2026-01-05。'),
    "duration": ("时长", '写成 duration("P5D") 或 P5D。'),
    "cycle": ("周期", "写成 R3/P1D：三次，每次隔一天。"),
}


def _expression(process: Process, element: str, text: str, what: str) -> Iterator[Problem]:
    try:
        compile_text(text, process.names)
    except FeelError as error:
        yield Problem(
            element, f"{what}“{text}”第 {error.column} 个字符起写错了：{error.sentence}", "改正这个 FEEL 表达式。"
        )
        return
    if clock := _CLOCK.search(text):
        sentence = f"{what}“{text}”用了 {clock[1]}()，流程里没有时钟，它总是空值。"
        yield Problem(element, sentence, "把当天的日期作为变量传进来。", "warning")


def _joins(process: Process) -> Iterator[Problem]:
    """Will every join get all its tokens, and the whole come to an end?"""
    found = explore(process)
    if not found.complete:
        sentence = "流程的走法太多，没有逐一试过并行网关能否等齐。"
        yield Problem(process.start, sentence, "把流程拆小，或自行核对。", "warning")
    if found.endless:
        yield Problem(process.start, "无论怎么办理，流程都不会全部结束。", "检查循环里的并行网关。")
    for node_id in sorted(found.never):
        label = process.nodes[node_id].label
        sentence = f"并行网关“{label}”等的分支不会同时到来，它永远等不齐。"
        yield Problem(node_id, sentence, "改用排他网关汇合，或在前面用并行网关分开。")
    for node_id in sorted(found.sometimes):
        label = process.nodes[node_id].label
        sentence = f"并行网关“{label}”有时等不齐：有的分支可能走到别处。"
        yield Problem(node_id, sentence, "让每个分支都回到这里，或先用排他网关汇合。", "warning")
    for node_id in sorted(found.crowded):
        sentence = f"“{process.nodes[node_id].label}”会被越来越多的令牌同时经过，流程不会结束。"
        yield Problem(node_id, sentence, "检查循环里的并行分支是否先汇合。")
