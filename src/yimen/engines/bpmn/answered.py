"""What becomes of one token when the host says what has come for it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .ask import ask
from .catch import fire
from .errors import StaleHappening, UnfitValue
from .flows import leave
from .happenings import (
    FAILED,
    GATHERING,
    JOIN_STUCK,
    LOOP_WITHOUT_COUNT,
    NO_KEY,
    NO_WAY_OUT,
    UNFIT_KEY,
    UNFIT_VALUE,
    CallFailed,
    CapabilityFailed,
    CapabilityReturned,
    DecisionMade,
    IncidentResolved,
    MessageArrived,
    ProcessReturned,
    TaskCompleted,
    TimerFired,
)
from .joins import release
from .loops import begin_loop, complete
from .model import (
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    Node,
    ScriptTask,
    SendTask,
    ServiceTask,
    ThrowEvent,
    UserTask,
    triggers_of,
)
from .moves import begin_activity
from .state import Token
from .throw import throw_error
from .walk import Walk


def take_in(walk: Walk, happening: Any) -> None:
    """Let the token of the happening go on. Raises ``StaleHappening`` when it does not wait for that."""
    _TAKEN_IN[type(happening)](walk, _token(walk, happening.token), happening)


def _token(walk: Walk, number: int) -> Token:
    token = walk.tokens.get(number)
    if token is None:
        raise StaleHappening("这一步已经办完，或者已经取消。刷新页面看最新的情况。")
    return token


def _expect(walk: Walk, token: Token, kinds: type[Node] | tuple[type[Node], ...], what: str) -> Node:
    node = walk.node(token)
    if not isinstance(node, kinds) or not token.waiting or token.role in ("loop", "gather"):
        raise StaleHappening(f"“{node.label}”现在不等待{what}。刷新页面查看最新状态。")
    return node


def _expect_sound(node: Node, token: Token) -> None:
    if token.incident:
        raise StaleHappening(f"“{node.label}”出了问题，正等待人工处理。先处理异常。")


def _task_completed(walk: Walk, token: Token, happening: TaskCompleted) -> None:
    node = _expect(walk, token, UserTask, "人工办理的结果")
    _expect_sound(node, token)
    outcomes = node.outcomes if isinstance(node, UserTask) else ()
    if happening.outcome not in (outcomes or ("",)):
        allowed = f"可选的结果是：{'、'.join(outcomes)}。" if outcomes else "这一步不需要填写结果。"
        raise StaleHappening(f"“{node.label}”没有“{happening.outcome}”这个办理结果。{allowed}")
    walk.set_all(happening.variables, token.scope)
    walk.set("outcome", happening.outcome, token.scope)
    walk.set(f"{node.id}_outcome", happening.outcome, token.scope)
    complete(walk, token)


def _capability_returned(walk: Walk, token: Token, happening: CapabilityReturned) -> None:
    _expect_capability(walk, token)
    walk.set_all(happening.variables, token.scope)
    complete(walk, replace(token, incident=""))


def _capability_failed(walk: Walk, token: Token, happening: CapabilityFailed) -> None:
    _fail(walk, token, _expect_capability(walk, token), happening.code)


def _fail(walk: Walk, token: Token, node: Node, told: str) -> None:
    """Go on from the error boundary event that catches what was told, or ask a person."""
    code = told or FAILED
    # It has answered: if the error is caught, nobody need be told that the answer is no longer wanted.
    walk.tokens[token.id] = replace(token, waiting=False)
    caught = throw_error(walk, walk.tokens[token.id], told)
    if caught:
        return
    if token.incident == code:
        # Two workers may have tried, the one whose lease ran out and the next: the same failure is told once.
        raise StaleHappening(f"“{node.label}”没办成已经记下，正等待人工处理。刷新页面查看最新状态。")
    walk.tokens[token.id] = token
    walk.raise_incident(token, code)


def _expect_capability(walk: Walk, token: Token) -> Node:
    """A capability may still end well or badly after its failure was reported, but not after the task is over."""
    node = _expect(walk, token, ServiceTask, "系统办理的结果")
    if token.incident == NO_WAY_OUT:
        _expect_sound(node, token)
    return node


def _process_returned(walk: Walk, token: Token, happening: ProcessReturned) -> None:
    node = _expect_call(walk, token)
    # No variable ``outcome`` as a person's answer sets it: of parallel calls the last one to return would decide it.
    walk.set(f"{node.id}_outcome", happening.result, token.scope)
    complete(walk, token)


def _call_failed(walk: Walk, token: Token, happening: CallFailed) -> None:
    _fail(walk, token, _expect_call(walk, token), happening.code)


def _expect_call(walk: Walk, token: Token) -> Node:
    node = _expect(walk, token, CallActivity, "被调用流程的结果")
    _expect_sound(node, token)
    return node


def _decision_made(walk: Walk, token: Token, happening: DecisionMade) -> None:
    node = _expect(walk, token, BusinessRuleTask, "规则判断的结果")
    _expect_sound(node, token)
    if isinstance(node, BusinessRuleTask) and node.result:
        try:
            walk.set(node.result, happening.outputs, token.scope)
        except UnfitValue:
            walk.raise_incident(token, UNFIT_VALUE)
            return
    complete(walk, token)


def _timer_fired(walk: Walk, token: Token, happening: TimerFired) -> None:
    _expect_sound(_expect_event(walk, token, "timer", "定时"), token)
    fire(walk, token, "timer")


def _message_arrived(walk: Walk, token: Token, happening: MessageArrived) -> None:
    node = _expect_event(walk, token, "message", "消息")
    _expect_sound(node, token)
    walk.set_all(happening.variables, token.scope)
    if not fire(walk, token, "message", happening.name):
        raise StaleHappening(f"“{node.label}”不等待消息“{happening.name}”。刷新页面查看最新状态。")


def _expect_event(walk: Walk, token: Token, kind: str, what: str) -> Node:
    node = walk.node(token)
    kinds = [trigger.kind for number, trigger in enumerate(triggers_of(node)) if number not in token.got]
    if kind not in kinds or not token.waiting or token.role == "loop":
        raise StaleHappening(f"“{node.label}”现在不等待{what}。刷新页面查看最新状态。")
    return node


def _incident_resolved(walk: Walk, token: Token, happening: IncidentResolved) -> None:
    if not token.incident:
        raise StaleHappening(f"“{walk.node(token).label}”没有待处理的异常。刷新页面查看最新状态。")
    walk.set_all(happening.variables, token.scope)
    loop = walk.node(token).loop
    if token.incident == NO_WAY_OUT:
        leave(walk, replace(token, incident=""))
    elif token.incident == GATHERING:
        _gathered(walk, token)
    elif token.incident in (LOOP_WITHOUT_COUNT, UNFIT_VALUE) and loop is not None and token.role == "loop":
        begin_loop(walk, token, loop)
    elif token.incident == JOIN_STUCK:
        release(walk, token)
    elif token.incident in (NO_KEY, UNFIT_KEY, UNFIT_VALUE) and isinstance(walk.node(token), _BY_ITSELF):
        walk.moving.append(walk.renew(token).id)
    else:
        ask(walk, walk.renew(token))


def _gathered(walk: Walk, token: Token) -> None:
    """Fewer tokens than wanted are enough now: they begin the activity together."""
    for other in list(walk.tokens.values()):
        if (other.node, other.scope, other.role) == (token.node, token.scope, "gather"):
            walk.discard(other)
    begin_activity(walk, walk.add(token.node, token.flow, scope=token.scope))


# What the machine does at once: tried again, it does it once more.
_BY_ITSELF = (SendTask, ScriptTask, ThrowEvent, EndEvent)
_TAKEN_IN: Mapping[type, Callable[[Walk, Token, Any], None]] = {
    TaskCompleted: _task_completed,
    CapabilityReturned: _capability_returned,
    CapabilityFailed: _capability_failed,
    ProcessReturned: _process_returned,
    CallFailed: _call_failed,
    DecisionMade: _decision_made,
    TimerFired: _timer_fired,
    MessageArrived: _message_arrived,
    IncidentResolved: _incident_resolved,
}
