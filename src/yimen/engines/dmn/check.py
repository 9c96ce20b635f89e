"""What a model can be read with but should not be published with: cycles, empty tables, unknown names, dead rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yimen.engines.feel.runtime import Env, Run
from yimen.engines.problem import Problem

from .model import DecisionDef, Model, Rule, Table


def check(model: Model) -> list[Problem]:
    """All problems of a readable model: those noticed while reading, then those of requirements and tables."""
    found = [*model.findings, *_cycles(model), *_unused_inputs(model)]
    for table in _tables(model):
        found.extend(_table(table))
    return found


def _tables(model: Model) -> Iterator[Table]:
    for decision in model.decisions.values():
        yield from decision.tables
    for knowledge in model.knowledge.values():
        yield from knowledge.tables


def _cycles(model: Model) -> Iterator[Problem]:
    done: set[str] = set()
    for decision in model.decisions.values():
        path = _cycle_from(model, decision, (), done)
        if path:
            names = " → ".join(model.decisions[one].name for one in path)
            yield Problem(path[0], f"决策的要求绕成了圈：{names}。", "去掉其中一个要求。")


def _cycle_from(model: Model, decision: DecisionDef, path: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if decision.id in path:
        return (*path[path.index(decision.id) :], decision.id)
    if decision.id in done:
        return ()
    for reference in decision.decisions:
        if "#" not in reference:
            found = _cycle_from(model, model.decisions[reference], (*path, decision.id), done)
            if found:
                done.add(decision.id)
                return found
    done.add(decision.id)
    return ()


def _unused_inputs(model: Model) -> Iterator[Problem]:
    used = {reference for decision in model.decisions.values() for reference in decision.inputs}
    used |= {reference for service in model.services.values() for reference in service.inputs}
    for identity, item in model.input_data.items():
        if identity not in used:
            yield Problem(
                identity, f"没有一个决策用到“{item.name}”。", "用不到的事实请删去，或补上信息要求。", "warning"
            )


def _table(table: Table) -> Iterator[Problem]:
    if not table.rules:
        yield Problem(table.id, f"决策表“{table.name}”没有一条规则。", "至少写一条规则。")
    if not table.inputs and len(table.rules) > 1 and table.hit_policy in "UF":
        yield Problem(table.id, f"决策表“{table.name}”没有输入列，却有多条规则。", "补上输入列。")
    names = [column.name for column in table.outputs]
    if len(names) > 1 and (len(set(names)) < len(names) or not all(names)):
        yield Problem(table.id, f"决策表“{table.name}”的输出列没有名称或名称重复。", "给每个输出列一个不同的名称。")
    yield from _same_conditions(table)
    for rule in table.rules:
        yield from _missing_outputs(table, rule)
        yield from _outputs_not_allowed(table, rule)


def _missing_outputs(table: Table, rule: Rule) -> Iterator[Problem]:
    for column, text in zip(table.outputs, rule.output_texts, strict=False):
        if not text:
            label = column.name or table.name
            yield Problem(rule.id, f"第 {rule.position} 条规则没有写输出“{label}”。", "写上输出；确实没有时写 null 。")


_LITERAL = re.compile(r'"[^"\\]*"|-?\d+(\.\d+)?|true|false')


def _outputs_not_allowed(table: Table, rule: Rule) -> Iterator[Problem]:
    cells = zip(table.outputs, rule.outputs, rule.output_texts, strict=False)
    for column, code, text in cells:
        if column.allowed is None or not _LITERAL.fullmatch(text):
            continue
        run = Run()
        if column.allowed(Env({"?": code(Env({}, run))}, run)) is not True:
            sentence = f"第 {rule.position} 条规则的输出 {text} 不在“{column.name or table.name}”允许的输出值之中。"
            yield Problem(rule.id, sentence, "核对写法，或把它加进 outputValues。")


def _same_conditions(table: Table) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    for rule in table.rules:
        before = seen.setdefault(rule.texts, rule.position)
        if before == rule.position:
            continue
        if table.hit_policy == "U":
            sentence = f"第 {rule.position} 条规则的条件与第 {before} 条完全一样，两条会同时命中。"
            yield Problem(rule.id, sentence, "改条件，或换一种命中策略。")
        elif table.hit_policy == "F":
            yield Problem(
                rule.id, f"第 {rule.position} 条规则永远轮不到：条件与第 {before} 条完全一样。", "删去或改条件。"
            )
