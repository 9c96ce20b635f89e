"""Does every expression of a process compile, and can it give what it is asked for?"""

import re
from collections.abc import Collection, Iterator

from yimen.engines.feel import FeelError
from yimen.engines.problem import Problem

from .answers import cycle
from .expressions import compile_text
from .loops import MAX_INSTANCES, whole
from .model import (
    ComplexGateway,
    Node,
    Process,
    ScriptTask,
    SendTask,
    SubProcess,
    Timer,
    triggers_of,
)
from .outcomes import Answers
from .values import iso

_CLOCK = re.compile(r"\b(now|today)\s*\(\s*\)")


def expressions_of(process: Process, variables: Collection[str] | None = None) -> list[Problem]:
    """What is wrong with the FEEL of a process: conditions, scripts, timers, loops.

    Args:
        variables: what an instance is started with or given, where the host knows it; then an expression that reads
            anything else is a fault, for it would never be more than null.
    """
    answers = Answers(process, {})
    problems = [problem for node in process.nodes.values() for problem in expressions(process, answers, node)]
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


def expressions(process: Process, answers: Answers, node: Node) -> Iterator[Problem]:
    """Does every expression compile?"""
    for flow in (process.flows[flow] for flow in node.outgoing):
        if flow.condition is not None:
            yield from _expression(process, flow.id, flow.condition, "条件")
            yield from answers.problems(flow.id, flow.condition)
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
