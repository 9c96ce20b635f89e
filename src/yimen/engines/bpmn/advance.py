"""Start an instance and move it on. Pure: a state and a happening in, a new state, changes and effects out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .errors import BpmnError, StaleHappening
from .happenings import (
    FAILED,
    JOIN_STUCK,
    NO_WAY_OUT,
    CallFailed,
    CapabilityFailed,
    CapabilityReturned,
    DecisionMade,
    Happening,
    IncidentResolved,
    InstanceCancelled,
    ProcessReturned,
    Step,
    TaskCompleted,
    TimerFired,
)
from .model import (
    BoundaryError,
    BoundaryTimer,
    BusinessRuleTask,
    CallActivity,
    Node,
    Process,
    ServiceTask,
    TimerEvent,
    UserTask,
)
from .moves import ask, leave, merge, run
from .state import State, Token
from .walk import Walk


def start(process: Process, variables: Mapping[str, object]) -> Step:
    """Begin an instance with these variables and run until every token waits.

    Raises ``BpmnError`` when a variable cannot be stored or the automatic steps do not end.
    """
    walk = Walk(process, State())
    walk.set_all(variables)
    walk.moving.append(walk.add(process.start).id)
    run(walk)
    return walk.step()


def advance(process: Process, state: State, happening: Happening) -> Step:
    """Take one happening in and run until every token waits again. ``state`` itself is left as it is.

    Raises ``StaleHappening`` when the token is gone, waits for something else, or the outcome is unknown;
    ``BpmnError`` when a value cannot be stored, the automatic steps do not end, or the state is of another process.
    """
    if isinstance(happening, CapabilityFailed | CallFailed) and happening.code.startswith("ym:"):
        raise BpmnError(f"失败代码“{happening.code}”以 ym: 开头，这类代码留给流程引擎。换一个代码。")
    if state.done:
        raise StaleHappening("这个流程已经结束，不能再办理。刷新页面查看结果。")
    walk = Walk(process, state)
    if isinstance(happening, InstanceCancelled):
        walk.cancel_all()
    else:
        token = _token(walk, happening.token)
        _TAKEN_IN[type(happening)](walk, token, happening)
        run(walk)
    return walk.step()


def _token(walk: Walk, number: int) -> Token:
    token = walk.tokens.get(number)
    if token is None:
        raise StaleHappening(f"流程令牌 {number} 已经不在：这一步已经办理或已被取消。刷新页面查看最新状态。")
    return token


def _expect(walk: Walk, token: Token, kinds: type[Node] | tuple[type[Node], ...], what: str) -> Node:
    node = walk.node(token)
    if not isinstance(node, kinds) or not token.waiting:
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
    walk.set_all(happening.variables)
    walk.set("outcome", happening.outcome)
    walk.set(f"{node.id}_outcome", happening.outcome)
    leave(walk, token)


def _capability_returned(walk: Walk, token: Token, happening: CapabilityReturned) -> None:
    _expect_capability(walk, token)
    walk.set_all(happening.variables)
    leave(walk, replace(token, incident=""))


def _capability_failed(walk: Walk, token: Token, happening: CapabilityFailed) -> None:
    _fail(walk, token, _expect_capability(walk, token), happening.code)


def _fail(walk: Walk, token: Token, node: Node, told: str) -> None:
    """Go on from the error boundary event that catches what was told, or ask a person."""
    code = told or FAILED
    catcher = _catcher(walk, node, told)
    if catcher is not None:
        walk.cancel_boundaries(token)
        walk.discard(token)
        walk.moving.append(walk.add(catcher.id).id)
    elif token.incident != code:
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
    walk.set(f"{node.id}_outcome", happening.result)
    leave(walk, token)


def _call_failed(walk: Walk, token: Token, happening: CallFailed) -> None:
    _fail(walk, token, _expect_call(walk, token), happening.code)


def _expect_call(walk: Walk, token: Token) -> Node:
    node = _expect(walk, token, CallActivity, "被调用流程的结果")
    _expect_sound(node, token)
    return node


def _catcher(walk: Walk, node: Node, code: str) -> BoundaryError | None:
    errors = [edge for edge in walk.process.boundaries.get(node.id, ()) if isinstance(edge, BoundaryError)]
    exact = (edge for edge in errors if edge.code == code)
    return next(exact, None) or next((edge for edge in errors if not edge.code), None)


def _decision_made(walk: Walk, token: Token, happening: DecisionMade) -> None:
    node = _expect(walk, token, BusinessRuleTask, "规则判断的结果")
    _expect_sound(node, token)
    if isinstance(node, BusinessRuleTask) and node.result:
        walk.set(node.result, happening.outputs)
    leave(walk, token)


def _timer_fired(walk: Walk, token: Token, happening: TimerFired) -> None:
    node = _expect(walk, token, (TimerEvent, BoundaryTimer), "定时")
    _expect_sound(node, token)
    if isinstance(node, BoundaryTimer) and node.interrupting and token.host is not None:
        # The fired token goes its own way: it must not be cancelled together with the task it interrupts.
        host, token = walk.tokens[token.host], walk.change(replace(token, host=None))
        walk.cancel(host)
    leave(walk, token)


def _incident_resolved(walk: Walk, token: Token, happening: IncidentResolved) -> None:
    if not token.incident:
        raise StaleHappening(f"“{walk.node(token).label}”没有待处理的异常。刷新页面查看最新状态。")
    walk.set_all(happening.variables)
    if token.incident == NO_WAY_OUT:
        leave(walk, replace(token, incident=""))
    elif token.incident == JOIN_STUCK:
        _release(walk, token)
    else:
        ask(walk, _renewed(walk, token))


def _release(walk: Walk, token: Token) -> None:
    arrived: dict[str, Token] = {}
    for other in walk.tokens.values():
        if other.node == token.node:
            arrived.setdefault(other.flow, other)
    merge(walk, list(arrived.values()))


def _renewed(walk: Walk, token: Token) -> Token:
    """The same place under a new number, so that what was asked for before finds nobody; timers on the edge stay."""
    fresh = walk.add(token.node, token.flow, token.host)
    for edge in [edge for edge in walk.tokens.values() if edge.host == token.id]:
        walk.change(replace(edge, host=fresh.id))
    walk.discard(token)
    return fresh


_TAKEN_IN: Mapping[type, Callable[[Walk, Token, Any], None]] = {
    TaskCompleted: _task_completed,
    CapabilityReturned: _capability_returned,
    CapabilityFailed: _capability_failed,
    ProcessReturned: _process_returned,
    CallFailed: _call_failed,
    DecisionMade: _decision_made,
    TimerFired: _timer_fired,
    IncidentResolved: _incident_resolved,
}
