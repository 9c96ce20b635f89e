"""Events that are thrown: who catches an error or an escalation, and what a signal or the end of a transaction does."""

from collections.abc import Iterable

from .catch import broadcast
from .flows import leave
from .happenings import UNCAUGHT
from .letters import send
from .loops import complete
from .model import BoundaryError, BoundaryEvent, Node, StartEvent, SubProcess, Trigger, triggers_of
from .rooms import launch
from .state import Scope, Token
from .undo import begin_undo, undo_scope
from .walk import Walk


def throw(walk: Walk, token: Token, trigger: Trigger) -> bool:
    """Throw one event from where the token stands. True when the token now waits for what it has thrown."""
    match trigger.kind:
        case "message":
            send(walk, token, walk.node(token), trigger)
        case "signal":
            send(walk, token, walk.node(token), trigger)
            broadcast(walk, trigger.name)
        case "escalation":
            escalate(walk, token, trigger.name)
        case "error":
            if not throw_error(walk, token, trigger.name) and not walk.process.sketch:
                walk.fail(trigger.name or UNCAUGHT)
        case "compensation":
            return begin_undo(walk, token, trigger.name)
        case "cancel":
            cancel_transaction(walk, token)
    return False


def throw_error(walk: Walk, token: Token, code: str) -> bool:
    """Go on from where the error is caught; what is between there and the error is over. False when nobody does."""
    found = _catcher(walk, token, "error", code)
    if found is None:
        return False
    node, place = found
    if isinstance(node, StartEvent) and isinstance(place, int):
        launch(walk, node, place)
    elif isinstance(place, Token):
        _go_on_at(walk, node, place, interrupting=True)
    return True


def escalate(walk: Walk, token: Token, code: str) -> None:
    """Tell the nearest that catches the escalation. An escalation that nobody catches is let go."""
    found = _catcher(walk, token, "escalation", code)
    if found is None:
        return
    node, place = found
    if isinstance(node, StartEvent) and isinstance(place, int):
        launch(walk, node, place)
    elif isinstance(place, Token):
        _go_on_at(walk, node, place, interrupting=not isinstance(node, BoundaryEvent) or node.interrupting)


def _go_on_at(walk: Walk, boundary: Node, host: Token, *, interrupting: bool) -> None:
    token = walk.add(boundary.id, scope=host.scope)
    if interrupting:
        walk.cancel(host)
    leave(walk, token)


def _catcher(walk: Walk, token: Token, kind: str, code: str) -> tuple[Node, int | Token] | None:
    """The nearest catching event outwards, with the scope it starts in or the token on whose edge it is."""
    edge = _on_edge(walk, token, kind, code)
    if edge is not None:
        return edge, token
    number, from_sub = token.scope, ""
    while True:
        scope = walk.scopes.get(number)
        if scope is None or scope.kind in ("sub", "event"):
            starts = walk.process.event_starts(scope.node if scope else "")
            found = _best([start for start in starts if start.parent != from_sub], kind, code)
            if found is not None:
                return found, number
        if scope is None:
            return None
        from_sub = scope.node if scope.kind == "event" else ""
        host = _host(walk, scope)
        edge = _on_edge(walk, host, kind, code) if host is not None else None
        if edge is not None and host is not None:
            return edge, host
        number = scope.parent


def _host(walk: Walk, scope: Scope) -> Token | None:
    return walk.tokens.get(scope.token) if scope.token is not None and scope.kind in ("sub", "multi") else None


def _on_edge(walk: Walk, host: Token, kind: str, code: str) -> Node | None:
    # The events on the edge of an activity that runs several times belong to the whole of it.
    edges = walk.process.boundaries.get(host.node, ()) if host.role != "body" else ()
    return _best([edge for edge in edges if isinstance(edge, BoundaryError | BoundaryEvent)], kind, code)


def _best(nodes: Iterable[Node], kind: str, code: str) -> Node | None:
    """Who names the code comes before who catches all."""
    names = [(node, one.name) for node in nodes for one in triggers_of(node) if one.kind == kind]
    exact = (node for node, name in names if name and name == code)
    return next(exact, None) or next((node for node, name in names if not name), None)


def cancel_transaction(walk: Walk, token: Token) -> None:
    """What was done in the transaction is undone, then the token goes on from its cancel event."""
    scope = walk.scopes.get(token.scope)
    while scope is not None and not _is_transaction(walk, scope):
        scope = walk.scopes.get(scope.parent)
    if scope is not None and scope.token is not None:
        host = walk.tokens[scope.token]
        if not undo_scope(walk, scope, host):
            transaction_cancelled(walk, host)


def _is_transaction(walk: Walk, scope: Scope) -> bool:
    node = walk.process.nodes[scope.node]
    return scope.kind == "sub" and isinstance(node, SubProcess) and node.kind == "transaction"


def transaction_cancelled(walk: Walk, host: Token) -> None:
    """Everything is undone: go on from the cancel event on the edge; without one the token ends here."""
    edge = _on_edge(walk, host, "cancel", "")
    if edge is not None:
        _go_on_at(walk, edge, host, interrupting=True)
    elif host.role == "body":
        complete(walk, host)
    else:
        walk.cancel(host)
