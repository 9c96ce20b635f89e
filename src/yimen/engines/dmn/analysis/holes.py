"""Where in a grid no rule hits: a search column by column that keeps the rules still alive as bits.

A branch ends when no rule is alive (a hole) or when one of them accepts all that is left (none). What was told once for
the same rules and columns is told again from memory. The work is counted and bounded.
"""

from __future__ import annotations

from collections.abc import Sequence

from .axis import Bits
from .grid import Box, Grid, bits_of

# A hole found: atoms by variable; variables that are not named are free.
Hole = tuple[tuple[int, Bits], ...]
Columns = tuple[tuple[int, tuple[tuple[Bits, Bits], ...]], ...]
_ONE: tuple[Hole, ...] = ((),)
ALL_HOLES = 250
STEPS = 600_000
# How many boxes are widened: each is held against every rule.
_WIDENED = 24


class TooMuchWork(Exception):
    """The bound on the work was hit; nothing may be concluded from the search."""


class Budget:
    """Counts steps of the search over one table."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self.spent = 0

    def spend(self, steps: int) -> None:
        """Raises ``TooMuchWork`` when nothing is left."""
        self.spent += steps
        if self.spent > self._steps:
            raise TooMuchWork


class Search:
    """``first_only``: stop at the first hole found."""

    def __init__(self, budget: Budget, first_only: bool) -> None:
        self._budget = budget
        self._first_only = first_only
        self._known: dict[tuple[Bits, tuple[int, ...]], tuple[Hole, ...]] = {}
        self.cut_short = False

    def holes(self, alive: Bits, columns: Columns) -> tuple[Hole, ...]:
        """The holes where none of the rules alive hits."""
        if not alive:
            return _ONE
        key = (alive, tuple(axis for axis, _ in columns))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._search(alive, columns)
        return found

    def _search(self, alive: Bits, columns: Columns) -> tuple[Hole, ...]:
        narrowed, everywhere = self._narrowed(alive, columns)
        if everywhere:
            return ()
        if not narrowed:
            return _ONE
        at = min(range(len(narrowed)), key=lambda one: _weight(narrowed[one][1]))
        axis, classes = narrowed[at]
        rest = (*narrowed[:at], *narrowed[at + 1 :])
        # Holes of the same object are the same; comparing them by value would cost more than joining them at the end.
        found: dict[int, tuple[Bits, tuple[Hole, ...]]] = {}
        for atoms, mask in sorted(classes, key=lambda one: one[1].bit_count()):
            inside = self.holes(mask, rest)
            if inside:
                found[id(inside)] = (found.get(id(inside), (0, inside))[0] | atoms, inside)
            if inside and self._first_only:
                break
            if sum(len(holes) for _, holes in found.values()) > ALL_HOLES:
                self.cut_short = True
                break
        made = tuple(((axis, atoms), *hole) for atoms, holes in found.values() for hole in holes)
        return made[:ALL_HOLES]

    def _narrowed(self, alive: Bits, columns: Columns) -> tuple[Columns, Bits]:
        """The columns that still tell the rules apart, and the rules that accept whatever is in them."""
        narrowed = []
        everywhere = alive
        for axis, classes in columns:
            self._budget.spend(len(classes) + 1)
            merged: dict[Bits, Bits] = {}
            for atoms, mask in classes:
                here = mask & alive
                merged[here] = merged.get(here, 0) | atoms
            for here in merged:
                everywhere &= here
            if len(merged) > 1 or alive not in merged:
                narrowed.append((axis, tuple((atoms, here) for here, atoms in merged.items())))
        return tuple(narrowed), everywhere


def _weight(classes: Sequence[tuple[Bits, Bits]]) -> float:
    """How many rules are left to look at below a column, for each of its classes."""
    return sum(mask.bit_count() for _, mask in classes) / len(classes)


def columns_of(grid: Grid, inside: Box | None = None) -> Columns:
    """The columns of a grid, or of the part of it inside a box."""
    found = []
    for at, variable in enumerate(grid.variables):
        limit = variable.axis.live if inside is None else inside[at]
        found.append((at, tuple((atoms & limit, mask) for atoms, mask in variable.classes if atoms & limit)))
    return tuple(found)


def first_hole(grid: Grid, alive: Bits, inside: Box, budget: Budget) -> Box | None:
    """A part of a box where none of the rules hits; ``None`` when they cover it. Raises ``TooMuchWork``."""
    found = Search(budget, first_only=True).holes(alive, columns_of(grid, inside))
    return whole_hole(found[0], inside) if found else None


def whole_hole(hole: Hole, inside: Box) -> Box:
    named = dict(hole)
    return tuple(named.get(at, atoms) for at, atoms in enumerate(inside))


def all_holes(grid: Grid, alive: Bits, budget: Budget) -> tuple[list[Box], bool]:
    """The holes of a grid, few and as large as can be; whether these are all. Raises ``TooMuchWork``."""
    inside = grid.whole()
    columns = columns_of(grid)
    search = Search(budget, first_only=False)
    try:
        found = [whole_hole(hole, inside) for hole in search.holes(alive, columns)]
    except TooMuchWork:
        hole = first_hole(grid, alive, inside, Budget(STEPS // 2))
        found, search.cut_short = ([hole] if hole else []), True
    most = _WIDENED if len(grid.table.rules) <= 1000 else 5
    return _plain(grid, alive, _joined(found), most), not search.cut_short


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes that differ in one variable become one."""
    before = 0
    while len(boxes) != before:
        before = len(boxes)
        for axis in range(len(boxes[0]) if boxes else 0):
            grouped: dict[Box, Bits] = {}
            for box in boxes:
                rest = (*box[:axis], *box[axis + 1 :])
                grouped[rest] = grouped.get(rest, 0) | box[axis]
            boxes = [(*rest[:axis], atoms, *rest[axis:]) for rest, atoms in grouped.items()]
    return boxes


def _plain(grid: Grid, alive: Bits, boxes: list[Box], most: int) -> list[Box]:
    """The largest boxes, each widened as far as no rule hits; those inside another are left out."""
    boxes.sort(key=lambda box: _size(grid, box), reverse=True)
    made: list[Box] = []
    for box in boxes[:most]:
        wide = _widened(grid, alive, box)
        if not any(_contains(other, wide) for other in made):
            made = [*(other for other in made if not _contains(wide, other)), wide]
    made += [box for box in boxes[most:] if not any(_contains(other, box) for other in made)]
    return made


def _size(grid: Grid, box: Box) -> tuple[int, int]:
    pairs = list(zip(grid.variables, box, strict=True))
    free = sum(atoms == variable.axis.live for variable, atoms in pairs)
    return free, sum(atoms.bit_count() for _, atoms in pairs)


def _widened(grid: Grid, alive: Bits, box: Box) -> Box:
    made = list(box)
    for at, variable in enumerate(grid.variables):
        blocked = 0
        for rule in bits_of(alive):
            others = (grid.variables[there].boxes[rule] & atoms for there, atoms in enumerate(made) if there != at)
            if all(others):
                blocked |= variable.boxes[rule]
        made[at] = variable.axis.live & ~blocked
    return tuple(made)


def _contains(outer: Box, inner: Box) -> bool:
    return all(small & ~large == 0 for large, small in zip(outer, inner, strict=True))
