"""A service folder after reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yimen.engines import bpmn, dmn, forms
from yimen.engines.problem import Problem
from yimen.engines.service.meta import Meta


class ServiceError(Exception):
    """The folder cannot be read; ``problems`` names every fault with its file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Given:
    """What a scenario starts from: the day, stored answers, facts of registers (null: could not be checked)."""

    today: str
    answers: Mapping[str, object]
    facts: Mapping[str, object]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a scenario claims; ``None``: it says nothing about that."""

    failures: Mapping[str, str] = field(default_factory=dict)
    materials: tuple[str, ...] | None = None
    checklist: tuple[str, ...] | None = None
    outcome: str | None = None
    ends: str | None = None
    documents: tuple[str, ...] | None = None
    reasons: tuple[str, ...] = ()
    competent: bool | None = None
    fee: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """An example that a clerk can check. ``steps`` are ``submit`` or ``{task, outcome}``; none: rules only."""

    file: str
    name: str
    given: Given
    steps: tuple[str | Mapping[str, str], ...]
    then: Expected


@dataclass(frozen=True)
class Service:
    """Everything about one service. ``files`` are the bytes it was read from."""

    slug: str
    meta: Meta
    guide: str
    form: forms.Form
    process: bpmn.Process
    model: dmn.Model
    certificates: Mapping[str, str]
    scenarios: tuple[Scenario, ...]
    files: Mapping[str, bytes]
