"""What a token does on each kind of node, until every token waits."""

from .ask import ask, open_boundaries
from .catch import look_at_conditions
from .errors import BpmnError
from .flows import jump, leave
from .happenings import SendMessage
from .joins import arrive, gather, join, report_stuck, synchronize
from .loops import begin_loop, complete
from .model import (
    AbstractTask,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    EndEvent,
    EventGateway,
    InclusiveGateway,
    ParallelGateway,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
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
                taken = _counted(walk, token, taken)
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
    for number in walk.moving:
        token = walk.tokens.get(number)
        if token is None or not _throws_signal(walk, token):
            walk.moving.remove(number)
            return number
    return walk.moving.popleft()


def _throws_signal(walk: Walk, token: Token) -> bool:
    node = walk.node(token)
    return isinstance(node, ThrowEvent | EndEvent) and any(trigger.kind == "signal" for trigger in node.triggers)


def _counted(walk: Walk, token: Token, taken: int) -> int:
    # Many instances of one activity are many steps, but no loop without an end.
    limit = MAX_AUTOMATIC_STEPS + 20 * sum(1 for scope in walk.scopes.values() if scope.kind == "each")
    if taken >= limit:
        raise BpmnError(
            f"流程在“{walk.node(token).label}”附近连续自动执行超过 {limit} 步，像是无法结束的循环。"
            "检查循环的条件，或在循环中加入人工或定时环节。"
        )
    return taken + 1


def enter(walk: Walk, token: Token) -> None:
    """A moving token comes to its node."""
    quantity = walk.node(token).start_quantity
    if token.role == "body" or quantity == 1 or gather(walk, token, quantity) is not None:
        begin_activity(walk, token)


def begin_activity(walk: Walk, token: Token) -> None:
    """The node begins; one that runs several times begins with its first time."""
    node = walk.node(token)
    if token.role != "body" and node.loop is not None:
        begin_loop(walk, token, node.loop)
        return
    match node:
        case UserTask() | ServiceTask() | BusinessRuleTask() | CallActivity() | ReceiveTask() | TimerEvent():
            ask(walk, token)
            _open_edges(walk, token)
        case SubProcess():
            _open_edges(walk, token)
            enter_sub_process(walk, token, node)
        case ScriptTask():
            if node.result:
                walk.set(node.result, walk.evaluate(node, node.script, token.scope)[0], token.scope)
            complete(walk, token)
        case SendTask():
            walk.effects.append(SendMessage(node.id, node.message))
            complete(walk, token)
        case AbstractTask():
            complete(walk, token)
        case _:
            _enter_other(walk, token)


def _open_edges(walk: Walk, token: Token) -> None:
    if token.role != "body":
        open_boundaries(walk, token)


def _enter_other(walk: Walk, token: Token) -> None:
    match walk.node(token):
        case CatchEvent() as node if any(trigger.kind != "link" for trigger in node.triggers):
            ask(walk, token)
        case ParallelGateway() as node if len(node.incoming) > 1:
            walk.wait(token)
            join(walk, node, token.scope)
        case InclusiveGateway() as node if len(node.incoming) > 1:
            walk.wait(token)
        case ComplexGateway() as node if len(node.incoming) > 1:
            arrive(walk, token, node)
        case EventGateway() as node if node.outgoing:
            walk.wait(token)
            for flow in node.outgoing:
                target = walk.process.flows[flow].target
                ask(walk, walk.add(target, flow, host=token.id, scope=token.scope))
        case ThrowEvent() | EndEvent() as node:
            _throw_all(walk, token, node)
        case _:
            leave(walk, token)


def _throw_all(walk: Walk, token: Token, node: ThrowEvent | EndEvent) -> None:
    """Throw each in turn; what waits for its end comes last. The throwing may take the token itself away."""
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
