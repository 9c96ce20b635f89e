"""Something that an event waits for has come: a timer, a message, a signal, a condition that holds."""

from collections.abc import Collection
from dataclasses import replace

from .answers import met
from .ask import start_again
from .flows import leave
from .happenings import CancelTimer, Unsubscribe
from .loops import complete
from .model import BOUNDARIES, BoundaryEvent, BoundaryTimer, CatchEvent, StartEvent, TimerEvent, Trigger, triggers_of
from .rooms import launch
from .state import Token
from .walk import Walk


def fire(walk: Walk, token: Token, kind: str, name: str = "") -> bool:
    """Tell the event on which the token waits what has come. False when it does not wait for that."""
    node = walk.node(token)
    found = [
        (number, trigger)
        for number, trigger in enumerate(triggers_of(node))
        if trigger.kind == kind and number not in token.got and (not name or trigger.name == name)
    ]
    if not found or not token.waiting:
        return False
    number, trigger = found[0]
    if isinstance(node, CatchEvent | StartEvent | BoundaryEvent) and node.all_of:
        token = walk.change(replace(token, got=(*token.got, number)))
        if len(token.got) < len(node.triggers):
            return True
        token = replace(token, got=())
    _caught(walk, token, trigger)
    return True


def _caught(walk: Walk, token: Token, trigger: Trigger) -> None:
    node = walk.node(token)
    if token.role == "watch" and isinstance(node, StartEvent):
        if not node.interrupting:
            _stay(walk, token, trigger)
        launch(walk, node, token.scope)
    elif token.host is None:
        _pass(walk, token, trigger)
    elif isinstance(node, BoundaryTimer | BoundaryEvent) and not node.interrupting:
        again = walk.add(node.id, scope=token.scope)
        _stay(walk, token, trigger)
        leave(walk, again)
    else:
        # The fired token goes its own way: it must not be cancelled together with the task it interrupts.
        host, token = walk.tokens[token.host], walk.change(replace(token, host=None, left=None))
        _tell_the_rest(walk, token, trigger)
        walk.cancel(host)
        leave(walk, token) if isinstance(node, BOUNDARIES) else complete(walk, token)


def _stay(walk: Walk, token: Token, trigger: Trigger) -> None:
    """A non-interrupting event waits on; of timers only one that repeats."""
    if trigger.timer is None:
        walk.change(token)
    elif not start_again(walk, token, trigger):
        walk.discard(token)


def _pass(walk: Walk, token: Token, trigger: Trigger) -> None:
    """An intermediate event or a receive task: the token goes on, before a repeating timer once for each time."""
    if token.left and isinstance(walk.node(token), TimerEvent | CatchEvent):
        again = walk.add(token.node, token.flow, scope=token.scope)
        if start_again(walk, token, trigger):
            leave(walk, again)
            return
        walk.discard(again)
    _tell_the_rest(walk, token, trigger)
    complete(walk, replace(token, left=None))


def _tell_the_rest(walk: Walk, token: Token, came: Trigger) -> None:
    """The host need no longer bring what else the event waited for; of a signal it may not know that it has come."""
    others = [
        one for number, one in enumerate(triggers_of(walk.node(token))) if one != came and number not in token.got
    ]
    if any(one.kind == "timer" for one in others):
        walk.effects.append(CancelTimer(token.id))
    if came.kind == "signal" or any(one.kind in ("message", "signal") for one in others):
        walk.effects.append(Unsubscribe(token.id))


def broadcast(walk: Walk, signal: str, meant: Collection[int] | None = None) -> None:
    """A signal reaches every event of the instance that waits for it now, or those tokens it is meant for."""
    interrupted: set[int] = set()
    reached = [one for one in walk.tokens.values() if meant is None or one.id in meant]
    for token in sorted(reached, key=lambda one: not _interrupts(walk, one)):
        # One that an earlier one has taken away, or has begun to wait only now, does not hear it.
        hears = walk.tokens.get(token.id) == token and token.waiting and not token.incident and token.role != "loop"
        if hears and token.host not in interrupted and fire(walk, token, "signal", signal) and _interrupts(walk, token):
            # What is interrupted from inside has taken the signal in: its own edge does not hear it once more.
            interrupted |= _hosts(walk, token.scope)


def _interrupts(walk: Walk, token: Token) -> bool:
    node = walk.node(token)
    return token.role == "watch" and isinstance(node, StartEvent) and node.interrupting


def _hosts(walk: Walk, number: int) -> set[int]:
    """The tokens on the activities in which a scope lies."""
    scope = walk.scopes.get(number)
    if scope is None:
        return set()
    return _hosts(walk, scope.parent) | ({scope.token} if scope.token is not None else set())


def look_at_conditions(walk: Walk) -> bool:
    """Fire one conditional event whose condition has come to hold; it must fail before it can fire again."""
    for token in list(walk.tokens.values()) if walk.process.has_conditional_events else ():
        if not token.waiting or token.incident:
            continue
        node = walk.node(token)
        for number, trigger in enumerate(triggers_of(node)):
            if trigger.kind == "conditional" and trigger.condition and number not in token.got:
                now = met(walk, node, trigger.condition, token.scope)
                if now and token.left != 1:
                    token = walk.change(replace(token, left=1))
                    return fire(walk, token, "conditional")
                if not now and token.left == 1:
                    token = walk.change(replace(token, left=None))
    return False
