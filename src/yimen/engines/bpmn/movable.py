"""Whether each part of a running instance has a place in the new version, and what it would wait for there."""

from collections.abc import Iterator

from .happenings import NO_WAY_OUT
from .joins import first_of_each
from .model import (
    BusinessRuleTask,
    CallActivity,
    ComplexGateway,
    EventGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
    Process,
    ServiceTask,
    SubProcess,
    UserTask,
    triggers_of,
)
from .plan import Plan
from .state import State, Token

_JOINS = (ParallelGateway, InclusiveGateway, ComplexGateway)
# What runs in a scope that is no plain sub-process: half of it belongs to the old version.
_BUSY = {
    "multi": "正在多次办理（多实例或循环），等这一步全部办完再迁移",
    "undo": "正在撤销已经办过的事，等撤销办完再迁移",
    "round": "这一轮汇合还没有收齐，等它收齐再迁移",
}


def why_not(plan: Plan, state: State) -> tuple[str, ...]:
    """In sentences, each with the element, why the instance cannot move; empty when it can."""
    found = [*_scopes(plan, state), *_works(plan, state)]
    for token in state.tokens:
        found += _token(plan, state, token)
    return tuple(dict.fromkeys(found))


def _scopes(plan: Plan, state: State) -> Iterator[str]:
    for scope in state.scopes:
        node = plan.old.nodes[scope.node]
        if scope.kind in _BUSY:
            yield f"{node.cited}{_BUSY[scope.kind]}。"
        elif scope.of is not None:
            yield f"{node.cited}{_BUSY['undo']}。"
        elif scope.kind != "each":
            yield from _place(plan, node)
            yield from (s for name in scope.queue for s in _place(plan, plan.old.nodes[name]))


def _works(plan: Plan, state: State) -> Iterator[str]:
    """What can be undone must be undone in the same way in the new version."""
    for work in state.works:
        node = plan.old.nodes[work.node]
        before, after = _undoing(plan.old, node.id), _undoing(plan.new, node.id)
        if node.id not in plan.new.nodes or {plan.targets.get(one, "") for one in before} != after:
            yield f"{node.cited}已经办完，还可以撤销；新版本里撤销它的办法不同，不能迁移。"


def _undoing(process: Process, activity: str) -> set[str]:
    """The handler of an activity, and the events that undo a sub-process from inside."""
    starts = process.event_starts(activity)
    inside = {one.id for one in starts if any(trigger.kind == "compensation" for trigger in one.triggers)}
    return inside | ({process.handlers[activity]} if activity in process.handlers else set())


def _place(plan: Plan, node: Node) -> Iterator[str]:
    target = plan.target(node.id)
    if target is None:
        yield f"{node.cited}在新版本里没有对应的环节。写明它对应哪一个环节，或等它办完再迁移。"
    elif why := plan.unlike(node, target):
        yield f"{why}选另一个环节对应，或等它办完再迁移。"


def _token(plan: Plan, state: State, token: Token) -> Iterator[str]:
    node, target = plan.old.nodes[token.node], plan.target(token.node)
    if token.host is not None or token.role in ("watch", "body"):
        # What waits beside an element is taken along or given up; one of several times is refused with its scope.
        return
    unplaced = list(_place(plan, node))
    if unplaced or target is None:
        yield from unplaced
    elif token.incident == NO_WAY_OUT:
        # The step is done; where it leads is what the new version may set right.
        return
    elif (token.role == "loop") != (target.loop is not None):
        yield f"{node.cited}已经开始办，新版本里办几次不同。等它办完再迁移。"
    elif token.role == "gather" and target.start_quantity != node.start_quantity:
        yield f"{node.cited}在等几个令牌到齐，新版本里要等的个数不同。等它到齐再迁移。"
    elif isinstance(target, _JOINS) and len(node.incoming) > 1:
        yield from _join(plan, state, token, target)
    elif not token.incident:
        yield from _in_hand(token, node, target)


def _join(plan: Plan, state: State, token: Token, target: Node) -> Iterator[str]:
    node = plan.old.nodes[token.node]
    if len(target.incoming) < 2:
        yield f"{node.cited}在等别的分支，新版本里它不再是汇合。等分支到齐再迁移。"
    elif plan.flow(token.flow, target) is None:
        yield f"{node.cited}已经等到的分支（{token.flow}）在新版本里没有。写明它对应哪一条顺序流。"
    else:
        here = [one for one in state.tokens if (one.node, one.scope) == (token.node, token.scope)]
        came = [plan.flow(flow, target) for flow in first_of_each(here)]
        if len(set(came)) < len(came):
            yield f"{node.cited}已经等到的两条分支在新版本里是同一条。等分支到齐再迁移。"


def _in_hand(token: Token, node: Node, target: Node) -> Iterator[str]:
    """What the machine has in hand under the old version must be the same in the new one."""
    match node, target:
        case ServiceTask(), ServiceTask() if node.capability != target.capability:
            yield f"{node.cited}正由系统办理“{node.capability}”，新版本里改成了“{target.capability}”。等它办完再迁移。"
        case CallActivity(), CallActivity() if node.called != target.called:
            yield f"{node.cited}已经调用了流程“{node.called}”，新版本里改成了“{target.called}”。等它办完再迁移。"
        case BusinessRuleTask(), BusinessRuleTask() if (node.decision, node.result) != (target.decision, target.result):
            yield f"{node.cited}正在问规则“{node.decision}”，新版本里不同。等它办完再迁移。"
    if token.got and triggers_of(node) != triggers_of(target):
        yield f"{node.cited}要等的几件已经来了一部分，新版本里要等的不同。等它到齐再迁移。"


def asked_anew(node: Node, target: Node) -> str:
    """In a sentence, what is asked anew because the new version asks something else; empty when nothing is."""
    if isinstance(node, UserTask) and isinstance(target, UserTask):
        return _task(node, target)
    if triggers_of(node) == triggers_of(target) or isinstance(node, SubProcess | EventGateway):
        return ""
    timers = (
        [one.timer for one in triggers_of(node) if one.timer],
        [one.timer for one in triggers_of(target) if one.timer],
    )
    if timers[0] != timers[1]:
        was, becomes = ("、".join(one.text for one in each) or "不定时" for each in timers)
        return f"{node.cited}的定时从“{was}”改成“{becomes}”，按新的写法从迁移时起重新计时。"
    return f"{node.cited}等的消息、信号或条件改了，按新版本重新等。"


def _timers(node: Node) -> str:
    return "、".join(one.timer.text for one in triggers_of(node) if one.timer) or "不定时"


def _task(node: UserTask, target: UserTask) -> str:
    fields = (("post", "由谁办"), ("outcomes", "可选的结果"), ("act", "办什么"), ("limit", "期限"))
    changed = [
        f"{word}从“{_said(node, name)}”改成“{_said(target, name)}”"
        for name, word in fields
        if getattr(node, name) != getattr(target, name)
    ]
    if not changed:
        return ""
    return f"{node.cited}：{'，'.join(changed)}。任务按新版本重新打开，已经领取的要重新领取。"


def _said(node: UserTask, name: str) -> str:
    value = getattr(node, name)
    return ("、".join(value) if isinstance(value, tuple) else str(value)) or "没有写"
