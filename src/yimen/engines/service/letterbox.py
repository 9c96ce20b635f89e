"""Messages and signals between a case and its parts while a scenario is played."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from yimen.engines import bpmn


class Reader(Protocol):
    """A case that is being played."""

    state: bpmn.State

    @property
    def process(self) -> bpmn.Process: ...

    def take_in(self, happening: bpmn.Happening) -> None: ...


@dataclass(frozen=True, slots=True)
class _Wait:
    reader: Reader
    token: int
    kind: str
    name: str
    key: str

    def is_open(self) -> bool:
        """Whether the token is still there and this is not what it has heard already."""
        token = self.reader.state.token(self.token)
        if token is None or not token.waiting or self.reader.state.done:
            return False
        triggers = enumerate(bpmn.triggers_of(self.reader.process.nodes[token.node]))
        return any((one.kind, one.name) == (self.kind, self.name) and n not in token.got for n, one in triggers)


@dataclass
class Letterbox:
    """Who waits for what, and what came before anybody waited. One for a whole and its parts."""

    waits: list[_Wait] = field(default_factory=list)
    kept: list[bpmn.SendMessage] = field(default_factory=list)

    def wait(self, reader: Reader, effect: bpmn.Subscribe, reference: str) -> Iterator[bpmn.Happening]:
        """Remember who waits; what is there already arrives at once."""
        key = "" if effect.kind == "signal" else effect.key or reference
        wait = _Wait(reader, effect.token, effect.kind, effect.name, key)
        self.waits.append(wait)
        for letter in [one for one in self.kept if (one.name, one.key) == (wait.name, wait.key)]:
            if effect.kind == "message" and wait.is_open():
                self.kept.remove(letter)
                yield bpmn.MessageArrived(effect.token, letter.name, letter.variables)

    def forget(self, reader: Reader, token: int) -> None:
        """The token no longer waits."""
        self.waits = [one for one in self.waits if (one.reader, one.token) != (reader, token)]

    def send(self, effect: bpmn.SendMessage, reference: str) -> None:
        """Bring a message to the one who has waited longest, or keep it."""
        key = effect.key or reference
        for wait in self._open("message", effect.name, key):
            wait.reader.take_in(bpmn.MessageArrived(wait.token, effect.name, effect.variables))
            return
        self.kept.append(bpmn.SendMessage(effect.node, effect.name, key, effect.variables))

    def throw(self, thrower: Reader, effect: bpmn.ThrowSignal) -> None:
        """Tell every other case that waits."""
        told: list[Reader] = [thrower]
        for wait in self._open("signal", effect.name, ""):
            if not any(one is wait.reader for one in told):
                told.append(wait.reader)
                wait.reader.take_in(bpmn.SignalCaught(effect.name, effect.variables))

    def _open(self, kind: str, name: str, key: str) -> list[_Wait]:
        return [one for one in self.waits if (one.kind, one.name, one.key) == (kind, name, key) and one.is_open()]
