"""Cells against the type of their column: values of another type, values that are not among the allowed ones."""

from __future__ import annotations

from collections.abc import Iterator

from yimen.engines.dmn.model import Rule
from yimen.engines.feel.types import ANY, BASIC_TYPES, FeelType, describe, unconstrained
from yimen.engines.feel.values import Value, kind, said
from yimen.engines.problem import Problem

from .grid import Grid, Variable
from .keys import SAMPLES, feel
from .scope import Scope
from .terms import Equal, NotExact, Term, constants
from .words import problem

_SIMPLE = frozenset({*(name for name in SAMPLES if "@" not in name), "boolean"})


def check(grid: Grid, scope: Scope) -> Iterator[Problem]:
    """Problems of every cell that the analysis can tell."""
    for variable in grid.variables:
        type_ = unconstrained(variable.type)
        yield from _column(grid, variable, scope)
        for rule in grid.table.rules:
            for at in variable.columns:
                try:
                    term = scope.term(rule.texts[at] or "-")
                except NotExact:
                    continue
                if term is not None:
                    yield from _cell(variable, type_, rule, rule.texts[at], term)


def _column(grid: Grid, variable: Variable, scope: Scope) -> Iterator[Problem]:
    """The declared type of a column against the type of what it reads, and its own expected values."""
    read = scope.type_of(scope.tree(variable.text))
    for at in variable.columns:
        declared = grid.table.inputs[at].type
        if not _simple(declared) or not _simple(read) or unconstrained(declared).name == unconstrained(read).name:
            continue
        if (unconstrained(declared).name, unconstrained(read).name) == ("date and time", "date"):
            continue
        sentences = (
            f"输入列“{variable.text}”写的类型是{describe(declared)}，读到的却是{describe(read)}，永远是空值。",
            f"The column “{variable.text}” is typed {declared.name} but reads {read.name}: it is always null.",
        )
        sample = SAMPLES.get(unconstrained(read).name, True)
        yield problem("type", grid.table.id, sentences, "改这一列的 typeRef。", ((variable.text, feel(sample)),))


def _simple(type_: FeelType) -> bool:
    return type_ is not ANY and unconstrained(type_).name in _SIMPLE


def _cell(variable: Variable, type_: FeelType, rule: Rule, text: str, term: Term) -> Iterator[Problem]:
    for value in dict.fromkeys(_hashable(constants(term))):
        if type_.name in _SIMPLE and kind(value) != type_.name:
            yield _wrong_type(variable, type_, rule, text, value)
        elif _not_allowed(variable, term, value):
            allowed = "; ".join(variable.allowed)
            sentences = (
                f"第 {rule.position} 条规则“{variable.text}”一列的 {feel(value)} 不在允许的值（{allowed}）之中。",
                f'Rule {rule.position}, column "{variable.text}": {feel(value)} is not among the allowed values '
                f"({allowed}).",
            )
            example = ((variable.text, feel(value)),)
            yield problem("not-allowed", rule.id, sentences, "核对写法，或把它加进允许的值。", example)


def _hashable(values: Iterator[Value]) -> Iterator[Value]:
    return (value for value in values if value is not None)


def _wrong_type(variable: Variable, type_: FeelType, rule: Rule, text: str, value: Value) -> Problem:
    sentences = (
        f"第 {rule.position} 条规则“{variable.text}”一列要{describe(BASIC_TYPES[type_.name])}，"
        f"{feel(value)} 是{said(value)}，永远比不上。",
        f'Rule {rule.position}, column "{variable.text}": {feel(value)} is a {kind(value)}, the column holds '
        f"{type_.name}; they never compare.",
    )
    example = ((variable.text, variable.axis.example(variable.axis.live or variable.axis.null)),)
    return problem("type", rule.id, sentences, "改这一格，或改这一列的 typeRef。", example)


def _not_allowed(variable: Variable, term: Term, value: Value) -> bool:
    """Whether a cell asks for exactly this value, and it is none that may occur."""
    if not variable.allowed or value not in list(_asked(term)):
        return False
    return not variable.axis.truth(Equal(value)).true & variable.axis.live


def _asked(term: Term) -> Iterator[Value]:
    if isinstance(term, Equal):
        yield term.value
    for part in term.parts():
        yield from _asked(part)
