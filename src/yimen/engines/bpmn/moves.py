"""What a token does on each kind of node, until every token waits."""

from collections.abc import Callable, Mapping
from typing import Any

from .ask import ask, open_boundaries
from .catch import look_at_conditions
from .errors import BpmnError, UnfitValue
from .flows import jump, leave
from .happenings import UNFIT_VALUE
from .joins import arrive, gather, join, report_stuck, synchronize
from .letters import can_send, send
from .loops import begin_loop, complete, width
from .model import (
    AbstractTask,
    BoundaryError,
    BoundaryEvent,
    BoundaryTimer,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    EndEvent,
    EventGateway,
    ExclusiveGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    ThrowEvent,
    TimerEvent,
    Trigger,
    UserTask,
)
from .rooms import enter_sub_process
from .settle import settle
from .state import Token
from .throw import throw
from .walk import Walk

# A person, a timer or a capability ends a run of automatic steps; more than this without any of them is a loop.
MAX_AUTOMATIC_STEPS = 1000


def run(walk: Walk) -> None:
    """Move until every token waits. Raises ``BpmnError`` when the automatic steps do not come to an end."""
    taken = 0
    while True:
        while walk.moving:
            token = walk.tokens.get(_next(walk))
            if token is not None:
                taken += 1
                if taken > MAX_AUTOMATIC_STEPS:
                    _refuse_endless(walk, token, taken)
                enter(walk, token)
        if walk.thrown:
            number, trigger = walk.thrown.popleft()
            if number in walk.tokens:
                throw(walk, walk.tokens[number], trigger)
        elif not (settle(walk) or walk.moving or look_at_conditions(walk) or synchronize(walk)):
            break
    report_stuck(walk)


def _next(walk: Walk) -> int:
    """The token to move: one that throws a signal only after those who may still come to wait for it."""
    throws = walk.process.throws_signal
    for number in walk.moving if throws else ():
        token = walk.tokens.get(number)
        if token is None or token.node not in throws:
            walk.moving.remove(number)
            return number
    return walk.moving.popleft()


def _refuse_endless(walk: Walk, token: Token, taken: int) -> None:
    # Many instances of one activity are many steps, but no loop without an end; ever more activities are one.
    running = (width(walk, scope) for scope in walk.scopes.values() if scope.kind == "multi")
    limit = MAX_AUTOMATIC_STEPS + 20 * max(walk.widest, max(running, default=1))
    if taken > limit:
        raise BpmnError(
            f"流程在“{walk.node(token).label}”附近连续自动执行超过 {limit} 步，像是无法结束的循环。"
            "检查循环的条件，或在循环中加入人工或定时环节。"
        )


def enter(walk: Walk, token: Token) -> None:
    """A moving token comes to its node."""
    quantity = walk.node(token).start_quantity
    if quantity == 1 or token.role == "body" or gather(walk, token, quantity) is not None:
        begin_activity(walk, token)


def begin_activity(walk: Walk, token: Token) -> None:
    """The node begins; one that runs several times begins with its first time."""
    node = walk.node(token)
    if node.loop is not None and token.role != "body":
        begin_loop(walk, token, node.loop)
    else:
        _BEGIN[type(node)](walk, token, node)


def _ask_host(walk: Walk, token: Token, node: Node) -> None:
    """Someone outside does it; meanwhile the events on its edge are waited for."""
    ask(walk, token)
    _open_edges(walk, token)


def _enter_sub_process(walk: Walk, token: Token, node: SubProcess) -> None:
    _open_edges(walk, token)
    enter_sub_process(walk, token, node)


def _open_edges(walk: Walk, token: Token) -> None:
    if token.role != "body":
        open_boundaries(walk, token)


def _run_script(walk: Walk, token: Token, node: ScriptTask) -> None:
    if node.result:
        try:
            walk.set(node.result, walk.evaluate(node, node.script, token.scope)[0], token.scope)
        except UnfitValue:
            walk.raise_incident(token, UNFIT_VALUE)
            return
    complete(walk, token)


def _send(walk: Walk, token: Token, node: SendTask) -> None:
    if can_send(walk, token, node, (node.sent,)):
        send(walk, token, node, node.sent)
        complete(walk, token)


def _wait_for_event(walk: Walk, token: Token, node: CatchEvent) -> None:
    if any(trigger.kind != "link" for trigger in node.triggers):
        ask(walk, token)
    else:
        leave(walk, token)


def _join(walk: Walk, token: Token, node: ParallelGateway) -> None:
    if len(node.incoming) > 1:
        walk.wait(token)
        join(walk, node, token.scope)
    else:
        leave(walk, token)


def _join_late(walk: Walk, token: Token, node: InclusiveGateway | ComplexGateway) -> None:
    """It goes on when nothing else moves."""
    if len(node.incoming) < 2:
        leave(walk, token)
    elif isinstance(node, ComplexGateway):
        arrive(walk, token, node)
    else:
        walk.wait(token)


def _offer(walk: Walk, token: Token, node: EventGateway) -> None:
    """Wait for each of the events behind it."""
    if not node.outgoing:
        leave(walk, token)
        return
    walk.wait(token)
    for flow in node.outgoing:
        target = walk.process.flows[flow].target
        ask(walk, walk.add(target, flow, host=token.id, scope=token.scope))


def _throw_all(walk: Walk, token: Token, node: ThrowEvent | EndEvent) -> None:
    """Throw each in turn; what waits for its end comes last. The throwing may take the token itself away."""
    if not can_send(walk, token, node, node.triggers):
        return
    links = [trigger for trigger in node.triggers if trigger.kind == "link"]
    for trigger in sorted(node.triggers, key=_waits):
        if token.id not in walk.tokens:
            return
        if throw(walk, token, trigger):
            return
    if token.id not in walk.tokens:
        return
    target = walk.process.link_target(node, links[0].name) if links else None
    if target is not None:
        jump(walk, token, target)
    elif isinstance(node, EndEvent):
        walk.end(token, "cancelled" if node.terminate else "left")
        if node.terminate:
            _terminate(walk, token.scope)
    else:
        leave(walk, token)


def _waits(trigger: Trigger) -> bool:
    return trigger.kind in ("compensation", "cancel", "error")


def _terminate(walk: Walk, scope: int) -> None:
    if scope in walk.scopes:
        walk.clear(scope)
    else:
        walk.cancel_all()


_BEGIN: Mapping[type, Callable[[Walk, Token, Any], None]] = {
    UserTask: _ask_host,
    ServiceTask: _ask_host,
    BusinessRuleTask: _ask_host,
    CallActivity: _ask_host,
    ReceiveTask: _ask_host,
    TimerEvent: _ask_host,
    SubProcess: _enter_sub_process,
    ScriptTask: _run_script,
    SendTask: _send,
    AbstractTask: lambda walk, token, node: complete(walk, token),
    CatchEvent: _wait_for_event,
    ParallelGateway: _join,
    InclusiveGateway: _join_late,
    ComplexGateway: _join_late,
    EventGateway: _offer,
    ThrowEvent: _throw_all,
    EndEvent: _throw_all,
    StartEvent: lambda walk, token, node: leave(walk, token),
    ExclusiveGateway: lambda walk, token, node: leave(walk, token),
    BoundaryTimer: lambda walk, token, node: leave(walk, token),
    BoundaryError: lambda walk, token, node: leave(walk, token),
    BoundaryEvent: lambda walk, token, node: leave(walk, token),
}
