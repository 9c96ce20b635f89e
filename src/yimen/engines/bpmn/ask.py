"""Let a token wait at its node and ask the host for what the node needs."""

from dataclasses import replace

from .answers import due
from .happenings import (
    TIMER_WITHOUT_VALUE,
    AskDecision,
    CallCapability,
    CallProcess,
    OpenTask,
    StartTimer,
)
from .letters import subscribe
from .model import (
    AWAITED,
    BusinessRuleTask,
    CallActivity,
    Node,
    ServiceTask,
    Timer,
    Trigger,
    UserTask,
    triggers_of,
)
from .state import Token
from .walk import Walk


def ask(walk: Walk, token: Token) -> None:
    """What the node needs is asked for; a timer without a value becomes an incident."""
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
        case node:
            _await(walk, token, node)


def _await(walk: Walk, token: Token, node: Node) -> None:
    token = walk.wait(token)
    for trigger in triggers_of(node):
        if trigger.timer is not None:
            start_timer(walk, walk.tokens[token.id], node, trigger.timer)
        elif trigger.kind in ("message", "signal") and not subscribe(walk, walk.tokens[token.id], node, trigger):
            return


def start_timer(walk: Walk, token: Token, node: Node, timer: Timer) -> None:
    """Ask for a timer, or raise an incident when its expression gives no date or duration."""
    found = due(walk, node, timer, token.scope)
    if found is None:
        walk.raise_incident(token, TIMER_WITHOUT_VALUE)
    else:
        left = None if found.times == 1 else found.times - 1
        walk.wait(replace(token, left=left), StartTimer(token.id, node.id, found.kind, found.value))


def start_again(walk: Walk, token: Token, trigger: Trigger) -> bool:
    """Let a repeating timer run once more. False when it has fired as often as it may."""
    if trigger.timer is None or not token.left:
        return False
    found = due(walk, walk.node(token), trigger.timer, token.scope)
    if found is None:
        return False
    # Less than none left: the timer repeats for ever.
    turn, since = found.times - token.left + 1, found.value if found.kind == "date" else ""
    again = StartTimer(token.id, token.node, "duration", found.every, turn, since)
    walk.wait(replace(token, left=token.left - 1), again)
    return True


def open_boundaries(walk: Walk, host: Token) -> None:
    """Wait for the events on the edge of an activity: each has a token of its own."""
    for boundary in walk.process.boundaries.get(host.node, ()):
        if any(trigger.kind in AWAITED for trigger in triggers_of(boundary)):
            ask(walk, walk.add(boundary.id, host=host.id, scope=host.scope))
