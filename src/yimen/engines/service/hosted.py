"""What the engine can run but no case comes to: a service that used it would never begin, or do nothing."""

from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem

# Another body answers whoever has a case in hand: a process of its own, begun at the desk.
ADVISE = "advise"
_SAID = {"message": "消息", "signal": "信号", "conditional": "条件", "timer": "定时"}
_ADVICE = "用没有触发条件的开始事件：申请人提交，流程就开始。"


def check(process: bpmn.Process) -> list[Problem]:
    """Problems of a process that does nothing somewhere, or begins otherwise than by an application."""
    return [problem for node in process.nodes.values() for problem in _node(node)]


def _node(node: bpmn.Node) -> Iterator[Problem]:
    if isinstance(node, bpmn.AbstractTask):
        sentence = f"“{node.label}”是没有类型的任务，什么也不会做。"
        yield Problem(node.id, sentence, "改为人工任务、手工任务、服务任务、业务规则任务或脚本任务。")
    if isinstance(node, bpmn.UserTask) and node.act == ADVISE:
        sentence = f"“{node.label}”的办理动作是 {ADVISE}，它只在征求意见自己的流程里。"
        yield Problem(node.id, sentence, "别的部门的意见由经办人在办件页面上征求；本单位的审查用 review。")
    # Inside a sub-process a start event with a trigger waits in a case that runs; only the whole has no such host.
    if isinstance(node, bpmn.StartEvent) and not node.parent:
        for kind in dict.fromkeys(trigger.kind for trigger in node.triggers):
            yield Problem(node.id, f"“{node.label}”由{_SAID.get(kind, kind)}开始，没有哪一类办件这样开始。", _ADVICE)
    if isinstance(node, bpmn.ReceiveTask | bpmn.EventGateway) and node.instantiate:
        yield Problem(node.id, f"“{node.label}”由消息开始（instantiate），没有哪一类办件这样开始。", _ADVICE)
