"""What rules answer: missing outputs, outputs of a wrong type or outside the allowed values, defaults too."""

from __future__ import annotations

from collections.abc import Iterator

from yimen.engines.dmn.model import Column, Rule, Table
from yimen.engines.feel.runtime import Env, Run
from yimen.engines.feel.types import ANY, coerce, describe
from yimen.engines.feel.values import Value, said
from yimen.engines.problem import Problem

from .keys import feel
from .scope import Scope
from .terms import NotExact, constant
from .words import problem

# The outputs of a rule, column by column.
Cells = tuple[Value, ...]


def outputs_of(table: Table, rule: Rule, scope: Scope) -> Cells | None:
    """The outputs of a rule where all are constants, as the table gives them; else ``None``."""
    found = [_constant(text, scope) for text in rule.output_texts]
    if None in found:
        return None
    values = [one[0] for one in found if one is not None]
    return tuple(coerce(value, column.type, Run(), "") for value, column in zip(values, table.outputs, strict=False))


def _constant(text: str, scope: Scope) -> tuple[Value] | None:
    """The value of an output cell in a tuple of one; ``None`` when it has to be computed."""
    tree = scope.tree(text or "null")
    try:
        return (constant(tree)[0],) if tree is not None else None
    except NotExact:
        return None


def check(table: Table, scope: Scope) -> Iterator[Problem]:
    """Problems of all output cells and defaults."""
    for rule in table.rules:
        where, english = f"第 {rule.position} 条规则的输出", f"rule {rule.position}, output"
        for column, text in zip(table.outputs, rule.output_texts, strict=False):
            if text:
                yield from _judged(table, column, text, scope, (rule.id, where, english))
            else:
                yield _missing(table, column, rule)
    for column in table.outputs:
        if column.default is not None and column.default_text:
            yield from _judged(table, column, column.default_text, scope, (table.id, "默认输出", "the default output"))


def _missing(table: Table, column: Column, rule: Rule) -> Problem:
    label = column.name or table.name
    sentences = (
        f"第 {rule.position} 条规则没有写输出“{label}”。",
        f"Rule {rule.position} has no output “{label}”.",
    )
    return problem("output-missing", rule.id, sentences, "写上输出；确实没有时写 null 。")


def _judged(table: Table, column: Column, text: str, scope: Scope, at: tuple[str, str, str]) -> Iterator[Problem]:
    if column.type is ANY and column.allowed is None:
        return
    found = _constant(text, scope)
    if found is None or found[0] is None:
        return
    element, where, english = at
    label = column.name or table.name
    value = coerce(found[0], column.type, Run(), "")
    if value is None:
        sentences = (
            f"{where} {text} 不是“{label}”要的{describe(column.type)}，是{said(found[0])}。",
            f"{english} {text}: “{label}” wants {column.type.name}.",
        )
        yield problem("type", element, sentences, "核对写法，或改 typeRef。", ((label, feel(found[0])),))
    elif column.allowed is not None and column.allowed(Env({"?": value}, Run())) is not True:
        sentences = (
            f"{where} {text} 不在“{label}”允许的输出值之中。",
            f"{english} {text} is not among the output values of “{label}”.",
        )
        yield problem(
            "output-not-allowed", element, sentences, "核对写法，或把它加进 outputValues。", ((label, feel(value)),)
        )
