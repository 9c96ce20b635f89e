"""What a form is made of. Frozen: one form is read once and shared by every request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from yimen.engines.feel import Expression
from yimen.engines.problem import Problem

NUMBERS = frozenset({"int", "decimal", "money", "area"})
CODES = frozenset({"idcard", "id_no", "uscc", "mobile", "bank_account"})
TYPES = NUMBERS | CODES | {"text", "date", "select", "multi", "bool", "address", "table"}
DERIVED_TYPES = frozenset({"text", "int", "decimal", "date", "bool"})
USES = {
    "cert": "印在结果上",
    "check": "与登记信息核对",
    "contact": "办理中联系",
    "record": "登记或者备案事项",
    "pay": "收款或者付款",
    "doc": "写进生成的文书",
    "after": "决定之后使用",
}
# Longest text taken where the form sets no limit: without one, a single answer could fill the database.
TEXT_LENGTH = 500
TABLE_ROWS = 200


class FormError(Exception):
    """The definition cannot be read; ``problems`` names every fault with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is stored, what is shown, a word of explanation."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where the value is already known: a register and the name of its attribute."""

    register: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``use`` and ``purpose`` say why it may be asked (行政许可法 29: nothing unrelated)."""

    key: str
    label: str
    type: str
    required: bool = False
    required_when: Expression | None = None
    ask_when: Expression | None = None
    hint: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    min: Decimal | date | None = None
    max: Decimal | date | None = None
    max_length: int | None = None
    columns: tuple["Field", ...] = ()
    prefill: Prefill | None = None
    locked: bool = False
    person_field: str = ""
    kind_field: str = ""
    use: tuple[str, ...] = ()
    purpose: str = ""

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """The FEEL conditions of this field, if any."""
        return tuple(condition for condition in (self.ask_when, self.required_when) if condition is not None)

    @property
    def certificate_labels(self) -> tuple[str, ...]:
        """Names of the result's fields that this answer fills (``cert:名称`` → ``名称``)."""
        return tuple(use.removeprefix("cert:") for use in self.use if use.startswith("cert:"))


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from answers before conditions and rules see them."""

    key: str
    expression: Expression
    type: str


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand on one page."""

    id: str
    title: str
    hint: str
    minutes: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between answers: ``expression`` must be true, null passes; corrected on the spot, never a refusal."""

    id: str
    expression: Expression
    sentence: str
    basis: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form definition, ready to use."""

    sections: tuple[Section, ...]
    derived: tuple[Derived, ...] = ()
    checks: tuple[Check, ...] = ()
    format: int = field(default=1)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by key, in the order of the form."""
        return {item.key: item for section in self.sections for item in section.fields}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name an expression may read: fields, derived values, ``today``."""
        return frozenset(self.fields) | {item.key for item in self.derived} | {"today"}

    def section(self, id: str) -> Section:
        """The section with this id; ``KeyError`` if the form has none."""
        for section in self.sections:
            if section.id == id:
                return section
        raise KeyError(id)
