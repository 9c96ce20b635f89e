"""Gateways where tokens wait for each other."""

from collections.abc import Iterable
from dataclasses import replace

from .answers import met
from .flows import leave
from .happenings import GATHERING, JOIN_STUCK
from .model import ComplexGateway, InclusiveGateway, Node, ParallelGateway
from .state import Scope, Token
from .walk import Walk

_JOINS = (ParallelGateway, InclusiveGateway, ComplexGateway)


def at(walk: Walk, node: Node, scope: int) -> list[Token]:
    """The tokens that wait at a node in a scope, in the order in which they came."""
    here = node.id
    return [token for token in walk.tokens.values() if token.node == here and token.scope == scope and token.waiting]


def first_of_each(tokens: Iterable[Token]) -> dict[str, Token]:
    """By each flow the first token that came by it."""
    found: dict[str, Token] = {}
    for token in tokens:
        found.setdefault(token.flow, token)
    return found


def join(walk: Walk, node: Node, scope: int) -> None:
    """A parallel gateway lets one token go on when one has arrived by each incoming flow."""
    arrived = first_of_each(at(walk, node, scope))
    if all(flow in arrived for flow in node.incoming):
        merge(walk, [arrived[flow] for flow in node.incoming])


def merge(walk: Walk, tokens: list[Token]) -> None:
    """Several tokens of one join go on as one."""
    for token in tokens[1:]:
        walk.discard(token, "merged")
    leave(walk, tokens[0])


def release(walk: Walk, token: Token) -> None:
    """Let a join go on with those that have come, although others are missing."""
    here = [other for other in walk.tokens.values() if (other.node, other.scope) == (token.node, token.scope)]
    merge(walk, list(first_of_each(here).values()))


def gather(walk: Walk, token: Token, quantity: int) -> Token | None:
    """Wait until as many tokens have come as the activity needs; then the last one goes on for all of them."""
    before = [other for other in at(walk, walk.node(token), token.scope) if other.role == "gather"]
    if len(before) + 1 < quantity:
        walk.change(replace(token, waiting=True, role="gather"))
        return None
    for other in before[: quantity - 1]:
        walk.discard(other, "merged")
    return token


def arrive(walk: Walk, token: Token, node: ComplexGateway) -> None:
    """A token comes to a complex gateway: it waits, or ends with a round that has gone on already."""
    here = _round(walk, node, token.scope)
    if here is not None and token.flow not in here.queue:
        walk.change_scope(replace(here, queue=(*here.queue, token.flow)))
        walk.discard(token, "merged")
        return
    walk.wait(token)


def synchronize(walk: Walk) -> bool:
    """Let one inclusive or complex gateway go on, once nothing else moves. False when none is ready."""
    if not walk.process.has_late_joins:
        return False
    for scope in [one for one in walk.scopes.values() if one.kind == "round"]:
        if not _blocked(walk, walk.process.nodes[scope.node], scope.parent, set(scope.queue)):
            walk.close(scope)
            return True
    places = dict.fromkeys((token.node, token.scope) for token in walk.tokens.values() if token.waiting)
    return any(_goes_on(walk, walk.process.nodes[node], scope) for node, scope in places)


def _goes_on(walk: Walk, node: Node, scope: int) -> bool:
    if not isinstance(node, InclusiveGateway | ComplexGateway):
        return False
    tokens = [token for token in at(walk, node, scope) if not token.incident]
    arrived = first_of_each(tokens)
    if not arrived:
        return False
    if isinstance(node, ComplexGateway) and node.activation:
        if _round(walk, node, scope) is not None:
            return False
        if not met(walk, node, node.activation, scope, activationCount=len(tokens)):
            return False
        if set(arrived) < set(node.incoming):
            here = walk.open(node.id, "round", scope)
            walk.change_scope(replace(here, queue=tuple(arrived)))
    elif _blocked(walk, node, scope, set(arrived)):
        return False
    merge(walk, list(arrived.values()))
    return True


def _round(walk: Walk, node: Node, scope: int) -> Scope | None:
    return next((one for one in walk.inner(scope) if one.kind == "round" and one.node == node.id), None)


def _blocked(walk: Walk, node: Node, scope: int, arrived: set[str]) -> bool:
    """Whether a token may still come by a flow that has none, and by none that has one (BPMN 2.0.2, 13.4.3)."""
    before, missing = walk.process.before, [flow for flow in node.incoming if flow not in arrived]
    for token in walk.tokens.values():
        if token.scope != scope or token.node == node.id or token.host is not None or token.role == "watch":
            continue
        to_missing = any(token.node in before(node.id, flow) for flow in missing)
        if to_missing and not any(token.node in before(node.id, flow) for flow in arrived if flow in node.incoming):
            return True
    return False


def report_stuck(walk: Walk) -> None:
    """Ask a person where tokens wait for others that cannot come any more."""
    joining = walk.process.joining
    if not joining:
        return
    for scope in {token.scope for token in walk.tokens.values() if token.node in joining}:
        waiting: list[Token] = []
        able: list[Token] = []
        for token in walk.tokens.values():
            if token.scope == scope and token.role != "watch":
                (waiting if _waits_for_others(walk, token) else able).append(token)
        if waiting:
            _report_in(walk, waiting, able)


def _waits_for_others(walk: Walk, token: Token) -> bool:
    return token.role == "gather" or isinstance(walk.node(token), _JOINS)


def _report_in(walk: Walk, waiting: list[Token], able: list[Token]) -> None:
    for name in dict.fromkeys(token.node for token in waiting):
        node = walk.process.nodes[name]
        tokens = [token for token in waiting if token.node == name]
        if any(token.incident for token in tokens):
            continue
        if tokens[0].role == "gather":
            if not _can_come(walk, able, name):
                walk.raise_incident(tokens[0], GATHERING)
        elif not _can_complete(walk, node, tokens, able):
            walk.raise_incident(tokens[0], JOIN_STUCK)


def _can_complete(walk: Walk, node: Node, tokens: list[Token], able: list[Token]) -> bool:
    if not isinstance(node, ParallelGateway):
        return bool(able)
    arrived = {token.flow for token in tokens}
    sources = [walk.process.flows[flow].source for flow in node.incoming if flow not in arrived]
    return all(_can_come(walk, able, source) for source in sources)


def _can_come(walk: Walk, tokens: list[Token], node: str) -> bool:
    return any(walk.process.leads_to(token.node, node) for token in tokens)
