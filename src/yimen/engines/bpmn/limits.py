"""How long that may be which is kept of a process: a database with fixed widths would refuse it in the midst of a step.

The tables of the host are at least so wide; a test of the host says so.
"""

from collections.abc import Iterator

from yimen.engines.problem import Problem

from .model import BusinessRuleTask, Node, ScriptTask, SendTask, UserTask, triggers_of
from .values import WORD

ID, NAME, OUTCOME, DEADLINE = 60, 100, 40, 20


def limits(node: Node) -> Iterator[Problem]:
    """What of a node could not be kept."""
    for sentence, advice in _too_long(node):
        yield Problem(node.id, sentence, advice)


def _too_long(node: Node) -> Iterator[tuple[str, str]]:
    yield from _over("id", node.id, ID, "在绘图工具里改短 id，名称可以照旧。")
    match node:
        case UserTask():
            yield from _over("名称", node.name, NAME, "名称写短，细节写进 documentation。")
            yield from _over("期限 ym:limit", node.limit, DEADLINE, "写成 1 workday 或 30 day。")
            for outcome in node.outcomes:
                yield from _over("办理结果", outcome, OUTCOME, "办理结果用简短的代码。")
        case BusinessRuleTask() | ScriptTask():
            yield from _over("变量名 ym:result", node.result, WORD, "变量名写短。")
    if node.loop is not None:
        yield from _over("变量名 ym:item", node.loop.item, WORD, "变量名写短。")
    for trigger in (*triggers_of(node), *((node.sent,) if isinstance(node, SendTask) else ())):
        if trigger.kind in ("message", "signal"):
            yield from _over("消息或信号的名称", trigger.name, WORD, "名称写短。")


def _over(what: str, text: str, most: int, advice: str) -> Iterator[tuple[str, str]]:
    if len(text) > most:
        yield f"{what}“{text[:10]}…”有 {len(text)} 个字，最多 {most} 个，超出的存不下。", advice
