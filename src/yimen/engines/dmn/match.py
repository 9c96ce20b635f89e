"""Which rules of a table pass, told from values alone: straight-line code for few rules, indexes for many.

A ``Matcher`` answers with a number whose bit ``i`` is set when rule ``i`` passes, or ``None`` when a value is not of
the kind its column is written for: then the reference evaluation must say what is in doubt. For tables that take the
first rule only that bit is set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from yimen.engines.feel.source import Source

from .cells import Cell, NotSimple
from .index import FEW, Row, finder

Matcher: TypeAlias = Callable[..., int | None]


_TYPES: dict[str, frozenset[type]] = {
    "number": frozenset({int, Decimal}),
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "date": frozenset({date}),
    "": frozenset(),
}
_NONE = type(None)


@dataclass(frozen=True)
class Columns:
    """What the cells of each column are written for: a kind, and whether null can be told from them."""

    kinds: tuple[str, ...]
    nulls: tuple[bool, ...]

    @property
    def types(self) -> tuple[frozenset[type], ...]:
        """The Python types of values that the cells can tell."""
        pairs = zip(self.kinds, self.nulls, strict=True)
        return tuple(_TYPES[kind] | ({_NONE} if null else frozenset()) for kind, null in pairs)


def columns_of(rows: Sequence[Row], width: int) -> Columns:
    """The columns of a table. Raises ``NotSimple`` where one mixes kinds."""
    kinds, nulls = [], []
    for at in range(width):
        cells = [cell for row in rows if (cell := row[at]) is not None]
        found = frozenset().union(*(cell.kinds for cell in cells)) if cells else frozenset[str]()
        if len(found) > 1:
            raise NotSimple
        kinds.append(next(iter(found), ""))
        nulls.append(not any(cell.bounds for cell in cells))
    return Columns(tuple(kinds), tuple(nulls))


# -- straight-line code


def conditions(row: Row, names: Sequence[str], source: Source, whole: bool) -> str:
    """The Python condition of a row over column variables; ``whole`` when numbers are Python's integers."""
    parts = [_condition(cell, name, source, whole) for cell, name in zip(row, names, strict=True) if cell]
    return " and ".join(parts) or "True"


def _condition(cell: Cell, name: str, source: Source, whole: bool) -> str:
    def written(value: Any) -> str:
        if value is None or isinstance(value, bool):
            return repr(value)
        if whole and isinstance(value, Decimal) and value == int(value) and abs(value) < 10**30:
            return repr(int(value))
        return source.constant(value)

    parts = [_interval(name, bounds.low, bounds.high, bounds, written) for bounds in cell.bounds]
    if cell.equal:
        parts.append(_equal(cell, name, source, whole, written))
    if len(parts) == 1:
        return f"not ({parts[0]})" if cell.negated else parts[0]
    return f"{'not ' if cell.negated else ''}({' or '.join(parts)})"


def _equal(cell: Cell, name: str, source: Source, whole: bool, written: Callable[[Any], str]) -> str:
    if any(value is None or isinstance(value, bool) for value in cell.equal):
        return "(" + " or ".join(f"{name} {'is' if _single(v) else '=='} {written(v)}" for v in cell.equal) + ")"
    if len(cell.equal) == 1:
        return f"{name} == {written(cell.equal[0])}"
    if whole or not isinstance(cell.equal[0], Decimal):
        values = frozenset(int(v) if isinstance(v, Decimal) and v == int(v) else v for v in cell.equal)
        return f"{name} in {source.constant(values)}"
    return "(" + " or ".join(f"{name} == {written(value)}" for value in cell.equal) + ")"


def _single(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _interval(name: str, low: Any, high: Any, bounds: Any, written: Callable[[Any], str]) -> str:
    left = f"{written(low)} {'<=' if bounds.low_included else '<'} " if low is not None else ""
    right = f" {'<=' if bounds.high_included else '<'} {written(high)}" if high is not None else ""
    return f"{left}{name}{right}"


def straight(rows: Sequence[Row], columns: Columns, first: bool) -> Matcher:
    """The matcher of a few rules, as one function of comparisons."""
    source = Source()
    names = [f"c{at}" for at in range(len(columns.kinds))]
    used = [
        (name, types) for at, (name, types) in enumerate(zip(names, columns.types, strict=True)) if columns.kinds[at]
    ]
    guards = [f"type({name}) in {source.constant(types)}" for name, types in used]
    if guards:
        with source.block(f"if not ({' and '.join(guards)}):"):
            source.line("return None")
    source.line("m = 0")
    for at, row in enumerate(rows):
        with source.block(f"if {conditions(row, names, source, False)}:"):
            source.line(f"{'return' if first else 'm |='} {1 << at}")
    source.line("return m")
    return source.built("match", ", ".join(names) or "*_", {"type": type})


def matcher(rows: Sequence[Row], columns: Columns, first: bool) -> Matcher:
    """The matcher of a table. Raises ``NotSimple`` when its index would take too much memory."""
    if len(rows) <= FEW:
        return straight(rows, columns, first)
    find = finder(rows, list(range(len(rows))), tuple(range(len(columns.kinds))), first)
    checked = tuple((at, types) for at, types in enumerate(columns.types) if columns.kinds[at])

    def match(*values: Any) -> int | None:
        for at, types in checked:
            if type(values[at]) not in types:
                return None
        return find(values)

    return match
