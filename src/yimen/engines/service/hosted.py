"""What the engine can run but nothing here delivers yet: a service that used it would wait for ever."""

from collections.abc import Iterator

from yimen.engines import bpmn
from yimen.engines.problem import Problem

_SAID = {"message": "消息", "signal": "信号", "conditional": "条件"}


def check(process: bpmn.Process) -> list[Problem]:
    """Problems of a process that sends or awaits what the platform does not carry between processes."""
    return [problem for node in process.nodes.values() for problem in _node(node)]


def _node(node: bpmn.Node) -> Iterator[Problem]:
    if isinstance(node, bpmn.AbstractTask):
        sentence = f"“{node.label}”是没有类型的任务，什么也不会做。"
        yield Problem(node.id, sentence, "改为人工任务、手工任务、服务任务、业务规则任务或脚本任务。")
    if isinstance(node, bpmn.SendTask):
        yield Problem(node.id, f"“{node.label}”要发消息，平台还不会送达。", "改用服务任务。")
    for kind in dict.fromkeys(trigger.kind for trigger in bpmn.triggers_of(node)):
        if kind in _SAID and (kind != "conditional" or isinstance(node, bpmn.StartEvent) and not node.parent):
            sentence = f"“{node.label}”用了{_SAID[kind]}事件，平台还不会送达{_SAID[kind]}。"
            yield Problem(node.id, sentence, "改用定时事件、调用活动或人工任务。")
