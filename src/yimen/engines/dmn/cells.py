"""Cells of decision tables whose truth is known from the value alone: equal to constants, or within constant bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yimen.engines.feel import syntax as s
from yimen.engines.feel.compile import compile_node
from yimen.engines.feel.runtime import Code, Env, Run
from yimen.engines.feel.values import Range, Value

from .origin import origin_of

# Built-ins whose value depends on more than their arguments, or that call functions.
_NOT_CONSTANT = frozenset({"now", "today", "sort", "list replace"})
_KINDS: dict[type, str] = {Decimal: "number", str: "string", bool: "boolean", date: "date"}


class NotSimple(Exception):
    """The cell can only be told by evaluating it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of constants; a bound that is ``None`` is not there."""

    low: Any
    high: Any
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """The value is among ``equal`` or within one of ``bounds``; the contrary when ``negated``."""

    equal: tuple[Any, ...]
    bounds: tuple[Bounds, ...]
    negated: bool

    @property
    def kinds(self) -> frozenset[str]:
        values = [*self.equal, *(b.low for b in self.bounds), *(b.high for b in self.bounds)]
        return frozenset(_KINDS[type(value)] for value in values if value is not None)

    def accepts(self, value: Any) -> bool:
        """Whether a value of the cell's kind passes."""
        found = value in self.equal or any(within(value, bounds) for bounds in self.bounds)
        return found is not self.negated


def within(value: Any, bounds: Bounds) -> bool:
    low, high = bounds.low, bounds.high
    if low is not None and not (value >= low if bounds.low_included else value > low):
        return False
    return high is None or bool(value <= high if bounds.high_included else value < high)


def constant(tree: s.Node) -> Value:
    """The value of a tree that reads no names. Raises ``NotSimple`` for any other, and where the value is in doubt."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Name | s.FunctionOf):
            raise NotSimple
        if isinstance(node, s.BuiltinName) and node.name in _NOT_CONSTANT:
            raise NotSimple
        waiting.extend(s.children(node))
    run = Run()
    value = compile_node(tree)(Env({}, run))
    if run.doubts:
        raise NotSimple
    return value


def cell_of(code: Code | None) -> Cell | None:
    """The cell behind compiled unary tests; ``None`` for ``-``. Raises ``NotSimple``."""
    if code is None:
        return None
    tree = origin_of(code).tree
    if not isinstance(tree, s.Tests):
        raise NotSimple
    return cell_of_tests(tree)


def cell_of_tests(tree: s.Tests) -> Cell | None:
    """The cell of parsed unary tests; ``None`` when any value passes. Raises ``NotSimple``."""
    if not tree.tests:
        return None
    equal: list[Any] = []
    bounds: list[Bounds] = []
    flipped = False
    for test in tree.tests:
        if s.is_boolean_form(test) and not isinstance(test, s.Literal):
            raise NotSimple
        wanted = constant(test)
        if not isinstance(wanted, Range):
            equal.append(_plain(wanted))
        elif wanted.operator == "=":
            equal.append(_bound(wanted.start))
        elif wanted.operator == "!=":
            flipped = True
            equal.append(_bound(wanted.start))
        else:
            bounds.append(_bounds(wanted))
    if flipped and len(tree.tests) > 1:
        raise NotSimple
    made = Cell(tuple(equal), tuple(bounds), tree.negated is not flipped)
    if len(made.kinds) > 1:
        raise NotSimple
    return made


def _bounds(wanted: Range) -> Bounds:
    low = None if wanted.start is None else _bound(wanted.start)
    high = None if wanted.end is None else _bound(wanted.end)
    if isinstance(low, bool) or isinstance(high, bool) or (low is None and high is None):
        raise NotSimple
    return Bounds(low, high, wanted.start_included, wanted.end_included)


def _plain(value: Value) -> Value:
    if value is not None and type(value) not in _KINDS:
        raise NotSimple
    return value


def _bound(value: Value) -> Value:
    if type(value) not in _KINDS:
        raise NotSimple
    return value
