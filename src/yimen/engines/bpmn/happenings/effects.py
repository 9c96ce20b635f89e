"""What the engine asks the host to do."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Literal, TypeAlias

from yimen.engines.bpmn.fact import fact
from yimen.engines.bpmn.model import DECIDE

_NOTHING: Mapping[str, object] = MappingProxyType({})


@fact(frozen=True, slots=True)
class OpenTask:
    """Put a task before the people of a post. ``act`` is one of ``ACTS``; ``applicant`` is the post of who applied."""

    token: int
    node: str
    name: str
    post: str
    limit: str
    outcomes: tuple[str, ...]
    act: str = DECIDE


@fact(frozen=True, slots=True)
class CallCapability:
    """Do what the capability names, then report ``CapabilityReturned`` or ``CapabilityFailed``."""

    token: int
    node: str
    capability: str


@fact(frozen=True, slots=True)
class CallProcess:
    """Start the process that ``called`` names, then report ``ProcessReturned`` when it is over, or ``CallFailed``."""

    token: int
    node: str
    called: str


@fact(frozen=True, slots=True)
class AskDecision:
    """Decide, then report ``DecisionMade``; the outputs will go into the variable ``result``."""

    token: int
    node: str
    decision: str
    result: str


@fact(frozen=True, slots=True)
class StartTimer:
    """Report ``TimerFired`` when due. ``expression_value`` is a date or date and time, or a duration, in ISO 8601.

    Of a repeating timer ``turn`` counts its firings. The second and later ones come with the duration between two; they
    are counted from ``since`` (the moment of the first), or when there is none from when the token began to wait.
    """

    token: int
    node: str
    kind: Literal["date", "duration"]
    expression_value: str
    turn: int = 1
    since: str = ""


@fact(frozen=True, slots=True)
class Subscribe:
    """Report ``MessageArrived`` for this token when such a message comes; a signal goes to every instance.

    ``key`` is what the message must have been sent with; empty: the host's own, by which it knows the instance.
    """

    token: int
    node: str
    kind: Literal["message", "signal"]
    name: str
    key: str = ""


@fact(frozen=True, slots=True)
class Unsubscribe:
    """The token no longer waits for messages or signals."""

    token: int


@fact(frozen=True, slots=True)
class SendMessage:
    """Bring the message to one instance that waits for it by this key, or begin one with it.

    ``variables`` go with it, and nothing else of the instance.
    """

    node: str
    name: str
    key: str = ""
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@fact(frozen=True, slots=True)
class ThrowSignal:
    """Tell every other instance of the signal, and begin those that it starts. This one has caught it already."""

    node: str
    name: str
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@fact(frozen=True, slots=True)
class CloseTask:
    """The task of this token is no longer wanted."""

    token: int


@fact(frozen=True, slots=True)
class CancelCall:
    """The process called for this token is no longer wanted."""

    token: int


@fact(frozen=True, slots=True)
class CancelTimer:
    """The timer of this token is no longer wanted."""

    token: int


@fact(frozen=True, slots=True)
class RaiseIncident:
    """Ask a person: the token cannot go on. It is over with ``IncidentResolved`` or when the token is closed.

    ``code`` is what the capability said, or one of ``INCIDENTS``.
    """

    token: int
    node: str
    code: str


Effect: TypeAlias = (
    OpenTask
    | CallCapability
    | CallProcess
    | AskDecision
    | StartTimer
    | CloseTask
    | CancelCall
    | CancelTimer
    | Subscribe
    | Unsubscribe
    | SendMessage
    | ThrowSignal
    | RaiseIncident
)
