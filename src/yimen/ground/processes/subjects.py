"""What a domain lends to its processes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from yimen.engines.bpmn import Process
from yimen.ground.errors import DomainError
from yimen.ground.places.models import Post

Variables = Mapping[str, object]


class Capability(Protocol):
    def __call__(self, reference: str, *, now: datetime) -> Variables:
        """Do it, or find it done already (it may be asked twice), and return variables for the process.

        A DomainError that is no Unavailable is final: it becomes a task for staff. Anything else is tried again.
        """


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a task's light is drawn from: the last day of the clock that runs now, the first day on which it is soon,
    the last day that is not counted (while something stops the clock). Nothing: no clock runs."""

    due_on: date | None = None
    soon_on: date | None = None
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """A subject that a call activity has made, or a message: the process to start for it, and its first variables.

    ``at`` is the start event that the message or signal has triggered.
    """

    kind: str
    reference: str
    definition: str
    variables: Variables = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that nobody waits for, or a signal (``kind``), as a domain is asked whether it begins something."""

    kind: str
    name: str
    key: str
    variables: Variables


def _calls_nothing(reference: str, called: str, now: datetime) -> Called:
    raise DomainError(f"“{called}”没有可以调用的流程", "这类事项不分成几件办理，核对流程定义里的调用活动。")


def _cancels_nothing(reference: str, now: datetime) -> None:
    raise DomainError(f"{reference} 不能由另一个流程取消", "单独办理它的撤回。")


def _begins_nothing(letter: Letter, now: datetime) -> Sequence[Called]:
    return ()


def _moves_along(reference: str, definition: str, now: datetime) -> None:
    """For a subject that knows nothing of versions."""


def _locks_nothing(reference: str) -> None:
    """For a subject that has no row of its own."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a domain tells its processes, each by the subject's own reference.

    ``decide`` asks a decision of the subject's own version; ``post``: who does a task (None: the applicant);
    ``schedule``: the clock that runs for the subject at this moment.

    ``call`` (reference, called element, now) makes or finds the child of a call activity and says which process to
    start for it; it starts none itself. Asked again for the same call, it gives the same child. A DomainError becomes
    a task for staff. ``cancel_called`` (the child's reference, now) ends a child that its caller no longer wants, by
    way of ``cancel_process``; one that may not end any more (it is decided) is left to go its way, without an error.

    ``begun_by`` (letter, now) makes or finds the subjects whose process a message or signal begins, and says at which
    start event; of a message the first one counts. Asked again for the same letter, it gives the same.

    ``moved`` (reference, definition, now) takes the subject along when its running process goes to another version. A
    DomainError keeps both where they are.

    ``lock`` locks the subject's own row until the transaction ends, as its actions do before they touch the process.
    """

    kind: str
    definition: Callable[[str], Process]
    capabilities: Mapping[str, Capability]
    decide: Callable[[str, str, Variables, datetime], object]
    post: Callable[[str, str], Post | None]
    schedule: Callable[[str, datetime], Schedule]
    call: Callable[[str, str, datetime], Called] = _calls_nothing
    cancel_called: Callable[[str, datetime], None] = _cancels_nothing
    lock: Callable[[str], None] = _locks_nothing
    begun_by: Callable[[Letter, datetime], Sequence[Called]] = _begins_nothing
    moved: Callable[[str, str, datetime], None] = _moves_along


_SUBJECTS: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    if subject.kind in _SUBJECTS:
        raise ValueError(f"two subjects of kind {subject.kind}")
    _SUBJECTS[subject.kind] = subject


class UnknownSubject(KeyError):
    """No domain has plugged in a subject of this kind."""


def subject_of(kind: str) -> Subject:
    """What the domain of this kind lends. Raises UnknownSubject."""
    try:
        return _SUBJECTS[kind]
    except KeyError:
        raise UnknownSubject(kind) from None


def all_subjects() -> list[Subject]:
    return list(_SUBJECTS.values())
