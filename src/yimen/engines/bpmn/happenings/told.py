"""What the host tells the engine."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TypeAlias

from yimen.engines.bpmn.fact import fact

_NOTHING: Mapping[str, object] = MappingProxyType({})


@fact(frozen=True, slots=True)
class TaskCompleted:
    """A person finished a user task with one of its outcomes (empty when the task names none)."""

    token: int
    outcome: str = ""
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@fact(frozen=True, slots=True)
class CapabilityReturned:
    """The capability of a service task did its work."""

    token: int
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@fact(frozen=True, slots=True)
class CapabilityFailed:
    """The capability of a service task gave up, with a code that an error boundary event may catch.

    Codes that begin with ``ym:`` belong to the engine.
    """

    token: int
    code: str


@fact(frozen=True, slots=True)
class ProcessReturned:
    """The process that a call activity called is over.

    ``result`` is the id of the end event at which its last token ended, or ``cancelled`` (``CANCELLED``).
    """

    token: int
    result: str


@fact(frozen=True, slots=True)
class CallFailed:
    """The process could not be called, or its answer not be taken in; an error boundary event may catch the code.

    Codes that begin with ``ym:`` belong to the engine.
    """

    token: int
    code: str


@fact(frozen=True, slots=True)
class DecisionMade:
    """The decision of a business rule task was made; ``outputs`` is any FEEL value that can be stored."""

    token: int
    outputs: object


@fact(frozen=True, slots=True)
class TimerFired:
    """The timer of a timer event or boundary timer is due."""

    token: int


@fact(frozen=True, slots=True)
class MessageArrived:
    """A message came for the token that waits for one; of an event with several, ``name`` says which."""

    token: int
    name: str = ""
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@fact(frozen=True, slots=True)
class SignalCaught:
    """A signal was thrown elsewhere: every token that waits for it goes on; nobody need wait.

    Where it takes time to come here, a token may have begun to wait after it was thrown: then ``tokens`` are those that
    it was meant for. None: whoever waits.
    """

    name: str
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    tokens: tuple[int, ...] | None = None


@fact(frozen=True, slots=True)
class VariablesChanged:
    """Facts changed outside: conditions are looked at again."""

    variables: Mapping[str, object]


@fact(frozen=True, slots=True)
class IncidentResolved:
    """A person dealt with an incident: the step is tried again, or a stuck join lets its tokens go on."""

    token: int
    variables: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@fact(frozen=True, slots=True)
class InstanceCancelled:
    """The whole instance is over for a reason outside the process, such as withdrawal by the applicant.

    What was done and has a compensation handler is undone; the instance ends when that is done.
    """


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
