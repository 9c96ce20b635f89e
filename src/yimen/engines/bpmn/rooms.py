"""Sub-processes: a scope is opened, filled with its first tokens, interrupted by its event sub-processes."""

from dataclasses import replace

from .ask import ask
from .flows import leave
from .model import AWAITED, StartEvent, SubProcess
from .state import Scope, Token
from .walk import Walk


def enter_sub_process(walk: Walk, token: Token, node: SubProcess) -> None:
    """The token waits on the sub-process while others move inside."""
    scope = walk.open(node.id, "sub", token.scope, walk.wait(token).id)
    if node.kind == "adhoc":
        _list_activities(walk, scope, node)
    else:
        populate(walk, scope.id, node.id)


def populate(walk: Walk, scope: int, node: str) -> None:
    """Wait for the event sub-processes inside, then begin at every entry."""
    watch(walk, scope, node)
    for entry in walk.process.entries(node):
        walk.moving.append(walk.add(entry.id, scope=scope).id)


def watch(walk: Walk, scope: int, node: str) -> None:
    """Wait for what starts the event sub-processes that lie in a scope."""
    for start in walk.process.event_starts(node):
        if any(trigger.kind in AWAITED for trigger in start.triggers):
            ask(walk, walk.add(start.id, scope=scope, role="watch"))


def launch(walk: Walk, start: StartEvent, scope: int, of: int | None = None) -> None:
    """An event sub-process begins; an interrupting one first takes away all else that runs in its scope."""
    if start.interrupting and of is None:
        walk.clear(scope)
    room = walk.open(start.parent, "event", scope, of=of)
    watch(walk, room.id, start.parent)
    leave(walk, walk.add(start.id, scope=room.id))


def _list_activities(walk: Walk, scope: Scope, node: SubProcess) -> None:
    """An ad hoc sub-process: one after the other in the order of the drawing, or all at once."""
    names = [entry.id for entry in walk.process.entries(node.id)]
    first = names[:1] if node.sequential else names
    walk.change_scope(replace(scope, queue=tuple(names[len(first) :])))
    for name in first:
        walk.moving.append(walk.add(name, scope=scope.id).id)
