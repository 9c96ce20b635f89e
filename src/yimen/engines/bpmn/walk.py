"""One step being taken: works on copies of the state and writes down every change and effect."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from yimen.engines.feel import Doubt

from .errors import BpmnError
from .expressions import evaluate
from .happenings import (
    CancelCall,
    CancelTimer,
    Change,
    CloseTask,
    Effect,
    EndReached,
    InstanceFailed,
    RaiseIncident,
    ScopeChanged,
    ScopeClosed,
    ScopeOpened,
    Step,
    TokenAdded,
    TokenChanged,
    TokenClosed,
    Unsubscribe,
    VariableSet,
    WorkForgotten,
    WorkKept,
)
from .model import CallActivity, EndEvent, Node, Process, ThrowEvent, Trigger, UserTask, triggers_of
from .state import Scope, State, Token, Work
from .values import SOUND, keep, keep_name


class Walk:
    """The working copy of one instance during one step. Only this package uses it."""

    def __init__(self, process: Process, state: State) -> None:
        self.process = process
        self.tokens = {token.id: token for token in state.tokens}
        self.variables = dict(state.variables)
        self.next_token = state.next_token
        self.ended = list(state.ended)
        self.scopes = {scope.id: scope for scope in state.scopes} if state.scopes else {}
        self.works = {work.id: work for work in state.works} if state.works else {}
        self.failed = state.failed
        self.moving: deque[int] = deque()
        self.thrown: deque[tuple[int, Trigger]] = deque()
        self.changes: list[Change] = []
        self.effects: list[Effect] = []
        self.doubts: dict[Doubt, None] = {}
        # How many times at most one activity runs in this step, with the times around it: so many steps are no loop.
        self.widest = 1

    def node(self, token: Token) -> Node:
        """The node a token stands on. Raises ``BpmnError`` when the state belongs to another definition."""
        try:
            return self.process.nodes[token.node]
        except KeyError:
            sentence = f"流程“{self.process.id}”里没有节点“{token.node}”：这个实例属于流程的另一个版本。"
            raise BpmnError(sentence) from None

    def _number(self) -> int:
        number = self.next_token
        self.next_token = number + 1
        return number

    def add(self, node: str, flow: str = "", host: int | None = None, scope: int = 0, role: str = "") -> Token:
        """A new token on a node."""
        token = Token(self._number(), node, flow=flow, host=host, scope=scope, role=role)
        self.tokens[token.id] = token
        self.changes.append(TokenAdded(token))
        return token

    def open(
        self,
        node: str,
        kind: str,
        parent: int,
        token: int | None = None,
        variables: Mapping[str, object] | None = None,
        of: int | None = None,
    ) -> Scope:
        """A new scope."""
        kept = {name: keep(value, name) for name, value in (variables or {}).items()}
        scope = Scope(self._number(), node, kind, parent, token, MappingProxyType(kept), of=of)
        self.scopes[scope.id] = scope
        self.changes.append(ScopeOpened(scope))
        return scope

    def change_scope(self, scope: Scope) -> Scope:
        """Write down what became of a scope."""
        self.scopes[scope.id] = scope
        self.changes.append(ScopeChanged(scope))
        return scope

    def close(self, scope: Scope, how: Literal["ended", "cancelled"] = "ended") -> None:
        """The scope is over; nothing may be left in it."""
        del self.scopes[scope.id]
        self.changes.append(ScopeClosed(scope.id, scope.node, how))

    def inner(self, scope: int) -> list[Scope]:
        """The scopes directly inside a scope."""
        return [other for other in self.scopes.values() if other.parent == scope]

    def clear(self, scope: int) -> None:
        """Take away everything that is in a scope; what was done in it can no longer be undone."""
        for token in [token for token in self.tokens.values() if token.scope == scope]:
            if token.id in self.tokens:
                self.cancel(token)
        for other in self.inner(scope):
            if other.id in self.scopes:
                self.clear(other.id)
                self.forget_scope(other.id)
                self.close(other, "cancelled")

    def remember(self, node: str, scope: int, inner: int | None = None) -> None:
        """Keep that an activity was completed that can be undone."""
        work = Work(self._number(), node, scope, inner)
        self.works[work.id] = work
        self.changes.append(WorkKept(work))

    def forget(self, work: Work) -> None:
        """The work is undone, or can no longer be undone."""
        del self.works[work.id]
        self.changes.append(WorkForgotten(work.id))

    def forget_scope(self, scope: int) -> None:
        """What was done in a scope that did not come to its end is not undone."""
        for work in [work for work in self.works.values() if work.scope == scope]:
            self.forget(work)
            if work.inner is not None:
                self.forget_scope(work.inner)

    def visible(self, scope: int) -> Mapping[str, object]:
        """The variables that are seen in a scope: its own before those around it."""
        found: dict[str, object] = {}
        while scope in self.scopes:
            found = {**self.scopes[scope].variables, **found}
            scope = self.scopes[scope].parent
        return {**self.variables, **found} if found else self.variables

    def change(self, token: Token) -> Token:
        """Write down what became of a token."""
        self.tokens[token.id] = token
        self.changes.append(TokenChanged(token))
        return token

    def wait(self, token: Token, effect: Effect | None = None) -> Token:
        """Let the token wait, and ask the host for what it waits for."""
        if effect is not None:
            self.effects.append(effect)
        return self.change(token if token.waiting else token.at_rest())

    def raise_incident(self, token: Token, code: str) -> None:
        """Let the token wait for a person who deals with what went wrong."""
        self.change(replace(token, waiting=True, incident=code))
        self.effects.append(RaiseIncident(token.id, token.node, code))

    def discard(self, token: Token, how: Literal["left", "cancelled", "merged"] = "left") -> None:
        """Take a token away that has done its part."""
        del self.tokens[token.id]
        self.changes.append(TokenClosed(token.id, token.node, how))

    def cancel(self, token: Token) -> None:
        """Take a token away that was still waiting, with the timers on its edge, and tell the host."""
        self.withdraw(token)
        self.discard(token, "cancelled")

    def withdraw(self, token: Token) -> None:
        """Take back all that a waiting token has opened; the token itself stays for the caller to deal with."""
        self.cancel_boundaries(token)
        for scope in [scope for scope in self.scopes.values() if scope.token == token.id]:
            self.clear(scope.id)
            self.forget_scope(scope.id)
            self.close(scope, "cancelled")
        self.take_back(token)

    def take_back(self, token: Token) -> None:
        """What the host was asked for the token itself is no longer wanted."""
        asked = len(self.effects)
        # What was asked for in this very step must not be done at all: a cancelled branch issues no certificate.
        self.effects = [effect for effect in self.effects if getattr(effect, "token", 0) != token.id]
        if asked == len(self.effects) and token.waiting and not token.incident:
            self._tell(token)

    def renew(self, token: Token) -> Token:
        """The same place under a new number, so that what was asked for before finds nobody; its edges stay."""
        fresh = self.add(token.node, token.flow, token.host, token.scope, token.role)
        for edge in [edge for edge in self.tokens.values() if edge.host == token.id]:
            self.change(replace(edge, host=fresh.id))
        self.discard(token)
        return fresh

    def cancel_boundaries(self, host: Token) -> None:
        """Stop the boundary timers of a task that is left."""
        if host.node in self.process.holding:
            for token in [token for token in self.tokens.values() if token.host == host.id]:
                self.cancel(token)

    def cancel_all(self) -> None:
        """Take every token away, and every scope."""
        for number in list(self.tokens):
            if number in self.tokens:
                self.cancel(self.tokens[number])
        for scope in list(self.scopes.values()):
            self.close(scope, "cancelled")

    def fail(self, code: str) -> None:
        """The instance ends in an error that nobody caught."""
        self.failed = code
        self.changes.append(InstanceFailed(code))
        self.cancel_all()

    def set(self, name: str, value: object, scope: int = 0) -> None:
        """Set a variable where it is seen from the scope, else in the instance.

        Raises ``UnfitValue`` for a value that cannot be stored.
        """
        kept = value if type(value) in SOUND else keep(value, name)
        if scope:
            scope = self._set_inside(name, kept, scope)
        if not scope:
            self.variables[name] = kept
        self.changes.append(VariableSet(name, kept, scope))

    def _set_inside(self, name: str, kept: object, scope: int) -> int:
        """Set it in the innermost scope that has a variable of that name. 0 when none has."""
        while scope in self.scopes and name not in self.scopes[scope].variables:
            scope = self.scopes[scope].parent
        found = self.scopes.get(scope)
        if found is not None:
            self.scopes[scope] = replace(found, variables=MappingProxyType({**found.variables, name: kept}))
        return scope

    def set_all(self, variables: Mapping[str, object], scope: int = 0) -> None:
        """Set several variables that the host gives. Raises ``UnfitValue``."""
        for name, value in variables.items():
            self.set(keep_name(name), value, scope)

    def end(self, token: Token, how: Literal["left", "cancelled"] = "left") -> None:
        """The token reached an end. Ends inside a sub-process are no ends of the instance."""
        if self._ends_all(token.scope):
            self.ended.append(token.node)
            self.changes.append(EndReached(token.node))
        self.discard(token, how)

    def _ends_all(self, scope: int) -> bool:
        found = self.scopes.get(scope)
        return found is None or (found.kind == "event" and self._ends_all(found.parent))

    def evaluate(self, node: Node, text: str, scope: int = 0, **more: object) -> tuple[object, bool]:
        """The value of an expression at a node, and whether doubts explain it; the doubts go on the step."""
        seen = self.visible(scope)
        evaluation = evaluate(self.process, node, text, {**seen, **more} if more else seen)
        for doubt in evaluation.doubts:
            self.doubt(node, doubt.sentence)
        return evaluation.value, bool(evaluation.doubts)

    def doubt(self, node: Node, sentence: str) -> None:
        """Note why a value is null, each sentence once, with the node where it arose."""
        self.doubts[Doubt(f"{node.label}：{sentence}")] = None

    def step(self) -> Step:
        """The finished step."""
        state = State(
            tokens=tuple(self.tokens.values()),
            variables=MappingProxyType(self.variables),
            next_token=self.next_token,
            ended=tuple(self.ended),
            done=not self.tokens,
            scopes=tuple(self.scopes.values()),
            works=tuple(self.works.values()) if self.tokens else (),
            failed=self.failed,
        )
        return Step(state, tuple(self.changes), tuple(self.effects), tuple(self.doubts))

    def _tell(self, token: Token) -> None:
        node = self.node(token)
        if token.role in ("loop", "gather") or isinstance(node, EndEvent | ThrowEvent):
            return
        match node:
            case UserTask():
                self.effects.append(CloseTask(token.id))
            case CallActivity():
                self.effects.append(CancelCall(token.id))
            case _:
                kinds = {trigger.kind for trigger in triggers_of(node)}
                if "timer" in kinds:
                    self.effects.append(CancelTimer(token.id))
                if kinds & {"message", "signal"}:
                    self.effects.append(Unsubscribe(token.id))
