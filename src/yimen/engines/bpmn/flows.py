"""The ways out of a node: which flows are open, and how a token goes on along them."""

from collections.abc import Sequence
from dataclasses import replace

from .answers import holds
from .happenings import NO_WAY_OUT
from .model import ExclusiveGateway, Flow, Node
from .state import Token
from .walk import Walk


def leave(walk: Walk, token: Token) -> None:
    """The node is done: the token goes on by the flows that are open, or ends where nothing leads on."""
    node = walk.node(token)
    walk.cancel_boundaries(token)
    flows = open_flows(walk, node, token.scope)
    if flows:
        take(walk, token, flows if node.completion_quantity == 1 else [*flows] * node.completion_quantity)
    elif node.outgoing:
        walk.raise_incident(replace(token, host=None, role=""), NO_WAY_OUT)
    else:
        walk.end(token)


def take(walk: Walk, token: Token, flows: Sequence[Flow]) -> None:
    """Move along the flows. A token that waited gets a new number, so that a late answer finds nobody."""
    if len(flows) == 1 and not token.waiting:
        (flow,) = flows
        walk.change(Token(token.id, flow.target, False, flow.id, None, "", token.scope))
        walk.moving.append(token.id)
        return
    walk.discard(token)
    for flow in flows:
        walk.moving.append(walk.add(flow.target, flow.id, scope=token.scope).id)


def jump(walk: Walk, token: Token, target: Node) -> None:
    """Go on from a throwing link at the catching one."""
    walk.change(Token(token.id, target.id, scope=token.scope))
    walk.moving.append(token.id)


def open_flows(walk: Walk, node: Node, scope: int = 0) -> Sequence[Flow]:
    """The flows to take: one of an exclusive gateway, all of a parallel one, else each whose condition holds."""
    unasked = walk.process.unasked.get(node.id)
    if unasked is not None:
        return unasked
    flows = [walk.process.flows[flow] for flow in node.outgoing]
    choices = [flow for flow in flows if flow.id != node.default]
    if isinstance(node, ExclusiveGateway):
        first = next((flow for flow in choices if holds(walk, node, flow, scope)), None)
        return [first] if first else _default(walk, node)
    opened = [flow for flow in choices if holds(walk, node, flow, scope)]
    # BPMN 2.0.2, 13.2.1: the default of an activity is taken only when no condition holds.
    conditional = any(flow.condition is not None for flow in opened)
    return opened if conditional else opened + _default(walk, node)


def _default(walk: Walk, node: Node) -> list[Flow]:
    return [walk.process.flows[node.default]] if node.default else []
