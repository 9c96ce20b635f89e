"""The syntax tree of FEEL. Each node knows its column (from 1) in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from .types import FeelType
from .values import Value


@dataclass(frozen=True, slots=True)
class Node:
    column: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class BuiltinName(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: FeelType


@dataclass(frozen=True, slots=True)
class Path(Node):
    target: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    target: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """``name in domain`` or ``name in domain..end``."""

    name: str
    domain: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    every: bool
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    keys: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """``[start..end]``; for ``(< end)`` and the like ``operator`` is the comparison and both bounds are one node."""

    operator: str
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    parameters: tuple[str, ...]
    types: tuple[FeelType, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: empty means ``-`` (anything); ``negated`` for ``not(…)``."""

    tests: tuple[Node, ...]
    negated: bool


_BOOLEAN_FORMS = (Comparison, Logic, Between, In, InstanceOf, Quantified)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node."""
    for name in _parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


_PARTS: dict[type[Node], tuple[str, ...]] = {}


def _parts(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that can hold nodes."""
    known = _PARTS.get(kind)
    if known is None:
        known = _PARTS[kind] = _found_parts(kind)
    return known


def _found_parts(kind: type[Node]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if "Node" in str(field.type) or "Iteration" in str(field.type))


def height(node: Node) -> int:
    """How deep the tree is; walks without recursion, so that it can judge any tree."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in children(here))
    return deepest


def cost(node: Node) -> int:
    """What one evaluation in a loop or call counts for: the nodes of the tree, and two for the turn itself."""
    count, waiting = 2, [node]
    while waiting:
        here = waiting.pop()
        count += 1
        waiting.extend(children(here))
    return count


def mentions(node: Node, name: str) -> bool:
    """Whether a name is read anywhere below."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Name) and here.name == name:
            return True
        waiting.extend(children(here))
    return False


def is_boolean_form(node: Node) -> bool:
    """Whether the node yields true, false or null by its very form."""
    return isinstance(node, _BOOLEAN_FORMS) or (isinstance(node, Literal) and isinstance(node.value, bool))
