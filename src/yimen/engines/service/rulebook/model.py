"""A rulebook after reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NotRequired, TypedDict

from yimen.engines import dmn


class Article(TypedDict):
    """Articles of one document on which rules rest. ``src`` as in service.yaml: only L founds a serious finding."""

    document: str
    articles: list[str]
    src: Literal["L", "F", "K", "D"]


class TableMeta(TypedDict):
    id: str
    name: str


class FactMeta(TypedDict):
    """A fact that the tables read; ``source`` says in words where the program has it from."""

    name: str
    label: str
    type: Literal["text", "number", "boolean"]
    source: str


class Days(TypedDict):
    value: int
    unit: Literal["workday", "day"]
    basis: str
    src: Literal["L", "F", "K", "D"]


class Term(TypedDict):
    id: str
    label: str
    most: int


class Figure(TypedDict):
    name: str
    label: str
    source: str


class Performance(TypedDict):
    """The score: decided cases of so many ``months``; a body with fewer than ``fewest`` of them is not scored."""

    decision: str
    months: int
    fewest: int
    terms: list[Term]
    figures: list[Figure]


class Meta(TypedDict):
    format: Literal[1]
    title: str
    summary: NotRequired[str]
    valid_from: str
    legal_basis: list[Article]
    tables: list[TableMeta]
    facts: list[FactMeta]
    answer: Days
    appeal: Days
    performance: Performance


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a clerk expects: of the facts of an act its findings, or of the figures of a body its points."""

    file: str
    name: str
    facts: Mapping[str, object] | None = None
    findings: tuple[str, ...] = ()
    figures: Mapping[str, object] | None = None
    terms: Mapping[str, object] | None = None
    score: object = None


@dataclass(frozen=True)
class Rulebook:
    """One rulebook, ready to be asked. ``files`` are its bytes by relative path."""

    meta: Meta
    acts: dmn.Model
    performance: dmn.Model
    scenarios: tuple[Scenario, ...]
    files: Mapping[str, bytes]

    @property
    def valid_from(self) -> date:
        return date.fromisoformat(self.meta["valid_from"])
