from dataclasses import dataclass
from typing import Literal

from yimen.ground.documents.render import TEMPLATES


@dataclass(frozen=True, slots=True)
class Rows:
    """An entry that is a list: each row says ``says``. Without ``says`` the rows are plain texts."""

    key: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry that is one of a few fixed values."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Entries that become due when another has a value; with an empty ``value``, when it is said at all."""

    key: str
    value: str
    says: tuple[str, ...]


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
        adverse: it takes or refuses something, so both remedies and where to seek them must stand in it; where the
            data says ``recheck_days`` (a public service), recheck and complaint stand in their place.
        rows: which of the entries are lists, and what each row says.
        choices: which of the entries have fixed values.
        when: what else must be said, depending on what is said.
        seal_words: the words of a special seal (专用章), where the law asks for one instead of the body's own seal.
    """

    code: str
    title: str
    template: str
    sealed_by: Literal["deciding-body", "intake"]
    law: str
    says: tuple[str, ...]
    adverse: bool = False
    rows: tuple[Rows, ...] = ()
    choices: tuple[Choice, ...] = ()
    when: tuple[When, ...] = ()
    seal_words: str = ""


def source(code: str) -> str:
    """The template of a kind."""
    return (TEMPLATES / f"{code}.typ").read_text("utf-8")
