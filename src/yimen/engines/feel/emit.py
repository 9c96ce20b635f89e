"""Writing typed nodes as Python source: names in sight, values as text, what is common to all operations.

``emit_operators`` and ``emit_structures`` write the kinds of nodes.

Each operation runs inline where the values turn out to be of the kinds it is usually used with, and otherwise calls the
operation of the reference evaluation: answers and doubts are the same by construction. A part that cannot be written
becomes a call of its closure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from . import syntax as s
from .builtins import FUNCTIONS
from .compile import compile_node
from .shapes import TRUTH, UNKNOWN, Shape, typed
from .source import Source, TooDeep
from .values import DaysTime, Value, YearsMonths


@dataclass(frozen=True, slots=True)
class Atom:
    """Python text that can be repeated at no cost: a local name or a literal. ``value`` when it is known."""

    text: str
    shape: Shape
    value: Value = ...


@dataclass(frozen=True, slots=True)
class Item:
    """The scope of a filter: ``item`` and, when that is a context, its entries."""

    text: str


Frame: TypeAlias = dict[str, Atom] | Item
_PYTHON = {"=": "==", "!=": "!="}
_SURE = {"number": "D", "string": "str", "date": "date", "boolean": "bool"}
_FLAT_TYPES = (str, bool, Decimal, YearsMonths, DaysTime)

Writer: TypeAlias = Callable[..., Atom]


class Emitter:
    """Writes the source of expressions: ``writers`` by the kind of node, within the ``Env`` that is named ``outer``."""

    def __init__(self, source: Source, outer: str, writers: Mapping[type[s.Node], Writer]) -> None:
        self.source = source
        self.frames: list[Frame] = []
        self.outer = outer
        self._writers = writers

    def value(self, node: s.Node) -> Atom:
        """Write what computes a node; its value as an atom."""
        write = self._writers.get(type(node))
        if write is None:
            return self.fallback(node)
        mark = self.source.mark()
        depth = len(self.frames)
        try:
            return write(self, node)
        except TooDeep:
            self.source.back_to(mark)
            del self.frames[depth:]
            return self.fallback(node)

    def assigned(self, text: str, shape: Shape = UNKNOWN) -> Atom:
        name = self.source.temporary()
        self.source.line(f"{name} = {text}")
        return Atom(name, shape)

    def constant(self, value: Value, shape: Shape) -> Atom:
        return Atom(self.source.constant(value), shape, value)

    def boxed(self, atom: Atom) -> str:
        """The text of an atom as a value of FEEL: whole numbers become decimals."""
        if not atom.shape.digits:
            return atom.text
        if isinstance(atom.value, Decimal):
            return self.source.constant(atom.value)
        return f"(D({atom.text}) if {atom.text} is not None else None)" if atom.shape.nullable else f"D({atom.text})"

    def feel(self, node: s.Node) -> str:
        """The text of a node's value as a value of FEEL, repeatable."""
        atom = self.value(node)
        if atom.value is None or isinstance(atom.value, bool):
            # Python warns of operations on a literal that make no sense; FEEL has a doubt for them.
            return self.source.constant(atom.value)
        return self.assigned(self.boxed(atom)).text if atom.shape.digits and atom.value is ... else self.boxed(atom)

    def shape(self, node: s.Node) -> Shape:
        names = {name: atom.shape for frame in self.frames if isinstance(frame, dict) for name, atom in frame.items()}
        return UNKNOWN if any(isinstance(frame, Item) for frame in self.frames) else typed(node, names).shape

    # -- names

    def name(self, node: s.Name) -> Atom:
        return self.look_up(node.name, len(self.frames))

    def look_up(self, name: str, depth: int) -> Atom:
        for at in range(depth - 1, -1, -1):
            frame = self.frames[at]
            if isinstance(frame, Item):
                return self._of_item(frame, name, at)
            if name in frame:
                return frame[name]
        return self.assigned(f"{self.outer}.read({self.source.constant(name)})")

    def _of_item(self, frame: Item, name: str, at: int) -> Atom:
        found, key = self.source.temporary(), self.source.constant(name)
        with self.source.block(f"if type({frame.text}) is dict and {key} in {frame.text}:"):
            self.source.line(f"{found} = {frame.text}[{key}]")
        with self.source.block("else:"):
            outside = frame.text if name == "item" else self.boxed(self.look_up(name, at))
            self.source.line(f"{found} = {outside}")
        return Atom(found, UNKNOWN)

    def literal(self, node: s.Literal) -> Atom:
        value, shape = node.value, typed(node, {}).shape
        if value is None or isinstance(value, bool):
            return Atom(repr(value), shape, value)
        if shape.digits and isinstance(value, Decimal):
            return Atom(repr(int(value)), shape, value)
        return self.constant(value, shape)

    def builtin_name(self, node: s.BuiltinName) -> Atom:
        return Atom(self.source.constant(FUNCTIONS[node.name]), Shape("function", False))

    # -- values that are used more than once

    def steady(self, atom: Atom) -> str:
        """The text of an atom as a value of FEEL, computed once."""
        if atom.shape.digits and atom.value is ...:
            return self.assigned(self.boxed(atom)).text
        return self.boxed(atom)

    def compare(self, operator: str, left: Atom, right: Atom) -> Atom:
        """``left operator right`` for two atoms."""
        sign = _PYTHON.get(operator, operator)
        if surely_whole(left) and surely_whole(right):
            return self.assigned(f"{left.text} {sign} {right.text}", Shape("boolean", False))
        if operator in _PYTHON and (left.value is None or right.value is None):
            return self._with_null(operator, left, right)
        a, b = self.steady(left), self.steady(right)
        slow = f"compared({operator!r}, {a}, {b}, run)"
        guard = self._guard(a, b, left, right, operator in _PYTHON)
        return self.assigned(f"{a} {sign} {b} if {guard} else {slow}", TRUTH)

    def _with_null(self, operator: str, left: Atom, right: Atom) -> Atom:
        text = self.steady(left if right.value is None else right)
        test = f"{text} is {'not ' if operator == '!=' else ''}None"
        slow = f"compared({operator!r}, {self.steady(left)}, {self.steady(right)}, run)"
        return self.assigned(f"{test} if type({text}) not in HEAVY else {slow}", TRUTH)

    @staticmethod
    def _guard(a: str, b: str, left: Atom, right: Atom, equality: bool) -> str:
        """When two values can be compared by Python."""
        for known, other in ((left, b), (right, a)):
            plain = type(known.value)
            if plain is date or plain in _FLAT_TYPES and (equality or plain is not bool):
                name = _SURE.get(known.shape.kind)
                return f"type({other}) is {name}" if name else f"type({other}) is type({a if other == b else b})"
        return f"type({a}) is type({b}) and type({a}) in {'FLAT' if equality else 'ORDERED'}"

    def decide(self, answer: str, found: Atom, decisive: bool, word: str, leave: str = "break") -> None:
        """Leave the block with a decisive truth; note one that is neither true nor false."""
        text = self.steady(found)
        with self.source.block(f"if {text} is {decisive}:"):
            if leave == "break":
                self.source.line(f"{answer} = {decisive}")
            self.source.line(leave)
        if found.shape.kind == "boolean" and not found.shape.nullable:
            return
        with self.source.block(f"if {text} is not {not decisive}:"):
            self.source.line(f"{answer} = None")
            if found.shape.kind != "boolean":
                self.source.line(f"not_boolean({self.source.constant(word)}, {text}, run)")

    def fallback(self, node: s.Node) -> Atom:
        """A call of the node's closure with the names in sight."""
        return self.assigned(f"{self.source.constant(compile_node(node))}({self.env()})")

    def env(self) -> str:
        """The text of an ``Env`` with all frames."""
        text = self.outer
        for frame in self.frames:
            if isinstance(frame, Item):
                names = f"item_names({frame.text})"
            else:
                pairs = (f"{self.source.constant(name)}: {self.boxed(atom)}" for name, atom in frame.items())
                names = "{" + ", ".join(pairs) + "}"
            text = f"Env({names}, run, {text})"
        return text


def surely_whole(atom: Atom) -> bool:
    """Whether an atom is a Python integer, and never null."""
    return atom.shape.digits > 0 and not atom.shape.nullable
