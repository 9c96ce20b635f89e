"""A table as a grid: what it reads are axes, a rule is a box of atoms, each atom knows the rules that accept it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from yimen.engines.dmn.model import InputColumn, Table
from yimen.engines.feel.types import ANY, FeelType

from .axis import Axis, Bits
from .scope import Scope, constraint_texts
from .terms import NotExact, Term, constants

# A box: one set of atoms for each variable.
Box = tuple[Bits, ...]


@dataclass(frozen=True)
class NotAnalysed:
    """A cell that the analysis cannot tell: its rule and column (from 0), what the column reads, its text, why."""

    rule: int
    at: int
    column: str
    text: str
    why: str


@dataclass(frozen=True)
class Variable:
    """One thing read, by one column or by several with the same text. ``boxes``: by rule, the atoms it accepts."""

    text: str
    columns: tuple[int, ...]
    axis: Axis
    boxes: tuple[Bits, ...]
    classes: tuple[tuple[Bits, Bits], ...]
    type: FeelType
    allowed: tuple[str, ...]
    path: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """``exact`` are the rules (as bits) all of whose cells could be told."""

    table: Table
    variables: tuple[Variable, ...]
    exact: Bits
    open_cells: tuple[NotAnalysed, ...]

    @cached_property
    def not_told(self) -> frozenset[tuple[int, int]]:
        """Rule and column of the cells that could not be told."""
        return frozenset((cell.rule, cell.at) for cell in self.open_cells)

    @property
    def independent(self) -> bool:
        """Whether every combination of values can be an input: each variable is a fact of its own."""
        paths = [variable.path for variable in self.variables]
        return all(paths) and not any(
            one[: len(other)] == other
            for at, one in enumerate(paths)
            for there, other in enumerate(paths)
            if at != there
        )

    def box(self, rule: int) -> Box:
        """Where a rule may hit."""
        return tuple(variable.boxes[rule] for variable in self.variables)

    def whole(self) -> Box:
        return tuple(variable.axis.live for variable in self.variables)

    def example(self, box: Box) -> tuple[tuple[str, str], ...]:
        """One input inside a box, as pairs of what is read and its value in FEEL."""
        pairs = zip(self.variables, box, strict=True)
        return tuple((variable.text, variable.axis.example(atoms)) for variable, atoms in pairs)

    def words(self, box: Box) -> tuple[str, str]:
        """A box in Chinese and English words: what is left open is not said."""
        parts = self._parts(box)
        chinese = "；".join(f"{text}：{tests}" for text, tests in parts) or "任何输入"
        return chinese, "; ".join(f"{text}: {tests}" for text, tests in parts) or "any input"

    def _parts(self, box: Box) -> list[tuple[str, str]]:
        pairs = zip(self.variables, box, strict=True)
        return [(v.text, v.axis.words(atoms)) for v, atoms in pairs if atoms != v.axis.live]


def grid_of(table: Table, scope: Scope) -> Grid:
    """The grid of a table whose rules have a cell for each column."""
    open_cells: list[NotAnalysed] = []
    by_text: dict[str, list[int]] = {}
    for at, column in enumerate(table.inputs):
        by_text.setdefault(" ".join(column.text.split()), []).append(at)
    variables = tuple(_variable(table, scope, text, columns, open_cells) for text, columns in by_text.items())
    inexact = 0
    for cell in open_cells:
        inexact |= 1 << cell.rule
    return Grid(table, variables, ((1 << len(table.rules)) - 1) & ~inexact, tuple(open_cells))


def _variable(table: Table, scope: Scope, text: str, columns: list[int], open_cells: list[NotAnalysed]) -> Variable:
    tree = scope.tree(text)
    read = [table.inputs[at] for at in columns]
    types = [type_ for type_ in (*(column.type for column in read), scope.type_of(tree)) if type_ is not ANY]
    allowed = tuple(_allowed(read, types))
    limits = [term for term in (_term_or_none(scope, one) for one in allowed) if term is not None]
    cells = [_cells(table, scope, at, open_cells) for at in columns]
    terms = {text: term for column in cells for text, term in column}
    axis = Axis(types[0] if types else ANY, [*(term for term in terms.values() if term), *limits], scope.counts(tree))
    _limit(axis, limits, any(None in constants(term) for term in terms.values() if term))
    truths = {text: axis.truth(term).true & axis.live if term else axis.live for text, term in terms.items()}
    boxes = []
    for rule in range(len(table.rules)):
        atoms = axis.live
        for column in cells:
            atoms &= truths[column[rule][0]]
        boxes.append(atoms)
    made = types[0] if types else ANY
    return Variable(text, tuple(columns), axis, tuple(boxes), classes_of(axis, boxes), made, allowed, scope.fact(tree))


def _allowed(read: Sequence[InputColumn], types: Sequence[FeelType]) -> Iterator[str]:
    yield from (column.expected for column in read if column.expected)
    for type_ in types:
        yield from constraint_texts(type_)


def _term_or_none(scope: Scope, text: str) -> Term | None:
    # Allowed values that cannot be told exactly limit nothing; every example is tried on them before it is told.
    try:
        return scope.term(text)
    except NotExact:
        return None


def _limit(axis: Axis, limits: Sequence[Term], speaks_of_null: bool) -> None:
    """Leave only what may occur. Null counts where a cell of the table, or every list of allowed values, names it."""
    for limit in limits:
        axis.live &= axis.truth(limit).true
    named = bool(limits) and all(axis.truth(limit).true & axis.null and None in constants(limit) for limit in limits)
    axis.live = axis.live & ~axis.null
    if speaks_of_null or named:
        axis.live |= axis.null


def _cells(table: Table, scope: Scope, column: int, open_cells: list[NotAnalysed]) -> list[tuple[str, Term | None]]:
    found: list[tuple[str, Term | None]] = []
    for at, rule in enumerate(table.rules):
        text = rule.texts[column] or "-"
        try:
            found.append((text, scope.term(text)))
        except NotExact as reason:
            open_cells.append(NotAnalysed(at, column, table.inputs[column].text, text, str(reason)))
            # As if any value passed: "may hit". Rules with such cells never count as "surely hit".
            found.append(("-", None))
    return found


def classes_of(axis: Axis, boxes: Sequence[Bits]) -> tuple[tuple[Bits, Bits], ...]:
    """Atoms that the same rules accept, with these rules."""
    changes: dict[int, Bits] = {}
    for rule, box in enumerate(boxes):
        for place in bits_of(box ^ (box << 1)):
            changes[place] = changes.get(place, 0) ^ (1 << rule)
    grouped: dict[Bits, Bits] = {}
    mask = 0
    for place in range(axis.null.bit_length()):
        mask ^= changes.get(place, 0)
        if axis.live >> place & 1:
            grouped[mask] = grouped.get(mask, 0) | 1 << place
    return tuple((atoms, mask) for mask, atoms in grouped.items())


def bits_of(bits: Bits) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
