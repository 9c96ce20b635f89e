from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CapabilityAsked:
    """A process wants something done by its domain, outside the transaction that asked."""

    instance: int
    token: int
    node: str
    capability: str


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """A process that another one called is over; ``result`` is the end event reached last, or ``cancelled``.

    ``caller`` and ``token`` are the instance that called and the token that waits there.
    """

    instance: int
    caller: int
    token: int
    result: str


@dataclass(frozen=True, slots=True)
class CallRefused:
    """A process could not call another one: its domain refused, or the called definition cannot be started."""

    instance: int
    token: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A message is there for the one process that waits for it, or that it begins."""

    message: int


@dataclass(frozen=True, slots=True)
class WaitBegan:
    """A process waits for a message: one that came before may be kept for it."""

    subscription: int


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """A signal is to be brought to everyone who waits for it; ``after``: up to this process they have been found."""

    message: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class SignalDue:
    """A signal is to be brought to one process that waited for it when it was thrown."""

    message: int
    instance: int


@dataclass(frozen=True, slots=True)
class SignalBegins:
    """A signal may begin processes of subjects of this kind."""

    message: int
    kind: str
