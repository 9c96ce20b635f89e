"""What a standard.yaml says. The types are the format: ``shape`` checks a file against them, key by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NotRequired, TypedDict

from yimen.engines.service.meta.words import Src

# Kind of standard → what people call it.
KINDS: Mapping[str, str] = {
    "codes": "代码表",
    "fields": "字段标准",
    "form": "表单标准",
    "materials": "材料标准",
    "quality": "质量规则",
}


class Origin(TypedDict):
    """Where a standard comes from, and how well that is founded."""

    text: str
    src: Src


class Head(TypedDict):
    """What every standard says. ``version`` grows by publishing; a new one ends the one before on its first day."""

    format: Literal[1]
    id: str
    kind: Literal["codes", "fields", "form", "materials", "quality"]
    name: str
    summary: str
    version: int
    in_force_from: str
    in_force_to: NotRequired[str]
    source: Origin
    changes: NotRequired[str]


class CodeRow(TypedDict):
    """One code. ``ours``: the word that a service folder uses for it."""

    code: str
    name: str
    ours: NotRequired[str]
    note: NotRequired[str]
    src: NotRequired[Src]


class CodeTable(TypedDict):
    id: str
    name: str
    note: NotRequired[str]
    src: Src
    codes: list[CodeRow]


class Codes(Head):
    tables: list[CodeTable]


class FieldRow(TypedDict):
    """One field of an exchange table; ``codes``: the code table its values are of, ``ours``: where we hold it."""

    name: str
    label: str
    required: bool
    length: NotRequired[int]
    codes: NotRequired[str]
    ours: NotRequired[str]
    note: NotRequired[str]


class FieldTable(TypedDict):
    id: str
    name: str
    src: Src
    fields: list[FieldRow]


class Fields(Head):
    tables: list[FieldTable]


class Element(TypedDict):
    """A question that every form asks in one way: a label with one of the ``words`` has one of the ``types``."""

    id: str
    label: str
    words: list[str]
    types: list[str]
    why: str
    src: Src


class Forms(Head):
    elements: list[Element]


class Paper(TypedDict):
    """A paper under its one name. ``words``: names that mean it; ``holder``: the body that has it already."""

    id: str
    name: str
    words: list[str]
    holder: str
    obtain: Literal["share", "ecert"]
    basis: str
    src: Src


class Materials(Head):
    papers: list[Paper]


class Rule(TypedDict):
    """One rule of quality: where ``when`` holds (FEEL over the facts), ``must`` has to hold.

    ``each``: a list among the facts; the conditions then speak of ``one``. ``place``, ``sentence`` and ``advice`` may
    name facts and members of ``one`` in braces. ``guides``: asked of a matter with a guide only as well, whose process
    and forms are not here.
    """

    id: str
    name: str
    severity: Literal["error", "warning"]
    guides: NotRequired[bool]
    each: NotRequired[str]
    when: NotRequired[str]
    must: str
    place: str
    sentence: str
    advice: str
    basis: NotRequired[str]
    origin: NotRequired[str]
    src: Src


class Quality(Head):
    """``words``: lists of words that rules look for, under the name by which they ask for them."""

    words: dict[str, list[str]]
    rules: list[Rule]


SHAPES: Mapping[str, Any] = {
    "codes": Codes,
    "fields": Fields,
    "form": Forms,
    "materials": Materials,
    "quality": Quality,
}


@dataclass(frozen=True)
class Standard:
    """One version of a standard, read; ``content`` are the bytes it was read from."""

    meta: Mapping[str, Any]
    content: bytes

    @property
    def id(self) -> str:
        return str(self.meta["id"])

    @property
    def kind(self) -> str:
        return str(self.meta["kind"])

    @property
    def name(self) -> str:
        return str(self.meta["name"])

    @property
    def number(self) -> int:
        return int(self.meta["version"])

    @property
    def begins(self) -> date:
        return date.fromisoformat(self.meta["in_force_from"])

    @property
    def ends(self) -> date | None:
        told = self.meta.get("in_force_to")
        return date.fromisoformat(told) if told else None
