"""Activities that run several times, and what happens when any activity is done."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from .answers import met
from .ask import open_boundaries
from .errors import UnfitValue
from .flows import leave
from .happenings import LOOP_WITHOUT_COUNT, UNFIT_VALUE
from .model import Loop, Node, SubProcess
from .state import Scope, Token
from .values import keep
from .walk import Walk

MAX_INSTANCES = 1000
# Kept with the scope of a loop but under names that no expression can read.
ITEMS, OVER, LIMIT = "@items", "@over", "@limit"


def begin_loop(walk: Walk, token: Token, loop: Loop) -> None:
    """The activity is to run several times, perhaps not at all."""
    node = walk.node(token)
    if loop.kind == "standard":
        limit: int | None = -1 if loop.maximum is None else loop.maximum
        items: list[object] = []
        if loop.test_before and not met(walk, node, loop.condition, token.scope, loopCounter=0):
            limit = 0
    else:
        limit, items = _instances(walk, token, node, loop)
    if not _can_be_kept(items):
        walk.raise_incident(replace(token, role="loop"), UNFIT_VALUE)
    elif limit is None:
        walk.raise_incident(replace(token, role="loop"), LOOP_WITHOUT_COUNT)
    elif limit == 0:
        leave(walk, replace(token, role="", incident=""))
    else:
        token = walk.change(replace(token, role="loop", waiting=True, incident=""))
        open_boundaries(walk, token)
        _open(walk, token, loop, limit, items)


def _can_be_kept(items: list[object]) -> bool:
    try:
        keep(items, ITEMS)
    except UnfitValue:
        return False
    return True


def _instances(walk: Walk, token: Token, node: Node, loop: Loop) -> tuple[int | None, list[object]]:
    if loop.collection:
        found, _ = walk.evaluate(node, loop.collection, token.scope)
        return (len(found), found) if isinstance(found, list) and len(found) <= MAX_INSTANCES else (None, [])
    return whole(walk.evaluate(node, loop.count, token.scope)[0]), []


def whole(number: object) -> int | None:
    """A number of instances, or None when it is none: not whole, negative or too large."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return None
    return int(number) if 0 <= number <= MAX_INSTANCES and not number % 1 else None


def _open(walk: Walk, token: Token, loop: Loop, limit: int, items: list[object]) -> None:
    counts = {"numberOfInstances": max(limit, 0), "numberOfActiveInstances": 0, "numberOfCompletedInstances": 0}
    kept = {**counts, "numberOfTerminatedInstances": 0, LIMIT: limit, OVER: False, ITEMS: items}
    multi = walk.open(token.node, "multi", token.scope, token.id, kept)
    walk.widest = max(walk.widest, width(walk, multi))
    for number in range(1, limit + 1 if loop.kind == "parallel" else 2):
        _start_one(walk, multi.id, number)


def width(walk: Walk, multi: Scope) -> int:
    """How many times the activity runs, with those of the activities around it; at most ``MAX_INSTANCES``."""
    found, scope = 1, walk.scopes.get(multi.id)
    while scope is not None and found < MAX_INSTANCES:
        if scope.kind == "multi":
            found *= max(_whole(scope.variables["numberOfInstances"]), 1)
        scope = walk.scopes.get(scope.parent)
    return min(found, MAX_INSTANCES)


def _start_one(walk: Walk, multi: int, number: int) -> None:
    scope = walk.scopes[multi]
    node, items = walk.process.nodes[scope.node], scope.variables[ITEMS]
    own: dict[str, object] = {"loopCounter": number}
    if node.loop is not None and node.loop.item and isinstance(items, list) and items:
        own[node.loop.item] = items[number - 1]
    _count(walk, scope, active=1)
    room = walk.open(node.id, "each", multi, variables=own)
    walk.moving.append(walk.add(node.id, scope=room.id, role="body").id)


def _count(
    walk: Walk, scope: Scope, active: int = 0, completed: int = 0, terminated: int = 0, over: bool = False
) -> Scope:
    changed = dict(scope.variables)
    for name, more in (("Active", active), ("Completed", completed), ("Terminated", terminated)):
        changed[f"numberOf{name}Instances"] = _whole(changed[f"numberOf{name}Instances"]) + more
    return walk.change_scope(replace(scope, variables=MappingProxyType(changed)))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def complete(walk: Walk, token: Token, inner: int | None = None) -> None:
    """The activity on which the token stands is done. ``inner`` is the scope that a sub-process had."""
    node = walk.node(token)
    if token.role == "body":
        _body_done(walk, token, node)
        return
    if not node.for_compensation and (_has_inner(walk, node, inner) or node.id in walk.process.handlers):
        walk.remember(node.id, token.scope, inner)
    leave(walk, replace(token, role="", incident="") if token.role or token.incident else token)


def _has_inner(walk: Walk, node: Node, inner: int | None) -> bool:
    if not isinstance(node, SubProcess) or inner is None:
        return False
    starts = walk.process.event_starts(node.id)
    undoes = any(trigger.kind == "compensation" for start in starts for trigger in start.triggers)
    return undoes or any(work.scope == inner for work in walk.works.values())


def _body_done(walk: Walk, token: Token, node: Node) -> None:
    room = walk.scopes[token.scope]
    multi = walk.scopes[room.parent]
    loop = node.loop
    walk.discard(token)
    walk.close(room)
    multi = _count(walk, multi, active=-1, completed=1)
    done = multi.variables["numberOfCompletedInstances"]
    if loop is None or multi.token is None:
        return
    if loop.thrown is not None and (loop.behavior == "none" or done == 1):
        walk.thrown.append((multi.token, loop.thrown))
    chosen = [trigger for condition, trigger in loop.chosen if met(walk, node, condition, multi.id)]
    walk.thrown.extend((multi.token, trigger) for trigger in chosen)
    if loop.kind == "standard":
        # The condition of a loop says whether to go on, that of several instances whether to stop.
        stop = bool(loop.condition) and not met(walk, node, loop.condition, multi.id, loopCounter=done)
    else:
        stop = bool(loop.condition) and met(
            walk, node, loop.condition, multi.id, loopCounter=room.variables["loopCounter"]
        )
    if stop:
        _stop(walk, multi)


def _stop(walk: Walk, multi: Scope) -> None:
    rest = walk.inner(multi.id)
    for room in rest:
        walk.clear(room.id)
        walk.close(room)
    multi = _count(walk, multi, active=-len(rest), terminated=len(rest))
    walk.change_scope(replace(multi, variables=MappingProxyType({**multi.variables, OVER: True})))


def settle_loop(walk: Walk, multi: Scope) -> bool:
    """Start the next time, or go on after the last one. False while one is still running."""
    if walk.inner(multi.id) or multi.token is None:
        return False
    done, limit = _whole(multi.variables["numberOfCompletedInstances"]), _whole(multi.variables[LIMIT])
    if multi.variables[OVER] or done == limit:
        walk.close(multi)
        complete(walk, walk.tokens[multi.token])
    else:
        _start_one(walk, multi.id, done + 1)
    return True
