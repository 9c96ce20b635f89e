"""A matcher for patterns that Python's ``re`` could run on for ever: it counts its steps and stops at the budget.

Patterns come as a tree of pieces: one character or an assertion as text for ``re``, groups with alternatives, repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Spend: TypeAlias = Callable[[int], None]
MANY = 1 << 30


@dataclass(frozen=True, slots=True)
class One:
    """One character, or with ``width`` 0 a place: what ``re`` makes of the text."""

    text: str
    width: int


@dataclass(frozen=True, slots=True)
class Again:
    """What a group caught before, once more."""

    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives; ``number`` 0 catches nothing."""

    number: int
    alternatives: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A piece some times, as many as possible or, when ``lazy``, as few."""

    piece: Piece
    least: int
    most: int
    lazy: bool


Piece: TypeAlias = One | Again | Group | Repeat
Then: TypeAlias = Callable[[int], bool]
Step: TypeAlias = Callable[[int, Then], bool]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found, and what its groups caught."""

    text: str
    spans: tuple[tuple[int, int] | None, ...]

    def start(self) -> int:
        return self.spans[0][0] if self.spans[0] else 0

    def end(self) -> int:
        return self.spans[0][1] if self.spans[0] else 0

    def group(self, number: int) -> str | None:
        span = self.spans[number]
        return None if span is None else self.text[span[0] : span[1]]


def search(tree: Group, groups: int, options: int, text: str, start: int, spend: Spend) -> Match | None:
    """The first place at or after ``start`` where the pattern holds. ``spend`` may raise when it costs too much."""
    return _Search(groups, options, text, spend).first(tree, start)


class _Search:
    def __init__(self, groups: int, options: int, text: str, spend: Spend) -> None:
        self._options = options
        self._text = text
        self._spend = spend
        self._caught: list[tuple[int, int] | None] = [None] * (groups + 1)

    def first(self, tree: Group, start: int) -> Match | None:
        step = self._step(tree)
        for at in range(start, len(self._text) + 1):
            ends: list[int] = []
            self._caught = [None] * len(self._caught)
            if step(at, lambda end, ends=ends: ends.append(end) is None):  # type: ignore[misc]
                self._caught[0] = (at, ends[0])
                return Match(self._text, tuple(self._caught))
        return None

    def _step(self, piece: Piece) -> Step:
        if isinstance(piece, One):
            return self._one(piece)
        if isinstance(piece, Again):
            return self._again(piece.group)
        if isinstance(piece, Group):
            return self._group(piece)
        return self._repeat(piece)

    def _one(self, piece: One) -> Step:
        matches, text, spend, width = re.compile(piece.text, self._options).match, self._text, self._spend, piece.width

        def step(at: int, then: Then) -> bool:
            spend(1)
            return matches(text, at) is not None and then(at + width)

        return step

    def _again(self, group: int) -> Step:
        def step(at: int, then: Then) -> bool:
            self._spend(1)
            span = self._caught[group]
            known = "" if span is None else self._text[span[0] : span[1]]
            here = self._text[at : at + len(known)]
            same = here.casefold() == known.casefold() if self._options & re.IGNORECASE else here == known
            return same and then(at + len(known))

        return step

    def _group(self, group: Group) -> Step:
        ways = [self._row(alternative) for alternative in group.alternatives]
        number = group.number

        def step(at: int, then: Then) -> bool:
            def caught(end: int) -> bool:
                before = self._caught[number]
                self._caught[number] = (at, end)
                if then(end):
                    return True
                self._caught[number] = before
                return False

            after = caught if number else then
            return any(way(at, after) for way in ways)

        return step

    def _row(self, pieces: Sequence[Piece]) -> Step:
        steps = [self._step(piece) for piece in pieces]

        def step(at: int, then: Then, place: int = 0) -> bool:
            if place == len(steps):
                return then(at)
            return steps[place](at, lambda end: step(end, then, place + 1))

        return step

    def _repeat(self, repeat: Repeat) -> Step:
        if isinstance(repeat.piece, One) and repeat.piece.width:
            return self._repeat_one(repeat, repeat.piece)
        inner, least, most, lazy = self._step(repeat.piece), repeat.least, repeat.most, repeat.lazy

        def step(at: int, then: Then, count: int = 0) -> bool:
            self._spend(1)

            def more(end: int) -> bool:
                # A turn that moved nowhere is the last one: it could go on for ever.
                return then(end) if end == at and count >= least else step(end, then, count + 1)

            if count < least:
                return inner(at, more)
            if lazy:
                return then(at) or (count < most and inner(at, more))
            return (count < most and inner(at, more)) or then(at)

        return step

    def _repeat_one(self, repeat: Repeat, piece: One) -> Step:
        matches, text, length = re.compile(piece.text, self._options).match, self._text, len(self._text)

        def step(at: int, then: Then) -> bool:
            reach, last = at, min(length, at + repeat.most)
            while reach < last and matches(text, reach):
                reach += 1
            self._spend(1 + reach - at)
            ends = range(at + repeat.least, reach + 1)
            return any(then(end) for end in (ends if repeat.lazy else reversed(ends)))

        return step
