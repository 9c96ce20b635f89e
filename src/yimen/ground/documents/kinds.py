"""Which legal documents there are, what each rests on and what each must say."""

from dataclasses import dataclass
from typing import Literal

from yimen.ground.documents.render import TEMPLATES


class DuplicateKind(ValueError):
    """Two kinds want one code or one title."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A legal document with its fixed form.

    Args:
        code: short name for programs.
        title: the title printed on it.
        template: the Typst source.
        sealed_by: whose seal it carries: the body that decides, or whoever took the papers in.
        law: what prescribes it.
        says: keys of the data that may not be empty.
        adverse: it takes or refuses something, so both remedies and where to seek them must stand in it.
    """

    code: str
    title: str
    template: str
    sealed_by: Literal["deciding-body", "intake"]
    law: str
    says: tuple[str, ...]
    adverse: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. Raises DuplicateKind if its code or title is taken."""
    if kind.code in _kinds or any(kind.title == other.title for other in _kinds.values()):
        raise DuplicateKind(f"a document kind with code {kind.code!r} or title {kind.title!r} exists already")
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind with this code. Raises KeyError naming it: an unknown kind is a mistake of a program."""
    return _kinds[code]


def all_kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


register(
    Kind(
        code="receipt",
        title="收件凭证",
        template=_source("receipt.typ"),
        sealed_by="intake",
        law="行政许可法32",
        says=("case_number", "matter", "received_at", "channel", "materials", "told_by"),
    )
)
register(
    Kind(
        code="grant-registration",
        title="准予登记通知书",
        template=_source("grant-registration.typ"),
        sealed_by="deciding-body",
        law="市场主体登记管理条例19",
        says=("case_number", "matter", "applied_on", "entries"),
    )
)
register(
    Kind(
        code="refuse-registration",
        title="不予登记通知书",
        template=_source("refuse-registration.typ"),
        sealed_by="deciding-body",
        law="市场主体登记管理条例20",
        says=("case_number", "matter", "applied_on", "facts", "reasons"),
        adverse=True,
    )
)
