"""The shape of a table: rules, input columns, names of outputs."""

from __future__ import annotations

from collections.abc import Iterator

from yimen.engines.dmn.model import Table
from yimen.engines.problem import Problem

from .words import problem


def check(table: Table) -> Iterator[Problem]:
    """Problems of the table as a whole."""
    name = table.name
    if not table.rules:
        sentences = (f"决策表“{name}”没有一条规则。", f"The table “{name}” has no rule.")
        yield problem("empty", table.id, sentences, "至少写一条规则。")
    if not table.inputs and len(table.rules) > 1 and table.hit_policy in "UF":
        sentences = (f"决策表“{name}”没有输入列，却有多条规则。", f"The table “{name}” has rules but no input column.")
        yield problem("no-input", table.id, sentences, "补上输入列。")
    names = [column.name for column in table.outputs]
    if len(names) > 1 and (len(set(names)) < len(names) or not all(names)):
        sentences = (
            f"决策表“{name}”的输出列没有名称或名称重复。",
            f"The output columns of the table “{name}” have no names, or the same.",
        )
        yield problem("output-names", table.id, sentences, "给每个输出列一个不同的名称。")
