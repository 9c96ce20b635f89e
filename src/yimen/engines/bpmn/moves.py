"""What a token does on each kind of node, and how it goes on from there."""

from dataclasses import replace

from .answers import due, holds
from .errors import BpmnError
from .happenings import (
    JOIN_STUCK,
    NO_WAY_OUT,
    TIMER_WITHOUT_VALUE,
    AskDecision,
    CallCapability,
    CallProcess,
    OpenTask,
    StartTimer,
)
from .model import (
    BoundaryTimer,
    BusinessRuleTask,
    CallActivity,
    EndEvent,
    ExclusiveGateway,
    Flow,
    Node,
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    Timer,
    TimerEvent,
    UserTask,
)
from .state import Token
from .walk import Walk

# A person, a timer or a capability ends a run of automatic steps; more than this without any of them is a loop.
MAX_AUTOMATIC_STEPS = 1000


def run(walk: Walk) -> None:
    """Move until every token waits. Raises ``BpmnError`` when the automatic steps do not come to an end."""
    taken = 0
    while walk.moving:
        token = walk.tokens.get(walk.moving.popleft())
        if token is None:
            continue
        taken += 1
        if taken > MAX_AUTOMATIC_STEPS:
            raise BpmnError(
                f"流程在“{walk.node(token).label}”附近连续自动执行超过 {MAX_AUTOMATIC_STEPS} 步，像是无法结束的循环。"
                "检查循环的条件，或在循环中加入人工或定时环节。"
            )
        enter(walk, token)
    report_stuck_joins(walk)


def enter(walk: Walk, token: Token) -> None:
    """A moving token comes to its node."""
    match walk.node(token):
        case UserTask() | ServiceTask() | BusinessRuleTask() | CallActivity() | TimerEvent():
            ask(walk, token)
            open_boundaries(walk, token)
        case ScriptTask() as node:
            if node.result:
                walk.set(node.result, walk.evaluate(node, node.script)[0])
            leave(walk, token)
        case ParallelGateway() as node if len(node.incoming) > 1:
            walk.wait(token)
            join(walk, node)
        case EndEvent() as node:
            walk.end(token)
            if node.terminate:
                walk.cancel_all()
        case _:
            leave(walk, token)


def ask(walk: Walk, token: Token) -> None:
    """Let the token wait at its node and ask the host for what the node needs."""
    match walk.node(token):
        case UserTask() as node:
            effect = OpenTask(token.id, node.id, node.name, node.post, node.limit, node.outcomes, node.act)
            walk.wait(token, effect)
        case ServiceTask() as node:
            walk.wait(token, CallCapability(token.id, node.id, node.capability))
        case BusinessRuleTask() as node:
            walk.wait(token, AskDecision(token.id, node.id, node.decision, node.result))
        case CallActivity() as node:
            walk.wait(token, CallProcess(token.id, node.id, node.called))
        case TimerEvent() | BoundaryTimer() as node:
            start_timer(walk, token, node, node.timer)


def start_timer(walk: Walk, token: Token, node: Node, timer: Timer) -> None:
    """Ask for a timer, or raise an incident when its expression gives no date or duration."""
    value = due(walk, node, timer)
    if value is None:
        walk.raise_incident(token, TIMER_WITHOUT_VALUE)
    else:
        walk.wait(token, StartTimer(token.id, node.id, timer.kind, value))


def open_boundaries(walk: Walk, host: Token) -> None:
    """Start the timers on the edge of a task: each has a token of its own."""
    for boundary in walk.process.boundaries.get(host.node, ()):
        if isinstance(boundary, BoundaryTimer):
            ask(walk, walk.add(boundary.id, host=host.id))


def leave(walk: Walk, token: Token) -> None:
    """The node is done: the token goes on by the flows that are open, or ends where nothing leads on."""
    walk.cancel_boundaries(token)
    node = walk.node(token)
    flows = open_flows(walk, node)
    if flows:
        take(walk, token, flows)
    elif node.outgoing:
        walk.raise_incident(replace(token, host=None), NO_WAY_OUT)
    else:
        walk.end(token)


def take(walk: Walk, token: Token, flows: list[Flow]) -> None:
    """Move along the flows. A token that waited gets a new number, so that a late answer finds nobody."""
    if len(flows) == 1 and not token.waiting:
        walk.change(Token(token.id, flows[0].target, flow=flows[0].id))
        walk.moving.append(token.id)
        return
    walk.discard(token)
    for flow in flows:
        walk.moving.append(walk.add(flow.target, flow.id).id)


def open_flows(walk: Walk, node: Node) -> list[Flow]:
    """The flows to take: one of an exclusive gateway, all of a parallel one, else each whose condition holds."""
    flows = [walk.process.flows[flow] for flow in node.outgoing]
    if isinstance(node, ParallelGateway):
        return flows
    choices = [flow for flow in flows if flow.id != node.default]
    if isinstance(node, ExclusiveGateway):
        first = next((flow for flow in choices if holds(walk, node, flow)), None)
        return [first] if first else _default(walk, node)
    opened = [flow for flow in choices if holds(walk, node, flow)]
    # BPMN 2.0.2, 13.2.1: the default of an activity is taken only when no condition holds.
    conditional = any(flow.condition is not None for flow in opened)
    return opened if conditional else opened + _default(walk, node)


def _default(walk: Walk, node: Node) -> list[Flow]:
    return [walk.process.flows[node.default]] if node.default else []


def join(walk: Walk, node: ParallelGateway) -> None:
    """Let one token go on when one has arrived by each incoming flow."""
    arrived = {flow: _first_by(walk, node, flow) for flow in node.incoming}
    tokens = [token for token in arrived.values() if token is not None]
    if tokens and len(tokens) == len(arrived):
        merge(walk, tokens)


def merge(walk: Walk, tokens: list[Token]) -> None:
    """Several tokens of one join go on as one."""
    for token in tokens[1:]:
        walk.discard(token)
    leave(walk, tokens[0])


def _first_by(walk: Walk, node: Node, flow: str) -> Token | None:
    waiting = (
        token for token in walk.tokens.values() if token.node == node.id and token.flow == flow and token.waiting
    )
    return next(waiting, None)


def report_stuck_joins(walk: Walk) -> None:
    """Ask a person where a join waits for a branch that cannot come any more."""
    if not any(isinstance(walk.node(token), ParallelGateway) for token in walk.tokens.values()):
        return
    able = [token.node for token in walk.tokens.values() if not isinstance(walk.node(token), ParallelGateway)]
    reachable = walk.process.reachable(able)
    for join_id in dict.fromkeys(token.node for token in walk.tokens.values()):
        node = walk.process.nodes[join_id]
        if isinstance(node, ParallelGateway) and not _can_complete(walk, node, reachable):
            _report(walk, node)


def _can_complete(walk: Walk, node: Node, reachable: set[str]) -> bool:
    missing = [flow for flow in node.incoming if _first_by(walk, node, flow) is None]
    return all(walk.process.flows[flow].source in reachable for flow in missing)


def _report(walk: Walk, node: Node) -> None:
    tokens = [token for token in walk.tokens.values() if token.node == node.id]
    if not any(token.incident for token in tokens):
        walk.raise_incident(tokens[0], JOIN_STUCK)
