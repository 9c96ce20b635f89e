"""Code of a model compiled for many evaluations: expressions as Python functions, tables with a matcher.

``ready(code)`` answers as ``code`` does, with the same doubts. What cannot be made faster is given back as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yimen.engines.feel import syntax as s
from yimen.engines.feel.builtins import FUNCTIONS
from yimen.engines.feel.fast import fast_code
from yimen.engines.feel.runtime import Code, Env
from yimen.engines.feel.types import ANY, coerce
from yimen.engines.feel.values import Value

from .cells import Cell, NotSimple, cell_of
from .index import Row
from .match import Columns, Matcher, columns_of, matcher
from .model import InputColumn, Rule, Table
from .origin import Origin, marked, origin_of
from .table import concluded

_CALLING = frozenset({"sort", "list replace"})


def ready(code: Code) -> Code:
    """The same code, ready for many evaluations."""
    origin = origin_of(code)
    if origin.table is not None:
        return _table(origin.table, code)
    if origin.inner is not None:
        return _coerced(ready(origin.inner), origin)
    if origin.tree is not None and not isinstance(origin.tree, s.Tests):
        try:
            return marked(fast_code(origin.tree), origin)
        except RecursionError:
            return code
    return code


def _coerced(inner: Code, origin: Origin) -> Code:
    type_, what = origin.type, origin.what
    return marked(lambda env: coerce(inner(env), type_, env.run, what), origin)


@dataclass(frozen=True)
class MatchedTable:
    """A table whose rules are told from the values of its columns alone."""

    table: Table
    rows: tuple[Row, ...]
    columns: Columns
    matcher: Matcher
    allowed: tuple[Cell | None, ...]

    def rules(self, bits: int) -> Sequence[Rule]:
        """The rules behind a matcher's answer, in their order."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self.table.rules[lowest.bit_length() - 1])
            bits ^= lowest
        return found


def matched_table(table: Table) -> MatchedTable:
    """A table with its matcher. Raises ``NotSimple`` when a cell needs more than the value of its column."""
    rows = tuple(tuple(cell_of(test) for test in rule.tests) for rule in table.rules)
    if not rows or any(len(row) != len(table.inputs) for row in rows):
        raise NotSimple
    columns = columns_of(rows, len(table.inputs))
    allowed = tuple(cell_of(column.allowed) for column in table.inputs)
    return MatchedTable(table, rows, columns, matcher(rows, columns, table.hit_policy == "F"), allowed)


def _table(table: Table, reference: Code) -> Code:
    try:
        made = matched_table(table)
        reads = tuple(_column(column) for column in table.inputs)
    except NotSimple:
        return reference
    checks = tuple((at, cell.accepts) for at, cell in enumerate(made.allowed) if cell is not None)
    match, count = made.matcher, len(table.rules)

    def run(env: Env) -> Value:
        before = env.run.steps
        values = [read(env) for read in reads]
        bits = match(*values)
        if bits is None or not _allowed(checks, values):
            # The columns are read once more: their doubts are the same, and must not cost their steps twice.
            env.run.steps = before
            return reference(env)
        env.run.spend(count)
        return concluded(table, made.rules(bits), env)

    return marked(run, Origin(table=table))


def _allowed(checks: Sequence[tuple[int, Callable[[Any], bool]]], values: Sequence[Any]) -> bool:
    try:
        return all(values[at] is None or accepts(values[at]) for at, accepts in checks)
    except TypeError:
        return False


def _column(column: InputColumn) -> Code:
    """What a column reads. Raises ``NotSimple`` when reading twice could leave more than doubts behind."""
    waiting = [origin_of(column.read).tree]
    while waiting:
        node = waiting.pop()
        if node is None or isinstance(node, s.FunctionOf):
            raise NotSimple
        if isinstance(node, s.Call) and not (isinstance(node.callee, s.BuiltinName) and _harmless(node.callee.name)):
            raise NotSimple
        waiting.extend(s.children(node))
    code = ready(column.read)
    type_, what = column.type, f"输入“{column.text}”"
    return code if type_ is ANY else lambda env: coerce(code(env), type_, env.run, what)


def _harmless(name: str) -> bool:
    return name in FUNCTIONS and name not in _CALLING
