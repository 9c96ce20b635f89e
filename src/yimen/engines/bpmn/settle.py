"""Scopes in which nothing moves any more come to their end."""

from dataclasses import replace

from .answers import met
from .flows import leave
from .loops import complete, settle_loop
from .model import EndEvent, SubProcess
from .state import Scope
from .throw import transaction_cancelled
from .undo import next_undo
from .walk import Walk


def settle(walk: Walk) -> bool:
    """End one scope that is over, the innermost first. False when there is none."""
    if not walk.scopes and not walk.process.has_event_sub_processes:
        return False
    for scope in sorted(walk.scopes.values(), key=lambda one: one.id, reverse=True):
        if scope.kind == "multi":
            if settle_loop(walk, scope):
                return True
        elif scope.kind in ("sub", "event", "undo") and (_is_over(walk, scope) or not alive(walk, scope.id)):
            _end(walk, scope)
            return True
    if walk.tokens and not alive(walk, 0):
        walk.cancel_all()
    return False


def alive(walk: Walk, scope: int) -> bool:
    """Whether something in the scope still runs; who only waits for an event sub-process to start does not."""
    moving = any(token.scope == scope and token.role != "watch" for token in walk.tokens.values())
    return moving or any(other.kind == "event" or _for_nobody(other) for other in walk.inner(scope))


def _for_nobody(scope: Scope) -> bool:
    """The undoing of an instance that was called off: it runs although no token waits for it."""
    return scope.kind == "undo" and scope.token is None


def _is_over(walk: Walk, scope: Scope) -> bool:
    """Whether an ad hoc sub-process may end although some of its activities have not run."""
    node = walk.process.nodes[scope.node]
    if scope.kind != "sub" or not isinstance(node, SubProcess) or node.kind != "adhoc" or not node.completion:
        return False
    begun = len(walk.process.entries(node.id)) - len(scope.queue)
    running = sum(1 for token in walk.tokens.values() if token.scope == scope.id and token.host is None)
    if running == begun or (running and not node.cancel_remaining):
        return False
    return met(walk, node, node.completion, scope.id)


def _end(walk: Walk, scope: Scope) -> None:
    if scope.kind == "undo":
        if not next_undo(walk, scope):
            _undone(walk, scope)
    elif scope.kind == "sub" and scope.queue and not _is_over(walk, scope):
        name, *rest = scope.queue
        walk.change_scope(replace(scope, queue=tuple(rest)))
        walk.moving.append(walk.add(name, scope=scope.id).id)
    else:
        walk.clear(scope.id)
        walk.close(scope)
        if scope.kind == "sub" and scope.token is not None:
            complete(walk, walk.tokens[scope.token], scope.id)


def _undone(walk: Walk, scope: Scope) -> None:
    """Everything is undone: who asked for it goes on."""
    walk.clear(scope.id)
    walk.close(scope)
    if scope.token is None:
        return
    token = walk.tokens[scope.token]
    node = walk.node(token)
    if isinstance(node, SubProcess):
        transaction_cancelled(walk, token)
    elif isinstance(node, EndEvent):
        walk.end(token)
    else:
        leave(walk, token)
