"""A decision model after reading: every expression is compiled, every requirement resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yimen.engines.feel.runtime import Code
from yimen.engines.feel.types import ANY, FeelType
from yimen.engines.problem import Problem

# Stands before the namespace of an import without a name: its elements are seen without a prefix (DMN 1.5, 6.3.3).
UNPREFIXED = "*"


@dataclass(frozen=True)
class InputData:
    """A fact the model asks for."""

    id: str
    name: str
    type: FeelType = ANY


@dataclass(frozen=True)
class Rule:
    """One row: its tests (``None`` for ``-``), its outputs, its annotations by column name."""

    id: str
    position: int
    tests: tuple[Code | None, ...]
    outputs: tuple[Code, ...]
    annotations: Mapping[str, str]
    texts: tuple[str, ...] = ()
    output_texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """An output column. ``ranking`` are its output values from the highest priority down."""

    name: str
    type: FeelType = ANY
    ranking: Code | None = None
    allowed: Code | None = None
    default: Code | None = None
    default_text: str = ""


@dataclass(frozen=True)
class InputColumn:
    """An input column: what it reads, and the values it expects; ``expected`` are these as written."""

    text: str
    read: Code
    type: FeelType = ANY
    allowed: Code | None = None
    expected: str = ""


@dataclass(frozen=True)
class Table:
    """A decision table. ``hit_policy`` is one of ``U A P F R O C``; ``aggregation`` goes with ``C``."""

    id: str
    name: str
    hit_policy: str
    aggregation: str
    inputs: tuple[InputColumn, ...]
    outputs: tuple[Column, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class DecisionDef:
    """A decision: what it needs and how it is taken."""

    id: str
    name: str
    type: FeelType
    code: Code | None
    inputs: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    question: str = ""
    description: str = ""


@dataclass(frozen=True)
class Knowledge:
    """A business knowledge model: a named function."""

    id: str
    name: str
    parameters: tuple[str, ...]
    types: tuple[FeelType, ...]
    result: FeelType | None
    code: Code | None
    knowledge: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class ServiceDef:
    """A decision service: decisions called together as a function. All references are ids."""

    id: str
    name: str
    type: FeelType
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]
    input_decisions: tuple[str, ...]


class DecisionMap(Mapping[str, DecisionDef]):
    """Decisions by name; looking one up by its id works as well."""

    def __init__(self, decisions: tuple[DecisionDef, ...]) -> None:
        self._by_name = {decision.name: decision for decision in decisions}
        self._by_id = {decision.id: decision for decision in decisions}

    def __getitem__(self, key: str) -> DecisionDef:
        return self._by_name[key] if key in self._by_name else self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)


@dataclass
class Readiness:
    """What has been compiled of a model for many evaluations; filled once a decision is asked for often."""

    asked: dict[str, int] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    prepared: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A decision model, ready to decide.

    ``inputs`` are the names of the facts it asks for, in the order of the file. ``findings`` is what reading noticed
    beyond what makes a model unreadable; ``check`` returns it with its own.
    """

    id: str
    name: str
    namespace: str
    decisions: Mapping[str, DecisionDef]
    input_data: Mapping[str, InputData]
    knowledge: Mapping[str, Knowledge]
    services: Mapping[str, ServiceDef]
    types: Mapping[str, FeelType]
    imports: Mapping[str, Model] = field(default_factory=dict)
    findings: tuple[Problem, ...] = ()
    readiness: Readiness = field(default_factory=Readiness, repr=False, compare=False)

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.input_data.values())
