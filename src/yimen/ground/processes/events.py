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
