"""The outcomes of a table whose outputs are constants: each set of rules that pass gives one, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from yimen.engines.feel import syntax as s
from yimen.engines.feel.errors import Doubt
from yimen.engines.feel.runtime import Code, Env
from yimen.engines.feel.values import Value

from .cells import NotSimple, constant
from .model import Rule, Table
from .origin import origin_of
from .record import Reason, Record, RuleHit

_CONTAINERS = (list, dict)


class Answer(NamedTuple):
    """The short form of a decision: outputs (several as a read-only mapping), ids of the rules that hit, doubts."""

    outputs: Value
    rules: tuple[str, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that follows from a set of rules that pass."""

    value: Value
    hits: tuple[RuleHit, ...]
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...]
    answer: Answer


def outcome_of(code: Code) -> Outcome:
    """The outcome of code that reads no names."""
    record = Record()
    value = code(Env({}, record))
    return Outcome(
        value, tuple(record.hits), record.reasons(), record.doubts, answer_of(value, record.hits, record.doubts)
    )


def answer_of(value: Value, hits: Sequence[RuleHit], doubts: tuple[Doubt, ...]) -> Answer:
    shown = MappingProxyType(value) if isinstance(value, dict) else value
    return Answer(shown, tuple(hit.rule_id for hit in hits), doubts)


def fresh(value: Value) -> Value:
    """A copy that its owner may change."""
    if isinstance(value, dict):
        return {key: fresh(item) for key, item in value.items()} if _nested(value.values()) else dict(value)
    return [fresh(item) for item in value] if isinstance(value, list) else value


def _nested(values: object) -> bool:
    return any(isinstance(value, _CONTAINERS) for value in values)  # type: ignore[attr-defined]


def require_constants(table: Table, rules: Sequence[Rule]) -> None:
    """Raises ``NotSimple`` unless all that a table can answer is written in it."""
    for rule in rules:
        for code in rule.outputs:
            if isinstance(constant(_tree(code)), _CONTAINERS):
                raise NotSimple
    for column in table.outputs:
        for known in (column.default, column.ranking):
            if known is not None:
                constant(_tree(known))
        if column.allowed is not None:
            _require_only_input(_tree(column.allowed))


def _tree(code: Code) -> s.Node:
    tree = origin_of(code).tree
    if tree is None:
        raise NotSimple
    return tree


def _require_only_input(tree: s.Node) -> None:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        named = isinstance(node, s.Name) and node.name != "?"
        if named or (isinstance(node, s.BuiltinName) and node.name in ("now", "today")):
            raise NotSimple
        waiting.extend(s.children(node))
