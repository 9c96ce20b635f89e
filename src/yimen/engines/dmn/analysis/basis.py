"""The legal reference of a rule: its annotation 依据, due wherever a rule gives its reader a reason (说明)."""

from __future__ import annotations

from collections.abc import Iterator

from yimen.engines.dmn.model import Table
from yimen.engines.problem import Problem

from .words import problem

REASON, BASIS = "说明", "依据"


def check(table: Table) -> Iterator[Problem]:
    """Rules without a legal reference: in a table that has the column, or that gives reasons."""
    asked = any(BASIS in rule.annotations for rule in table.rules)
    for rule in table.rules:
        if rule.annotations.get(BASIS, "").strip() or not (asked or rule.annotations.get(REASON, "").strip()):
            continue
        sentences = (f"第 {rule.position} 条规则没有写依据。", f"Rule {rule.position} has no legal reference (依据).")
        yield problem("no-basis", rule.id, sentences, "写明法规和条款：申请人和法院都要看得到依据。")
