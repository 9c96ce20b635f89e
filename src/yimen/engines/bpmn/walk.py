"""One step being taken: works on copies of the state and writes down every change and effect."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

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
    RaiseIncident,
    Step,
    TokenAdded,
    TokenChanged,
    TokenClosed,
    VariableSet,
)
from .model import BoundaryTimer, CallActivity, Node, Process, TimerEvent, UserTask
from .state import State, Token
from .values import keep


class Walk:
    """The working copy of one instance during one step. Only this package uses it."""

    def __init__(self, process: Process, state: State) -> None:
        self.process = process
        self.tokens = {token.id: token for token in state.tokens}
        self.variables = dict(state.variables)
        self.next_token = state.next_token
        self.ended = list(state.ended)
        self.moving: deque[int] = deque()
        self.changes: list[Change] = []
        self.effects: list[Effect] = []
        self.doubts: dict[Doubt, None] = {}

    def node(self, token: Token) -> Node:
        """The node a token stands on. Raises ``BpmnError`` when the state belongs to another definition."""
        found = self.process.nodes.get(token.node)
        if found is None:
            raise BpmnError(f"流程“{self.process.id}”里没有节点“{token.node}”：这个实例属于流程的另一个版本。")
        return found

    def add(self, node: str, flow: str = "", host: int | None = None) -> Token:
        """A new token on a node."""
        token = Token(self.next_token, node, flow=flow, host=host)
        self.next_token += 1
        self.tokens[token.id] = token
        self.changes.append(TokenAdded(token))
        return token

    def change(self, token: Token) -> Token:
        """Write down what became of a token."""
        self.tokens[token.id] = token
        self.changes.append(TokenChanged(token))
        return token

    def wait(self, token: Token, effect: Effect | None = None) -> None:
        """Let the token wait, and ask the host for what it waits for."""
        self.change(replace(token, waiting=True))
        if effect is not None:
            self.effects.append(effect)

    def raise_incident(self, token: Token, code: str) -> None:
        """Let the token wait for a person who deals with what went wrong."""
        self.change(replace(token, waiting=True, incident=code))
        self.effects.append(RaiseIncident(token.id, token.node, code))

    def discard(self, token: Token) -> None:
        """Take a token away that has done its part."""
        del self.tokens[token.id]
        self.changes.append(TokenClosed(token.id, token.node))

    def cancel(self, token: Token) -> None:
        """Take a token away that was still waiting, with the timers on its edge, and tell the host."""
        self.cancel_boundaries(token)
        asked = len(self.effects)
        # What was asked for in this very step must not be done at all: a cancelled branch issues no certificate.
        self.effects = [effect for effect in self.effects if effect.token != token.id]
        if asked == len(self.effects) and token.waiting and not token.incident:
            self._tell(token)
        self.discard(token)

    def cancel_boundaries(self, host: Token) -> None:
        """Stop the boundary timers of a task that is left."""
        for token in [token for token in self.tokens.values() if token.host == host.id]:
            self.cancel(token)

    def cancel_all(self) -> None:
        """Take every token away."""
        for number in list(self.tokens):
            if number in self.tokens:
                self.cancel(self.tokens[number])

    def set(self, name: str, value: object) -> None:
        """Set a variable. Raises ``BpmnError`` for a value that cannot be stored."""
        self.variables[name] = keep(value, name)
        self.changes.append(VariableSet(name, self.variables[name]))

    def set_all(self, variables: Mapping[str, object]) -> None:
        """Set several variables."""
        for name, value in variables.items():
            self.set(name, value)

    def end(self, token: Token) -> None:
        """The token reached an end."""
        self.ended.append(token.node)
        self.changes.append(EndReached(token.node))
        self.discard(token)

    def evaluate(self, node: Node, text: str) -> tuple[object, bool]:
        """The value of an expression at a node, and whether doubts explain it; the doubts go on the step."""
        evaluation = evaluate(self.process, node, text, self.variables)
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
        )
        return Step(state, tuple(self.changes), tuple(self.effects), tuple(self.doubts))

    def _tell(self, token: Token) -> None:
        match self.node(token):
            case UserTask():
                self.effects.append(CloseTask(token.id))
            case CallActivity():
                self.effects.append(CancelCall(token.id))
            case TimerEvent() | BoundaryTimer():
                self.effects.append(CancelTimer(token.id))
