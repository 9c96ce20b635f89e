"""A service folder after reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yimen.engines import bpmn, dmn, forms
from yimen.engines.feel import Expression
from yimen.engines.problem import Problem
from yimen.engines.service.meta import Meta


class ServiceError(Exception):
    """The folder cannot be read; ``problems`` names every fault with its file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Given:
    """What a scenario starts from: the day, stored answers, facts of registers (null: could not be checked), and which
    capabilities are refused with which error code."""

    today: str
    answers: Mapping[str, object]
    facts: Mapping[str, object]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a scenario claims; ``None``: it says nothing about that. ``parts``: where each chosen part ended; ``kept``:
    whether the case still keeps in a register at the end what it had kept for itself; ``statutory_on``: the last day of
    the law, counted by weekdays."""

    failures: Mapping[str, str] = field(default_factory=dict)
    materials: tuple[str, ...] | None = None
    checklist: tuple[str, ...] | None = None
    outcome: str | None = None
    ends: str | None = None
    documents: tuple[str, ...] | None = None
    reasons: tuple[str, ...] = ()
    competent: bool | None = None
    fee: str | None = None
    decisions: Mapping[str, object] = field(default_factory=dict)
    parts: Mapping[str, str] | None = None
    kept: bool | None = None
    statutory_on: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A person does a user task; ``found``: what officers found on site, by the ids of the inspection's items."""

    task: str
    outcome: str
    found: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fire:
    """A timer of the process is due."""

    timer: str


@dataclass(frozen=True, slots=True)
class Special:
    """A special procedure that stops the clock, from its first to its last day; the applicant is told on the first."""

    kind: str
    start: date
    until: date


@dataclass(frozen=True, slots=True)
class Extend:
    """Who the law names extends the limit on this day and tells the applicant why."""

    by: int
    on: date


Step = Literal["submit", "withdraw"] | Work | Fire | Special | Extend


@dataclass(frozen=True, slots=True)
class Scenario:
    """An example that a clerk can check; without steps only the rules are asked."""

    file: str
    name: str
    given: Given
    steps: tuple[Step, ...]
    then: Expected


@dataclass(frozen=True)
class Part:
    """A part of a joint service. ``when``: the condition over the joint form on which it is chosen; None: always."""

    id: str
    name: str
    plain: str
    service: "Service"
    when: Expression | None = None


@dataclass(frozen=True)
class Service:
    """Everything about one service. ``files`` are the bytes it was read from.

    Of a joint service: ``parts`` in the order of service.yaml, ``needed_by`` says which parts need a field.
    """

    slug: str
    meta: Meta
    guide: str
    form: forms.Form
    process: bpmn.Process
    model: dmn.Model
    certificates: Mapping[str, str]
    scenarios: tuple[Scenario, ...]
    files: Mapping[str, bytes]
    english: Mapping[str, str] = field(default_factory=dict)
    guide_in_english: str = ""
    parts: tuple[Part, ...] = ()
    needed_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def guide_only(self) -> bool:
        """The city publishes its guide, but nobody can apply here: form, process and rules are empty."""
        return self.meta.get("handling") == "guide"

    def part(self, id: str) -> Part:
        """The part with this id; ``KeyError`` if there is none."""
        for one in self.parts:
            if one.id == id:
                return one
        raise KeyError(id)
