"""A law after reading, and the places in it that others cite."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from yimen.engines.law.numerals import written


class LawTextError(ValueError):
    """The text cannot be read as a law; the message says where and why."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """条, 款 and 项 inside one law; 0: not said. ``sub`` is 之一, 之二 of an inserted article."""

    article: int
    sub: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def label(self) -> str:
        """``第三十二条第一款第四项``."""
        found = f"第{written(self.article)}条" + (f"之{written(self.sub)}" if self.sub else "")
        found += f"第{written(self.paragraph)}款" if self.paragraph else ""
        return found + (f"第{written(self.item)}项" if self.item else "")

    @property
    def address(self) -> str:
        """The article in an address: ``32``, ``32-1``."""
        return f"{self.article}-{self.sub}" if self.sub else str(self.article)

    @property
    def whole(self) -> Self:
        """The article as a whole."""
        return replace(self, paragraph=0, item=0)


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of an article: a paragraph (款, ``item`` 0) or an item (项) below it, as it is written."""

    paragraph: int
    item: int
    text: str

    @property
    def anchor(self) -> str:
        return f"k{self.paragraph}x{self.item}" if self.item else f"k{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its lines; ``label`` is the number as it is written."""

    number: int
    sub: int
    label: str
    clauses: tuple[Clause, ...]

    @property
    def place(self) -> Place:
        return Place(self.number, self.sub)

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.clauses)

    def clause(self, place: Place) -> Clause | None:
        """The first line of what the place names: of an item without its paragraph, the first paragraph that has it."""
        for one in self.clauses:
            if place.paragraph in (0, one.paragraph) and place.item == one.item:
                return one
        return None

    def said(self, place: Place) -> str | None:
        """The text of what the place names: the article, a paragraph with its items, one item; None: there is none."""
        first = self.clause(place)
        if first is None:
            return None
        if not place.paragraph and not place.item:
            return self.text
        if place.item:
            return first.text
        return "\n".join(one.text for one in self.clauses if one.paragraph == place.paragraph)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 编, 分编, 章 or 节 with its number, or one without a number."""

    kind: str
    number: int
    text: str
    depth: int


@dataclass(frozen=True)
class Statute:
    """The text of one version of a law: its title, how it came about, then headings and articles in their order."""

    title: str
    preamble: tuple[str, ...]
    body: tuple[Heading | Article, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(one for one in self.body if isinstance(one, Article))

    def article(self, place: Place) -> Article | None:
        return self._by_number.get((place.article, place.sub))

    @cached_property
    def _by_number(self) -> dict[tuple[int, int], Article]:
        # Each citation of each service asks, every day; of two articles of one number the first is meant.
        return {(one.place.article, one.place.sub): one for one in reversed(self.articles)}

    def pieces(self) -> Iterator[str]:
        """Every piece of text in the order of the source; nothing is left out but marks of layout."""
        yield self.title
        yield from self.preamble
        for one in self.body:
            if isinstance(one, Heading):
                yield one.text
            else:
                yield one.label
                yield from (clause.text for clause in one.clauses)
