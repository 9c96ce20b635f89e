"""What a domain lends to its processes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from yimen.engines.bpmn import Process
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
class Subject:
    """``decide`` asks a decision of the subject's own version; ``post``: who does a task (None: the applicant);
    ``schedule``: the clock that runs for the subject at this moment."""

    kind: str
    definition: Callable[[str], Process]
    capabilities: Mapping[str, Capability]
    decide: Callable[[str, str, Variables, datetime], object]
    post: Callable[[str, str], Post | None]
    schedule: Callable[[str, datetime], Schedule]


_SUBJECTS: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    if subject.kind in _SUBJECTS:
        raise ValueError(f"two subjects of kind {subject.kind}")
    _SUBJECTS[subject.kind] = subject


def subject_of(kind: str) -> Subject:
    return _SUBJECTS[kind]
