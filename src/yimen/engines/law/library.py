"""The documents that are known: their names, their versions, which of them is in force on a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from yimen.engines.law.index import Ending, Index
from yimen.engines.law.model import Place, Statute

STATE = "中华人民共和国"
_ASIDE = re.compile("[（(][^（()）]*[）)]")


def bare(name: str) -> str:
    """A name without 《》 and without what stands in brackets: a number of issue, a year, a remark."""
    return _ASIDE.sub("", name).strip(" 《》\u3000")


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a document. ``ended``: it has been replaced or repealed, and not only by the next version here."""

    number: int
    label: str
    in_force_from: date | None
    statute: Statute
    ended: Ending | None = None

    def begun(self, day: date) -> bool:
        return self.in_force_from is None or self.in_force_from <= day


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its versions, the oldest first; without any, its text is not held."""

    key: str
    title: str
    names: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()

    @property
    def short(self) -> str:
        """The name that people use: 行政许可法."""
        return self.title.removeprefix(STATE)

    def in_force(self, day: date) -> Edition | None:
        """The version that is or was to be followed on a day, though it may have ended since."""
        return next((one for one in reversed(self.editions) if one.begun(day)), None)

    def has(self, place: Place) -> bool:
        """Whether any version has this article, paragraph or item."""
        found = (one.statute.article(place) for one in self.editions)
        return any(article is not None and article.clause(place) is not None for article in found)


@dataclass(frozen=True)
class Library:
    """Documents by key."""

    documents: Mapping[str, Document] = field(default_factory=dict)

    def find(self, name: str) -> Document | None:
        """The document that a name means; what stands in brackets behind it does not count."""
        return self._by_name.get(bare(name)) or self._by_name.get(name.strip(" 《》"))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name that means a document here, the longest first."""
        return tuple(sorted(self._by_name, key=lambda name: (-len(name), name)))

    @cached_property
    def _by_name(self) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for one in self.documents.values():
            for name in (one.title, one.short, *one.names):
                found.setdefault(name, one)
                found.setdefault(bare(name), one)
        return found


def library_of(index: Index) -> Library:
    """The library of a folder of laws."""
    return Library(
        {
            one.key: Document(
                one.key,
                one.title,
                one.names,
                tuple(
                    Edition(at, version.label, version.in_force_from, version.statute, version.ended)
                    for at, version in enumerate(one.versions, 1)
                ),
            )
            for one in index.documents
        }
    )
