"""Does a node say what the host needs to carry it out, and do its settings fit each other?"""

from collections.abc import Iterator

from yimen.engines.problem import Problem

from .model import (
    ACTS,
    APPLICANT,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    Node,
    ScriptTask,
    ServiceTask,
    StartEvent,
    UserTask,
)


def settings(node: Node) -> Iterator[Problem]:
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
