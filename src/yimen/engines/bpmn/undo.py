"""Compensation: what was completed is undone by its handlers, the last first (BPMN 2.0.2, 10.7)."""

from dataclasses import replace

from .errors import StaleHappening
from .model import ServiceTask, StartEvent
from .rooms import launch
from .state import Scope, Token, Work
from .walk import Walk

# In the queue of an undo scope a start event of an event sub-process stands with the scope that it undoes.
_OF = "@"


def begin_undo(walk: Walk, token: Token, activity: str) -> bool:
    """Undo one activity, or all that was completed beside the token. False when there is nothing to undo."""
    scopes = _undone_from(walk, token.scope)
    works = [work for work in walk.works.values() if work.scope in scopes and activity in ("", work.node)]
    return _begin(walk, walk.wait(token), works) if works else False


def undo_scope(walk: Walk, scope: Scope, host: Token) -> bool:
    """End a scope, undo all that was completed in it. False when there is nothing to undo."""
    inside = _all_inside(walk, scope.id)
    works = [work for work in walk.works.values() if work.scope in inside]
    queue = _listed(walk, works)
    walk.clear(scope.id)
    walk.close(scope)
    return _queue(walk, host, queue)


def call_off(walk: Walk) -> None:
    """The instance is called off: nothing goes on, and what was done in it is undone, the last first.

    What the machine has in hand may have been done already, without the process having heard of it: where it can be
    undone it is, before all that was completed. A handler must bear to find nothing.
    """
    if called_off(walk):
        raise StaleHappening("这个流程已经取消，正在撤销办过的事。等撤销办完。")
    inside = _all_inside(walk, 0)
    queue = [*_half_undone(walk), *_in_hand(walk)]
    queue += _listed(walk, [work for work in walk.works.values() if work.scope in inside])
    walk.cancel_all()
    if queue:
        # No token stands on it: who undoes for nobody leaves nobody to go on.
        scope = walk.open(queue[0].partition(_OF)[0], "undo", 0)
        next_undo(walk, walk.change_scope(replace(scope, queue=tuple(queue))))


def called_off(walk: Walk) -> bool:
    """Whether the instance is over but for what is still to be undone."""
    return any(scope.kind == "undo" and scope.token is None for scope in walk.scopes.values())


def _half_undone(walk: Walk) -> list[str]:
    """What was being undone already, for whatever reason: what is in hand is asked for once more."""
    found = []
    for scope in sorted(walk.scopes.values(), key=lambda one: one.id, reverse=True):
        if scope.kind == "undo":
            found += [token.node for token in walk.tokens.values() if token.scope == scope.id and token.host is None]
            found += scope.queue
    return found


def _in_hand(walk: Walk) -> list[str]:
    waiting = sorted(walk.tokens.values(), key=lambda one: one.id, reverse=True)
    nodes = [token.node for token in waiting if token.waiting and isinstance(walk.node(token), ServiceTask)]
    return [walk.process.handlers[node] for node in nodes if node in walk.process.handlers]


def _undone_from(walk: Walk, number: int) -> set[int]:
    """The scopes whose work an event undoes: its own, and from an event sub-process those around it."""
    found = {number}
    scope = walk.scopes.get(number)
    while scope is not None and scope.kind == "event":
        found |= {scope.parent if scope.of is None else scope.of}
        scope = walk.scopes.get(scope.parent)
    return found


def _all_inside(walk: Walk, number: int) -> set[int]:
    return {number}.union(*(_all_inside(walk, scope.id) for scope in walk.inner(number)))


def _begin(walk: Walk, token: Token, works: list[Work]) -> bool:
    return _queue(walk, token, _listed(walk, works))


def _queue(walk: Walk, token: Token, queue: list[str]) -> bool:
    if not queue:
        return False
    scope = walk.open(token.node, "undo", token.scope, token.id)
    next_undo(walk, walk.change_scope(replace(scope, queue=tuple(queue))))
    return True


def _listed(walk: Walk, works: list[Work]) -> list[str]:
    """What is to run, the last work first; the works are taken off the record, so that nothing is undone twice."""
    found: list[str] = []
    for work in sorted(works, key=lambda one: one.id, reverse=True):
        if work.id in walk.works:
            walk.forget(work)
            found += _ways(walk, work)
    return found


def _ways(walk: Walk, work: Work) -> list[str]:
    handler = walk.process.handlers.get(work.node)
    if handler:
        if work.inner is not None:
            walk.forget_scope(work.inner)
        return [handler]
    for start in walk.process.event_starts(work.node):
        if any(trigger.kind == "compensation" for trigger in start.triggers):
            return [f"{start.id}{_OF}{work.inner}"]
    return _listed(walk, [other for other in walk.works.values() if other.scope == work.inner])


def next_undo(walk: Walk, scope: Scope) -> bool:
    """Start the next handler. False when everything is undone."""
    if not scope.queue:
        return False
    first, *rest = scope.queue
    scope = walk.change_scope(replace(scope, queue=tuple(rest)))
    name, _, inner = first.partition(_OF)
    node = walk.process.nodes[name]
    if isinstance(node, StartEvent):
        launch(walk, node, scope.id, of=int(inner))
    else:
        walk.moving.append(walk.add(name, scope=scope.id).id)
    return True
