"""Indexes over the rules of a long table: by the value of one column, and by bit masks of all columns.

A ``Finder`` answers with a number whose bit ``i`` is set when rule ``i`` passes; of values that have the kind of their
columns. For tables that take the first rule only that bit is set.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from .cells import Cell, NotSimple

Row: TypeAlias = tuple[Cell | None, ...]

# Up to this many rules a row of comparisons is faster than looking values up.
FEW = 16
# Rules that one value of an equality column leaves over are tried one by one up to this many.
HANDFUL = 8
# Bits that the masks of one table may take.
_MAX_BITS = 200_000_000

Finder: TypeAlias = Callable[[tuple[Any, ...]], int]


def finder(rows: Sequence[Row], among: list[int], left: tuple[int, ...], first: bool) -> Finder:
    """The index of some rules over the columns left. Raises ``NotSimple`` when it would take too much memory."""
    if len(among) <= HANDFUL:
        return _one_by_one(rows, among, left, first)
    best = min((_selectivity(rows, among, at), at) for at in left) if left else (1.0, -1)
    if best[0] <= 0.25 and len(among) > FEW:
        return _buckets(rows, among, best[1], left, first)
    return _masks(rows, among, left, first)


def _one_by_one(rows: Sequence[Row], among: list[int], left: tuple[int, ...], first: bool) -> Finder:
    tests = [(1 << rule, [(at, cell.accepts) for at in left if (cell := rows[rule][at]) is not None]) for rule in among]

    def find(values: tuple[Any, ...]) -> int:
        found = 0
        for bit, cells in tests:
            for at, accepts in cells:
                if not accepts(values[at]):
                    break
            else:
                if first:
                    return bit
                found |= bit
        return found

    return find


def _selectivity(rows: Sequence[Row], among: list[int], at: int) -> float:
    """The part of the rules that an average value of a column leaves over; 1 when it cannot be indexed."""
    sizes: dict[Any, int] = {}
    anywhere = 0
    for rule in among:
        cell = rows[rule][at]
        if cell is None:
            anywhere += 1
        elif cell.bounds or cell.negated:
            return 1.0
        else:
            for value in cell.equal:
                sizes[value] = sizes.get(value, 0) + 1
    if not sizes:
        return 1.0
    return (anywhere + sum(sizes.values()) / len(sizes)) / len(among)


def _buckets(rows: Sequence[Row], among: list[int], at: int, left: tuple[int, ...], first: bool) -> Finder:
    """By the value of one column: the rules that ask for it, and those that ask for none; indexed when first met."""
    rest = tuple(other for other in left if other != at)
    buckets: dict[Any, list[int]] = {}
    anywhere: list[int] = []
    for rule in among:
        cell = rows[rule][at]
        if cell is None:
            anywhere.append(rule)
        for value in dict.fromkeys(cell.equal if cell else ()):
            buckets.setdefault(value, []).append(rule)
    made: dict[Any, Finder] = {}
    otherwise = finder(rows, anywhere, rest, first)

    def find(values: tuple[Any, ...]) -> int:
        value = values[at]
        known = made.get(value)
        if known is None:
            rules = buckets.get(value)
            if rules is None:
                return otherwise(values)
            known = made[value] = finder(rows, sorted(rules + anywhere), rest, first)
        return known(values)

    return find


def _masks(rows: Sequence[Row], among: list[int], left: tuple[int, ...], first: bool) -> Finder:
    """For each column the rules that a value passes, as bits; all columns together by ``&``."""
    lookups = [
        (at, _column_mask([rows[rule][at] for rule in among]))
        for at in left
        if any(rows[rule][at] is not None for rule in among)
    ]
    everything = (1 << len(among)) - 1
    dense = among == list(range(among[0], among[0] + len(among)))
    shift = among[0]

    def find(values: tuple[Any, ...]) -> int:
        found = everything
        for at, lookup in lookups:
            found &= lookup(values[at])
            if not found:
                return 0
        if first:
            found &= -found
        if dense:
            return found << shift
        spread = 0
        while found:
            lowest = found & -found
            spread |= 1 << among[lowest.bit_length() - 1]
            found ^= lowest
        return spread

    return find


def _column_mask(cells: Sequence[Cell | None]) -> Callable[[Any], int]:
    anywhere = sum(1 << at for at, cell in enumerate(cells) if cell is None)
    if not any(cell.bounds for cell in cells if cell):
        return _equal_mask(cells, anywhere)
    points = sorted({value for cell in cells if cell for value in _points(cell)})
    if len(points) * len(cells) * 2 > _MAX_BITS:
        raise NotSimple
    masks = _interval_masks(cells, points, anywhere)
    count = len(points)

    def lookup(value: Any) -> int:
        at = bisect_left(points, value)
        return masks[2 * at + (at < count and points[at] == value)]

    return lookup


def _equal_mask(cells: Sequence[Cell | None], anywhere: int) -> Callable[[Any], int]:
    other = anywhere + sum(1 << at for at, cell in enumerate(cells) if cell and cell.negated)
    masks: dict[Any, int] = {}
    for at, cell in enumerate(cells):
        for value in dict.fromkeys(cell.equal if cell else ()):
            masks[value] = masks.get(value, other) ^ (1 << at)
    if len(masks) * len(cells) > _MAX_BITS:
        raise NotSimple
    return lambda value: masks.get(value, other)


def _points(cell: Cell) -> list[Any]:
    # A null among the values of a column with bounds is left to the reference evaluation, so no point for it.
    values = [*cell.equal, *(bound for b in cell.bounds for bound in (b.low, b.high))]
    return [value for value in values if value is not None]


def _interval_masks(cells: Sequence[Cell | None], points: list[Any], anywhere: int) -> list[int]:
    """A mask for each stretch between the points and for each point: before the first, the first, after it, …"""
    place = {value: at for at, value in enumerate(points)}
    changes = [0] * (2 * len(points) + 2)
    for at, cell in enumerate(cells):
        for start, end in _stretches(cell, place, len(points)) if cell else ():
            changes[start] ^= 1 << at
            changes[end + 1] ^= 1 << at
    negated = sum(1 << at for at, cell in enumerate(cells) if cell and cell.negated)
    masks, current = [], anywhere
    for change in changes[:-1]:
        current ^= change
        masks.append(current ^ negated)
    return masks


def _stretches(cell: Cell, place: dict[Any, int], count: int) -> list[tuple[int, int]]:
    """The stretches a cell covers, joined where they overlap, so that each bit changes once."""
    found = [(2 * place[value] + 1, 2 * place[value] + 1) for value in cell.equal if value is not None]
    for bounds in cell.bounds:
        start = 0 if bounds.low is None else 2 * place[bounds.low] + (1 if bounds.low_included else 2)
        end = 2 * count if bounds.high is None else 2 * place[bounds.high] + (1 if bounds.high_included else 0)
        if start <= end:
            found.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
