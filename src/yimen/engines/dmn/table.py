"""Decision tables: read from XML, then evaluated by hit policy with a record of the rules that hit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from yimen.engines.feel.arithmetic import calculate
from yimen.engines.feel.builtins import FUNCTIONS
from yimen.engines.feel.compare import equal
from yimen.engines.feel.runtime import Code, Env
from yimen.engines.feel.types import coerce
from yimen.engines.feel.values import Value

from .model import Column, InputColumn, Rule, Table
from .names import Reading
from .record import Record, RuleHit
from .xml import child, children, language_problem, local, strangers, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # noqa: S405 - only the type

HIT_POLICIES = {
    "UNIQUE": "U",
    "ANY": "A",
    "PRIORITY": "P",
    "FIRST": "F",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
    "COLLECT": "C",
}
_AGGREGATIONS = ("", "SUM", "COUNT", "MIN", "MAX")
_PARTS = ("input", "output", "annotation", "rule")


class TableReader:
    """Reads the tables of one owner (a decision, a knowledge model, a context entry)."""

    def __init__(self, reading: Reading, owner: str, owner_id: str) -> None:
        self._reading = reading
        self._owner = owner
        self._owner_id = owner_id

    def read(self, element: Element, names: Collection[str]) -> Table:
        identity = element.get("id") or self._owner_id
        for stranger in strangers(element, _PARTS):
            self._reading.refuse(identity, f"决策表中的 {local(stranger)} 不受支持。")
        inputs = tuple(self._input(one, names, identity) for one in children(element, "input"))
        outputs = tuple(self._output(one, names, identity) for one in children(element, "output"))
        annotations = [one.get("name", "") for one in children(element, "annotation")]
        if not outputs:
            self._reading.refuse(identity, f"决策表“{self._owner}”没有输出列。")
        rules = tuple(
            self._rule(rule, position, (inputs, outputs, annotations), names, identity)
            for position, rule in enumerate(children(element, "rule"), start=1)
        )
        policy, aggregation = self._policy(element, identity, outputs)
        return Table(identity, self._owner, policy, aggregation, inputs, outputs, rules)

    def _policy(self, element: Element, identity: str, outputs: Sequence[Column]) -> tuple[str, str]:
        written = element.get("hitPolicy", "UNIQUE")
        aggregation = element.get("aggregation", "")
        policy = HIT_POLICIES.get(written, "U")
        if written not in HIT_POLICIES:
            self._reading.refuse(identity, f"命中策略“{written}”不可识别。")
        if aggregation not in _AGGREGATIONS:
            self._reading.refuse(identity, f"汇总方式“{aggregation}”不可识别。")
        if policy in "PO" and not any(column.ranking for column in outputs):
            self._reading.refuse(identity, f"命中策略 {written} 需要用 outputValues 写明输出值的先后。")
        if aggregation and len(outputs) > 1:
            self._reading.refuse(identity, f"汇总方式 {aggregation} 只能用于只有一个输出列的表。")
        return policy, aggregation if policy == "C" else ""

    def _input(self, element: Element, names: Collection[str], identity: str) -> InputColumn:
        expression = child(element, "inputExpression")
        text = text_of(expression)
        where = element.get("id") or identity
        if not text:
            self._reading.refuse(where, f"决策表“{self._owner}”有一个输入列没有表达式。")
        refusal = language_problem(expression, where) if expression is not None else None
        if refusal:
            self._reading.refusals.append(refusal)
        type_ = self._reading.type_of(expression.get("typeRef") if expression is not None else None, where)
        values = child(element, "inputValues")
        allowed = self._reading.tests(text_of(values), names, where) if values is not None else None
        read = self._reading.expression(text or "null", names, where)
        return InputColumn(text, read, type_, allowed, text_of(values))

    def _output(self, element: Element, names: Collection[str], identity: str) -> Column:
        where = element.get("id") or identity
        values, default = child(element, "outputValues"), child(element, "defaultOutputEntry")
        text = text_of(values)
        return Column(
            element.get("name", ""),
            self._reading.type_of(element.get("typeRef"), where),
            self._reading.expression(f"[{text}]", names, where) if text and text != "-" else None,
            self._reading.tests(text, names, where) if text else None,
            self._reading.expression(text_of(default), names, where) if default is not None else None,
            text_of(default),
        )

    def _rule(
        self,
        element: Element,
        position: int,
        columns: tuple[Sequence[InputColumn], Sequence[Column], Sequence[str]],
        names: Collection[str],
        table: str,
    ) -> Rule:
        inputs, outputs, annotations = columns
        identity = element.get("id") or f"{table}#{position}"
        tests = [text_of(one) for one in children(element, "inputEntry")]
        results = [text_of(one) for one in children(element, "outputEntry")]
        notes = [text_of(one) for one in children(element, "annotationEntry")]
        for stranger in strangers(element, ("inputEntry", "outputEntry", "annotationEntry")):
            self._reading.refuse(identity, f"规则中的 {local(stranger)} 不受支持。")
        for count, cells, what in ((len(inputs), tests, "输入"), (len(outputs), results, "输出")):
            if len(cells) != count:
                sentence = f"第 {position} 条规则有 {len(cells)} 个{what}格，表头却有 {count} 个{what}列。"
                self._reading.refuse(identity, sentence)
        if len(notes) > len(annotations):
            self._reading.refuse(identity, f"第 {position} 条规则的注释比注释列多。")
        return Rule(
            identity,
            position,
            tuple(self._reading.tests(text or "-", names, identity) for text in tests),
            tuple(self._reading.expression(text or "null", names, identity) for text in results),
            dict(zip(annotations, notes, strict=False)),
            tuple(tests),
            tuple(results),
        )


def table_code(table: Table) -> Code:
    """The code of a table: its output, with the rules that made it noted in the run's record."""

    return lambda env: concluded(table, _matching(table, env), env)


