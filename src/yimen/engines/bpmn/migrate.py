"""Bring a running instance to another version of its process, whole or not at all.

What waits goes on waiting: a token keeps its number, and with it its task, its timer and its claim, unless what it
waits for has changed. The host stores the step and the new version together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .ask import ask
from .errors import BpmnError
from .happenings import GATHERING, JOIN_STUCK, NO_WAY_OUT, Step
from .joins import join
from .model import AWAITED, Node, ParallelGateway, Process, StartEvent, triggers_of
from .movable import asked_anew, why_not
from .moves import run
from .plan import Plan, edges, plan
from .state import Scope, State, Token
from .walk import Walk

# Of what failed after the work itself, or before it: there is no longer, or not yet, anything at the edge.
_OVER = (NO_WAY_OUT, JOIN_STUCK, GATHERING)


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration comes to: the step, or in sentences why the instance cannot move.

    ``notes`` say what will be other than before for those who work on it. ``renamed`` are the tokens, by number, whose
    element has another id in the new version: they have been waiting there all along.
    """

    step: Step | None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    renamed: Mapping[int, str] = field(default_factory=dict)


def migrate(old: Process, new: Process, state: State, mapping: Mapping[str, str] | None = None) -> Migration:
    """The step that brings an instance from one version to the other, or why there is none.

    Args:
        mapping: elements and flows of the old version whose ids differ, to those of the new one.

    Raises ``BpmnError`` when the mapping names what is in neither version.
    """
    found = plan(old, new, mapping)
    if state.done:
        return Migration(None, ("这个流程已经结束，不用迁移。",))
    reasons = why_not(found, state)
    if reasons:
        return Migration(None, reasons)
    move = _Move(found, state)
    try:
        step = move.step()
    except BpmnError as error:
        return Migration(None, (error.sentence,))
    before = {token.id for token in state.tokens if token.incident}
    stuck = [token for token in step.state.tokens if token.incident and token.id not in before]
    if stuck:
        return Migration(None, tuple(f"迁移后{new.nodes[token.node].cited}会卡住，等人处理。" for token in stuck))
    renamed = {one.id: to for one in state.tokens if (to := found.targets.get(one.node, one.node)) != one.node}
    return Migration(step, notes=tuple(dict.fromkeys(move.notes)), renamed=renamed)


class _Move:
    """One instance on its way from one version to the other."""

    def __init__(self, found: Plan, state: State) -> None:
        self.plan = found
        self.walk = Walk(found.old, state)
        self.notes: list[str] = []
        self.again: list[int] = []
        self.before = state.tokens

    def step(self) -> Step:
        """Take back by the old version what changes, carry the rest over, ask by the new one."""
        walk = self.walk
        for token in self.before:
            if token.id in walk.tokens:
                self._part(token)
        walk.process = self.plan.new
        for scope in list(walk.scopes.values()):
            self._carry_scope(scope)
        for token in list(walk.tokens.values()):
            self._carry(token)
        self._open_what_is_new()
        for number in self.again:
            ask(walk, walk.renew(walk.tokens[number]))
        self._join()
        run(walk)
        self._note_ways()
        return walk.step()

    def _part(self, token: Token) -> None:
        node, target = self.walk.node(token), self.plan.target(token.node)
        beside = token.host is not None or token.role == "watch"
        if beside and (target is None or not self._still_beside(token, node, target)):
            self.notes.append(f"新版本里没有{node.cited}了，不再等它。")
            self.walk.cancel(token)
        elif target is not None and not token.incident and token.role != "gather" and (why := asked_anew(node, target)):
            self.notes.append(why)
            self.again.append(token.id)
            self.walk.take_back(token)

    def _still_beside(self, token: Token, node: Node, target: Node) -> bool:
        if self.plan.unlike(node, target):
            return False
        if token.host is None:
            return True
        host = self.plan.target(self.walk.tokens[token.host].node)
        return host is not None and target in edges(self.plan.new, host.id)

    def _carry_scope(self, scope: Scope) -> None:
        target = self.plan.targets[scope.node]
        queue = tuple(self.plan.targets[name] for name in scope.queue)
        if (target, queue) != (scope.node, scope.queue):
            self.walk.change_scope(replace(scope, node=target, queue=queue))

    def _carry(self, token: Token) -> None:
        target = self.plan.new.nodes[self.plan.targets[token.node]]
        flow = (self.plan.flow(token.flow, target) or "") if token.flow else ""
        if (target.id, flow) != (token.node, token.flow):
            self.walk.change(replace(token, node=target.id, flow=flow))

    def _open_what_is_new(self) -> None:
        """What the new version lets wait beside a step, or in a scope, and the old one did not."""
        for token in self.before:
            here = self.walk.tokens.get(token.id)
            if here is not None and token.host is None and not token.role and token.incident not in _OVER:
                old, new = edges(self.plan.old, token.node), edges(self.plan.new, here.node)
                for edge in self._only_in_new(old, new):
                    self._open(self.walk.add(edge.id, _flow(self.walk, here.node, edge), here.id, here.scope))
        for scope in [None, *self.walk.scopes.values()]:
            if scope is None or scope.kind in ("sub", "event"):
                self._watch(scope)

    def _watch(self, scope: Scope | None) -> None:
        walk, number, room = self.walk, scope.id if scope else 0, scope.node if scope else ""
        # An event sub-process that took the place of all else in its scope leaves nothing waiting there.
        within = [start for other in walk.inner(number) if other.kind == "event" for start in _starts(walk, other)]
        if any(start.interrupting for start in within):
            return
        was = next((one for one in self.plan.old.nodes if self.plan.targets.get(one) == room), "") if room else ""
        for start in self._only_in_new(self.plan.old.event_starts(was), walk.process.event_starts(room)):
            self._open(walk.add(start.id, scope=number, role="watch"))

    def _only_in_new(self, old: Iterable[Node], new: Iterable[Node]) -> list[Node]:
        """Those to wait for now. One that stands for an old one is waited for already, or has come."""
        pairs = [(one, self.plan.target(one.id)) for one in old]
        known = {other.id for one, other in pairs if other is not None and not self.plan.unlike(one, other)}
        return [node for node in new if node.id not in known and any(one.kind in AWAITED for one in triggers_of(node))]

    def _open(self, token: Token) -> None:
        ask(self.walk, token)
        self.notes.append(f"新版本里多了{self.walk.node(token).cited}，从迁移时起开始等它。")

    def _join(self) -> None:
        for token in list(self.walk.tokens.values()):
            node = self.walk.node(token)
            if isinstance(node, ParallelGateway) and token.id in self.walk.tokens and not token.incident:
                join(self.walk, node, token.scope)

    def _note_ways(self) -> None:
        for token in self.before:
            stays = token.id in self.walk.tokens or token.id in self.again
            if not stays and token.host is None and token.role != "watch":
                target = self.plan.new.nodes[self.plan.targets[token.node]]
                self.notes.append(f"{target.cited}在新版本里不用再等，迁移时就往下办。")


def _starts(walk: Walk, scope: Scope) -> list[StartEvent]:
    return [node for node in walk.process.inside.get(scope.node, ()) if isinstance(node, StartEvent)]


def _flow(walk: Walk, host: str, edge: Node) -> str:
    """By which flow an event behind an event gateway is waited for; none leads to the edge of an activity."""
    return next((one for one in walk.process.nodes[host].outgoing if one in edge.incoming), "")
