"""The typed intermediate form: each node of a syntax tree with what is known about its value before it is computed.

A ``Shape`` says the kind of the value, whether it may be null, and for whole numbers of bounded size how many digits
they have at most: those are computed with Python's integers, all other numbers with decimals of 34 digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import syntax as s
from .types import BasicType, ContextType, FeelType, ListType, unconstrained
from .values import kind

ANYTHING = "any"
# Beyond this many digits a sum or product is left to decimals, which round to 34.
MAX_DIGITS = 33
_COUNTED = {"count": 10, "string length": 10}
_BOOLEAN = (s.Comparison, s.Logic, s.Between, s.In, s.Quantified)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a value. ``digits`` above 0: a Python integer of at most that many digits, or null."""

    kind: str = ANYTHING
    nullable: bool = True
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """A node with the shape of its value. Nodes inside are typed when they are reached, for names change inside."""

    node: s.Node
    shape: Shape


UNKNOWN = Shape()
TRUTH = Shape("boolean")
Names = Mapping[str, Shape]


def shape_of(type_: FeelType, nullable: bool = True) -> Shape:
    """The shape of a value that fits a declared type."""
    plain = unconstrained(type_)
    if isinstance(plain, ListType):
        return Shape("list", nullable)
    if isinstance(plain, ContextType):
        return Shape("context", nullable)
    return Shape(plain.name, nullable) if isinstance(plain, BasicType) else UNKNOWN


def typed(node: s.Node, names: Names) -> Typed:
    """A node in the intermediate form."""
    return Typed(node, _shape(node, names))


def _shape(node: s.Node, names: Names) -> Shape:
    if isinstance(node, s.Literal):
        return _literal(node)
    if isinstance(node, s.Name):
        return names.get(node.name, UNKNOWN)
    if isinstance(node, s.Negation):
        return _signed(_shape(node.operand, names))
    if isinstance(node, s.Arithmetic):
        return _arithmetic(node.operator, _shape(node.left, names), _shape(node.right, names))
    if isinstance(node, s.InstanceOf):
        return Shape("boolean", nullable=False)
    if isinstance(node, _BOOLEAN):
        return TRUTH
    if isinstance(node, s.If):
        return joined(_shape(node.then, names), _shape(node.otherwise, names))
    return _structure(node)


def _structure(node: s.Node) -> Shape:
    if isinstance(node, s.ListOf):
        return Shape("list", nullable=False)
    if isinstance(node, s.ContextOf):
        return Shape("context", nullable=False)
    if isinstance(node, s.Call) and isinstance(node.callee, s.BuiltinName):
        return Shape("number", True, _COUNTED[node.callee.name]) if node.callee.name in _COUNTED else UNKNOWN
    return UNKNOWN


def _literal(node: s.Literal) -> Shape:
    value = node.value
    if isinstance(value, Decimal):
        whole = abs(value) < 10**15 and value.as_tuple().exponent == 0
        return Shape("number", False, max(1, len(str(abs(int(value))))) if whole else 0)
    return Shape(kind(value), value is None)


def _signed(shape: Shape) -> Shape:
    return shape if shape.kind == "number" else UNKNOWN


def _arithmetic(operator: str, left: Shape, right: Shape) -> Shape:
    if left.kind != "number" or right.kind != "number":
        return UNKNOWN
    surely = not left.nullable and not right.nullable and operator in "+-*"
    digits = 0
    if left.digits and right.digits and surely:
        digits = left.digits + right.digits if operator == "*" else max(left.digits, right.digits) + 1
    # A decimal result can exceed all bounds and then is null; a whole number of bounded size cannot.
    return Shape("number", False, digits) if 0 < digits <= MAX_DIGITS else Shape("number")


def joined(one: Shape, other: Shape) -> Shape:
    """What is known of a value that has one of two shapes."""
    same = one.kind == other.kind
    digits = max(one.digits, other.digits) if same and one.digits and other.digits else 0
    return Shape(one.kind if same else ANYTHING, one.nullable or other.nullable, digits)