def concluded(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    """What a table answers when these rules pass, in their order; they are noted in the run's record."""
    if not matched:
        return _nothing_hit(table, env)
    return _POLICIES[table.hit_policy](table, matched, env)


def _matching(table: Table, env: Env) -> list[Rule]:
    cells = [_input_env(column, env, position) for position, column in enumerate(table.inputs, start=1)]
    matched: list[Rule] = []
    for rule in table.rules:
        env.run.spend()
        if all(_passes(*cell) for cell in zip(rule.tests, cells, table.inputs, strict=False)):
            matched.append(rule)
            if table.hit_policy == "F":
                break
    return matched


def _passes(test: Code | None, cell: Env, column: InputColumn) -> bool:
    if test is None:
        return True
    found = test(cell)
    if found is None and cell.values["?"] is None:
        cell.run.doubt(f"“{column.text}”没有值，无法判断。")
    return found is True


def _input_env(column: InputColumn, env: Env, position: int) -> Env:
    value = coerce(column.read(env), column.type, env.run, f"输入“{column.text}”")
    inner = Env({"?": value}, env.run, env)
    if column.allowed and value is not None and column.allowed(inner) is not True:
        env.run.doubt(f"输入“{column.text}”的值不在决策表预期的范围内。")
    return inner


Outputs = Mapping[str, Value]


def _outputs(table: Table, rule: Rule, env: Env) -> Outputs:
    values: dict[str, Value] = {}
    for column, code in zip(table.outputs, rule.outputs, strict=False):
        label = column.name or table.name
        value = coerce(code(env), column.type, env.run, f"第 {rule.position} 条规则的输出“{label}”")
        if column.allowed and value is not None and column.allowed(Env({"?": value}, env.run, env)) is not True:
            value = env.run.doubt(f"第 {rule.position} 条规则的输出“{label}”不在允许的输出值之中。")
        values[label] = value
    return values


def _hit(table: Table, rule: Rule, outputs: Outputs, env: Env) -> Value:
    if isinstance(env.run, Record):
        env.run.hits.append(RuleHit(table.name, rule.id, rule.position, outputs, rule.annotations))
    return _result(table, outputs)


def _result(table: Table, outputs: Outputs) -> Value:
    return dict(outputs) if len(table.outputs) > 1 else next(iter(outputs.values()), None)


def _nothing_hit(table: Table, env: Env) -> Value:
    if any(column.default for column in table.outputs):
        values = {
            column.name or table.name: coerce(
                column.default(env) if column.default else None, column.type, env.run, "默认输出"
            )
            for column in table.outputs
        }
        return _result(table, values) if table.hit_policy in "UAPF" else [_result(table, values)]
    if table.hit_policy in "CRO" and not table.aggregation:
        return []
    if table.aggregation == "COUNT":
        return Decimal(0)
    return env.run.doubt(f"决策表“{table.name}”没有一条规则命中。")


def _unique(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    if len(matched) > 1:
        positions = "、".join(str(rule.position) for rule in matched)
        return env.run.doubt(f"决策表“{table.name}”只应命中一条规则，却命中了第 {positions} 条。")
    return _first(table, matched, env)


def _first(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    return _hit(table, matched[0], _outputs(table, matched[0], env), env)


def _any(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    found = [_outputs(table, rule, env) for rule in matched]
    if any(equal(dict(found[0]), dict(other)) is not True for other in found[1:]):
        return env.run.doubt(f"决策表“{table.name}”命中的几条规则结论不一致。")
    for rule, outputs in zip(matched, found, strict=True):
        _hit(table, rule, outputs, env)
    return _result(table, found[0])


def _ranked(table: Table, matched: Sequence[Rule], env: Env) -> list[tuple[Rule, Outputs]]:
    rankings = [(c.name or table.name, c.ranking(env)) for c in table.outputs if c.ranking]
    found = [(rule, _outputs(table, rule, env)) for rule in matched]

    def rank(entry: tuple[Rule, Outputs]) -> list[int]:
        return [_position(entry[1][name], ranking) for name, ranking in rankings]

    return sorted(found, key=rank)


def _position(value: Value, ranking: Value) -> int:
    values = ranking if isinstance(ranking, list) else [ranking]
    return next((at for at, other in enumerate(values) if equal(value, other) is True), len(values))


def _priority(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    return _hit(table, *_ranked(table, matched, env)[0], env)


def _output_order(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    return [_hit(table, rule, outputs, env) for rule, outputs in _ranked(table, matched, env)]


def _collect(table: Table, matched: Sequence[Rule], env: Env) -> Value:
    values = [_hit(table, rule, _outputs(table, rule, env), env) for rule in matched]
    if not table.aggregation:
        return values
    if table.aggregation == "COUNT":
        return Decimal(len(values))
    if table.aggregation == "SUM":
        total: Value = values[0]
        for value in values[1:]:
            total = calculate("+", total, value, env.run)
        return total
    return FUNCTIONS[table.aggregation.lower()].call(env.run, [values])


_POLICIES: dict[str, Callable[[Table, Sequence[Rule], Env], Value]] = {
    "U": _unique,
    "A": _any,
    "P": _priority,
    "F": _first,
    "R": _collect,
    "O": _output_order,
    "C": _collect,
}
