"""What can happen to an instance, and what comes of it: changes to store, effects to carry out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from yimen.engines.feel import Doubt

from .model import DECIDE
from .state import Scope, State, Token, Work

_NOTHING: Mapping[str, object] = MappingProxyType({})


# What the host tells the engine.


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    """A person finished a user task with one of its outcomes (empty when the task names none)."""

    token: int
    outcome: str = ""
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class CapabilityReturned:
    """The capability of a service task did its work."""

    token: int
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class CapabilityFailed:
    """The capability of a service task gave up, with a code that an error boundary event may catch.

    Codes that begin with ``ym:`` belong to the engine.
    """

    token: int
    code: str


@dataclass(frozen=True, slots=True)
class ProcessReturned:
    """The process that a call activity called is over.

    ``result`` is the id of the end event at which its last token ended, or ``cancelled`` (``CANCELLED``).
    """

    token: int
    result: str


@dataclass(frozen=True, slots=True)
class CallFailed:
    """The process could not be called, or its answer not be taken in; an error boundary event may catch the code.

    Codes that begin with ``ym:`` belong to the engine.
    """

    token: int
    code: str


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """The decision of a business rule task was made; ``outputs`` is any FEEL value that can be stored."""

    token: int
    outputs: object


@dataclass(frozen=True, slots=True)
class TimerFired:
    """The timer of a timer event or boundary timer is due."""

    token: int


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """A message came for the token that waits for one; of an event with several, ``name`` says which."""

    token: int
    name: str = ""
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class SignalCaught:
    """A signal was thrown elsewhere: every token that waits for it goes on; nobody need wait."""

    name: str
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class VariablesChanged:
    """Facts changed outside: conditions are looked at again."""

    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class IncidentResolved:
    """A person dealt with an incident: the step is tried again, or a stuck join lets its tokens go on."""

    token: int
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class InstanceCancelled:
    """The whole instance is over for a reason outside the process, such as withdrawal by the applicant."""


Happening: TypeAlias = (
    TaskCompleted
    | CapabilityReturned
    | CapabilityFailed
    | ProcessReturned
    | CallFailed
    | DecisionMade
    | TimerFired
    | MessageArrived
    | SignalCaught
    | VariablesChanged
    | IncidentResolved
    | InstanceCancelled
)


# What the engine asks the host to do.


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Put a task before the people of a post. ``act`` is one of ``ACTS``; ``applicant`` is the post of who applied."""

    token: int
    node: str
    name: str
    post: str
    limit: str
    outcomes: tuple[str, ...]
    act: str = DECIDE


@dataclass(frozen=True, slots=True)
class CallCapability:
    """Do what the capability names, then report ``CapabilityReturned`` or ``CapabilityFailed``."""

    token: int
    node: str
    capability: str


@dataclass(frozen=True, slots=True)
class CallProcess:
    """Start the process that ``called`` names, then report ``ProcessReturned`` when it is over, or ``CallFailed``."""

    token: int
    node: str
    called: str


@dataclass(frozen=True, slots=True)
class AskDecision:
    """Decide, then report ``DecisionMade``; the outputs will go into the variable ``result``."""

    token: int
    node: str
    decision: str
    result: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Report ``MessageArrived`` for this token when such a message comes; a signal goes to every instance.

    ``key`` is what the message must have been sent with; empty: the host's own, by which it knows the instance.
    """

    token: int
    node: str
    kind: Literal["message", "signal"]
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The token no longer waits for messages or signals."""

    token: int


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Bring the message to one instance that waits for it by this key, or begin one with it.

    ``variables`` go with it, and nothing else of the instance.
    """

    node: str
    name: str
    key: str = ""
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class ThrowSignal:
    """Tell every other instance of the signal, and begin those that it starts. This one has caught it already."""

    node: str
    name: str
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class CloseTask:
    """The task of this token is no longer wanted."""

    token: int


@dataclass(frozen=True, slots=True)
class CancelCall:
    """The process called for this token is no longer wanted."""

    token: int


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """The timer of this token is no longer wanted."""

    token: int


@dataclass(frozen=True, slots=True)
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

# The result of a called process that was cancelled and so reached no end event.
CANCELLED = "cancelled"

NO_WAY_OUT = "ym:no-way-out"
JOIN_STUCK = "ym:join-stuck"
TIMER_WITHOUT_VALUE = "ym:timer-without-value"
FAILED = "ym:failed"
LOOP_WITHOUT_COUNT = "ym:loop-without-count"
GATHERING = "ym:gathering"
UNCAUGHT = "ym:error"
NO_KEY = "ym:message-without-key"
INCIDENTS: Mapping[str, str] = MappingProxyType(
    {
        NO_WAY_OUT: "没有一条出口的条件成立，也没有默认流。核对流程变量后继续。",
        JOIN_STUCK: "汇合处还缺分支，但缺的分支已经不会再来。确认后放行。",
        FAILED: "系统办理失败，没有说明原因。查明后重试。",
        LOOP_WITHOUT_COUNT: "多实例的次数不是 0 到 1000 的整数，或集合不是列表。核对流程变量后继续。",
        GATHERING: "这一步要等几个令牌到齐，但不会再有令牌来。确认后放行。",
        NO_KEY: "消息的键没有得出值，不知道发给哪一件、等哪一件的消息。补充所需的变量后继续。",
        TIMER_WITHOUT_VALUE: "定时的表达式没有得到日期或时长。补充所需的变量后继续。",
    }
)


# What the host stores.


@dataclass(frozen=True, slots=True)
class TokenAdded:
    token: Token


@dataclass(frozen=True, slots=True)
class TokenChanged:
    """The token moved, began to wait, or got an incident; ``token`` is the whole new row."""

    token: Token


@dataclass(frozen=True, slots=True)
class TokenClosed:
    """``how``: it went on or ended, was cancelled, or is one of several that went on as one."""

    token: int
    node: str
    how: Literal["left", "cancelled", "merged"] = "left"


@dataclass(frozen=True, slots=True)
class VariableSet:
    """A variable of the instance, or of the scope."""

    name: str
    value: object
    scope: int = 0


@dataclass(frozen=True, slots=True)
class ScopeOpened:
    scope: Scope


@dataclass(frozen=True, slots=True)
class ScopeChanged:
    """``scope`` is the whole new row."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class ScopeClosed:
    """``how``: it came to its end, or was cancelled."""

    scope: int
    node: str
    how: Literal["ended", "cancelled"] = "ended"


@dataclass(frozen=True, slots=True)
class WorkKept:
    """An activity was completed that can be undone later."""

    work: Work


@dataclass(frozen=True, slots=True)
class WorkForgotten:
    work: int


@dataclass(frozen=True, slots=True)
class InstanceFailed:
    """An error that nobody caught ended the instance."""

    code: str


@dataclass(frozen=True, slots=True)
class EndReached:
    node: str


Change: TypeAlias = (
    TokenAdded
    | TokenChanged
    | TokenClosed
    | VariableSet
    | EndReached
    | ScopeOpened
    | ScopeChanged
    | ScopeClosed
    | WorkKept
    | WorkForgotten
    | InstanceFailed
)


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one happening. ``doubts`` say why a condition, script or timer came out as null."""

    state: State
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    doubts: tuple[Doubt, ...] = ()
