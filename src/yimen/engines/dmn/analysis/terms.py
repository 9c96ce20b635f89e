"""What a cell says about its value, as far as it can be told exactly: equality, order, and, or, not.

The three truths of FEEL are kept: a term is true, false or null of a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from yimen.engines.feel import syntax as s
from yimen.engines.feel.compile import compile_node
from yimen.engines.feel.runtime import Env, Exhausted, Run
from yimen.engines.feel.values import Range, Value

from .keys import place

_INPUT = "?"
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
# Built-ins whose value depends on more than their arguments, or that call functions.
_NOT_CONSTANT = frozenset({"now", "today", "sort", "list replace"})


class NotExact(Exception):
    """The cell depends on more than comparisons of its value with constants. The text says on what, in Chinese."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something that is true, false or null of the value of a column."""

    def parts(self) -> tuple[Term, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Known(Term):
    truth: bool | None


@dataclass(frozen=True, slots=True)
class Itself(Term):
    """The value is a truth and stands for itself."""


@dataclass(frozen=True, slots=True)
class Equal(Term):
    value: Value


@dataclass(frozen=True, slots=True)
class Ordered(Term):
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Every(Term):
    terms: tuple[Term, ...]

    def parts(self) -> tuple[Term, ...]:
        return self.terms


@dataclass(frozen=True, slots=True)
class Some(Term):
    terms: tuple[Term, ...]

    def parts(self) -> tuple[Term, ...]:
        return self.terms


@dataclass(frozen=True, slots=True)
class Among(Term):
    """In a list: a value of another kind than an item is simply not it; only a range can leave it open."""

    values: tuple[Equal, ...]
    ranges: tuple[Term, ...]

    def parts(self) -> tuple[Term, ...]:
        return (*self.values, *self.ranges)


@dataclass(frozen=True, slots=True)
class Not(Term):
    term: Term

    def parts(self) -> tuple[Term, ...]:
        return (self.term,)


def constants(term: Term) -> Iterator[Value]:
    """Every value that a term compares with."""
    if isinstance(term, Equal | Ordered):
        yield term.value
    for part in term.parts():
        yield from constants(part)


def constant(tree: s.Node) -> tuple[Value, bool]:
    """The value of a tree that reads no names, and whether it came without doubt. Raises ``NotExact``."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Name):
            raise NotExact(f"用到了别的值“{node.name}”")
        if isinstance(node, s.FunctionOf | s.For | s.Quantified | s.Filter):
            raise NotExact("有要逐项计算的表达式")
        if isinstance(node, s.BuiltinName) and node.name in _NOT_CONSTANT:
            raise NotExact(f"用到了函数 {node.name}()")
        waiting.extend(s.children(node))
    run = Run()
    try:
        return compile_node(tree)(Env({}, run)), not run.doubts
    except (Exhausted, RecursionError) as stop:
        raise NotExact("计算太长") from stop


def term_of(tree: s.Tests) -> Term | None:
    """The term of a parsed cell; ``None`` for ``-``. Raises ``NotExact``."""
    if not tree.tests:
        return None
    made: Term = _some(tuple(_test(test) for test in tree.tests))
    return Not(made) if tree.negated else made


def _some(terms: tuple[Term, ...]) -> Term:
    return terms[0] if len(terms) == 1 else Some(terms)


def _test(test: s.Node) -> Term:
    """One positive test (DMN 1.5, table 54)."""
    if s.mentions(test, _INPUT):
        return _truth(test)
    if isinstance(test, s.RangeOf):
        return _range_test(test)
    if isinstance(test, s.Literal) or not s.is_boolean_form(test):
        return _held_against(constant(test)[0])
    raise NotExact("条件不看这一列的值")


def _range_test(test: s.RangeOf) -> Term:
    wanted, _ = constant(test)
    return Known(None) if wanted is None else _held_against(wanted)


def _held_against(wanted: Value) -> Term:
    if isinstance(wanted, Range):
        return _inside(wanted)
    return _listed(wanted) if isinstance(wanted, list) else _equal(wanted)


def _listed(wanted: list[Value]) -> Term:
    ranges = tuple(_inside(item) for item in wanted if isinstance(item, Range))
    return Among(tuple(_equal(item) for item in wanted if not isinstance(item, Range)), ranges)


def _equal(wanted: Value) -> Equal:
    if wanted is not None and place(wanted) is None:
        raise NotExact("比较的不是简单的值")
    return Equal(wanted)


def _inside(wanted: Range) -> Term:
    if wanted.operator in ("=", "!="):
        same = _equal(wanted.end if wanted.end is not None else wanted.start)
        return same if wanted.operator == "=" else Not(same)
    if wanted.operator != "..":
        return _ordered(wanted.operator, wanted.end if wanted.end is not None else wanted.start)
    if wanted.start is None and wanted.end is None:
        return Known(None)
    bounds = []
    if wanted.start is not None:
        bounds.append(_ordered(">=" if wanted.start_included else ">", wanted.start))
    if wanted.end is not None:
        bounds.append(_ordered("<=" if wanted.end_included else "<", wanted.end))
    return bounds[0] if len(bounds) == 1 else Every(tuple(bounds))


def _ordered(operator: str, wanted: Value) -> Term:
    if wanted is None or isinstance(wanted, bool):
        return Known(None)
    if place(wanted) is None:
        raise NotExact("比较的不是简单的值")
    return Ordered(operator, wanted)


# -- expressions about ?


def _truth(node: s.Node) -> Term:
    found = _TRUTHS.get(type(node))
    if found is None:
        raise NotExact("对这一列的值先作了计算")
    return found(node)


def _is_input(node: s.Node) -> bool:
    return isinstance(node, s.Name) and node.name == _INPUT


def _name(node: s.Name) -> Term:
    if _is_input(node):
        return Itself()
    raise NotExact(f"用到了别的值“{node.name}”")


def _literal(node: s.Literal) -> Term:
    return Known(node.value if isinstance(node.value, bool) else None)


def _comparison(node: s.Comparison) -> Term:
    left, right, operator = node.left, node.right, node.operator
    if _is_input(right):
        left, right, operator = right, left, _FLIPPED.get(operator, operator)
    if not _is_input(left) or s.mentions(right, _INPUT):
        raise NotExact("对这一列的值先作了计算")
    wanted, _ = constant(right)
    if operator in ("=", "!="):
        return _equal(wanted) if operator == "=" else Not(_equal(wanted))
    return _ordered(operator, wanted)


def _between(node: s.Between) -> Term:
    if not _is_input(node.value):
        raise NotExact("对这一列的值先作了计算")
    low, high = constant(node.low)[0], constant(node.high)[0]
    return Every((_ordered(">=", low), _ordered("<=", high)))


def _in(node: s.In) -> Term:
    if not _is_input(node.value):
        raise NotExact("对这一列的值先作了计算")
    return _some(tuple(_in_test(test) for test in node.tests))


def _in_test(test: s.Node) -> Term:
    return _range_test(test) if isinstance(test, s.RangeOf) else _held_against(constant(test)[0])


def _logic(node: s.Logic) -> Term:
    terms = tuple(_truth(operand) for operand in node.operands)
    return Some(terms) if node.operator == "or" else Every(terms)


def _call(node: s.Call) -> Term:
    name = node.callee.name if isinstance(node.callee, s.BuiltinName | s.Name) else ""
    if name == "not" and isinstance(node.callee, s.BuiltinName) and len(node.arguments) == 1 and not node.names:
        return Not(_truth(node.arguments[0]))
    raise NotExact(f"用到了函数 {name}()" if name else "用到了函数")


_TRUTHS: dict[type[s.Node], Callable[..., Term]] = {
    s.Name: _name,
    s.Literal: _literal,
    s.Comparison: _comparison,
    s.Between: _between,
    s.In: _in,
    s.Logic: _logic,
    s.Call: _call,
}
