"""Typed nodes to Python source: operators, names, calls. Loops, lists and contexts are in ``emit_structures``.

Each operation runs inline where the values turn out to be of the kinds it is usually used with, and otherwise calls the
operation of the reference evaluation: answers and doubts are the same by construction. A part that cannot be written
becomes a call of its closure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias

from . import syntax as s
from .builtins import FUNCTIONS
from .compile import compile_node
from .shapes import ANYTHING, TRUTH, UNKNOWN, Shape, joined, typed
from .source import Source, TooDeep
from .types import without_constraints
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
_INLINE = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV"}
_FLAT_TYPES = (str, bool, Decimal, YearsMonths, DaysTime)


class Emitter:
    """Writes the source of expressions. ``outer`` is the text of the ``Env`` that encloses all frames, or ``None``."""

    def __init__(self, source: Source, frames: list[Frame], outer: str = "None") -> None:
        self.source = source
        self.frames = frames
        self.outer = outer

    def value(self, node: s.Node) -> Atom:
        """Write what computes a node; its value as an atom."""
        write = self.writers.get(type(node))
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
        key = self.source.constant(name)
        if self.outer != "None":
            return self.assigned(f"{self.outer}.read({key})")
        return self.assigned(f"doubt({self.source.constant(f'没有提供“{name}”的值。')})")

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

    # -- operators

    def negation(self, node: s.Negation) -> Atom:
        operand = self.value(node.operand)
        if operand.shape.digits and not operand.shape.nullable:
            known = -operand.value if isinstance(operand.value, Decimal) else ...
            return Atom(f"(-{operand.text})", operand.shape, known)
        text = self.boxed(operand)
        return self.assigned(f"MINUS({text}) if type({text}) is D else negate({text}, run)", self._number(operand))

    def _number(self, operand: Atom) -> Shape:
        return Shape("number") if operand.shape.kind == "number" else UNKNOWN

    def arithmetic(self, node: s.Arithmetic) -> Atom:
        shape = self.shape(node)
        left = self.value(node.left)
        right = self.value(node.right)
        if shape.digits and left.shape.digits and right.shape.digits:
            return self.assigned(f"{left.text} {node.operator} {right.text}", shape)
        shape = Shape("number") if shape.kind == "number" else UNKNOWN
        a, b = self._steady(left), self._steady(right)
        slow = f"calculate({node.operator!r}, {a}, {b}, run)"
        guards = [f"type({text}) is D" for text, atom in ((a, left), (b, right)) if not _surely_decimal(atom)]
        if node.operator not in _INLINE or not _may_be_number(left) or not _may_be_number(right):
            return self.assigned(slow, shape)
        guards += [b] if node.operator == "/" else []
        return self._inline(f"{_INLINE[node.operator]}({a}, {b})", slow, guards, shape)

    def _inline(self, fast: str, slow: str, guards: list[str], shape: Shape) -> Atom:
        made = self.source.temporary()
        with self.source.block(f"if {' and '.join(guards) or 'True'}:"):
            self.source.line(f"{made} = {fast}")
            with self.source.block(f"if not ({made} and FINITE({made})):"):
                self.source.line(f"{made} = {slow}")
        with self.source.block("else:"):
            self.source.line(f"{made} = {slow}")
        return Atom(made, shape)

    def _steady(self, atom: Atom) -> str:
        """The text of an atom as a value of FEEL, computed once."""
        if atom.shape.digits and atom.value is ...:
            return self.assigned(self.boxed(atom)).text
        return self.boxed(atom)

    def comparison(self, node: s.Comparison) -> Atom:
        left = self.value(node.left)
        return self.compare(node.operator, left, self.value(node.right))

    def compare(self, operator: str, left: Atom, right: Atom) -> Atom:
        """``left operator right`` for two atoms."""
        sign = _PYTHON.get(operator, operator)
        if _surely_whole(left) and _surely_whole(right):
            return self.assigned(f"{left.text} {sign} {right.text}", Shape("boolean", False))
        if operator in _PYTHON and (left.value is None or right.value is None):
            return self._with_null(operator, left, right)
        a, b = self._steady(left), self._steady(right)
        slow = f"compared({operator!r}, {a}, {b}, run)"
        guard = self._guard(a, b, left, right, operator in _PYTHON)
        return self.assigned(f"{a} {sign} {b} if {guard} else {slow}", TRUTH)

    def _with_null(self, operator: str, left: Atom, right: Atom) -> Atom:
        text = self._steady(left if right.value is None else right)
        test = f"{text} is {'not ' if operator == '!=' else ''}None"
        slow = f"compared({operator!r}, {self._steady(left)}, {self._steady(right)}, run)"
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

    def logic(self, node: s.Logic) -> Atom:
        decisive = node.operator == "or"
        answer = self.source.temporary()
        self.source.line(f"{answer} = {not decisive}")
        with self.source.block("while True:"):
            for operand in node.operands:
                self._decide(answer, self.value(operand), decisive, f"{node.operator} 的一方")
            self.source.line("break")
        return Atom(answer, TRUTH)

    def _decide(self, answer: str, found: Atom, decisive: bool, word: str, leave: str = "break") -> None:
        """Leave the block with a decisive truth; note one that is neither true nor false."""
        text = self._steady(found)
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

    def between(self, node: s.Between) -> Atom:
        middle = self.value(node.value)
        above = self.compare(">=", middle, self.value(node.low)).text
        below = self.compare("<=", middle, self.value(node.high)).text
        unsure = f"None if {above} is None or {below} is None else True"
        return self.assigned(f"False if {above} is False or {below} is False else {unsure}", TRUTH)

    def in_(self, node: s.In) -> Atom:
        tested = self.value(node.value)
        answer = self.source.temporary()
        self.source.line(f"{answer} = False")
        with self.source.block("while True:"):
            for test in node.tests:
                found = self._membership(tested, test)
                with self.source.block(f"if {found.text}:"):
                    self.source.line(f"{answer} = True")
                    self.source.line("break")
                with self.source.block(f"if {found.text} is None:"):
                    self.source.line(f"{answer} = None")
            self.source.line("break")
        return Atom(answer, TRUTH)

    def _membership(self, tested: Atom, test: s.Node) -> Atom:
        wanted = self.value(test)
        value = self._steady(tested)
        if isinstance(test, s.RangeOf):
            bound = self.boxed(wanted)
            return self.assigned(f"None if {bound} is None else member({value}, {bound}, run)", TRUTH)
        if isinstance(test, s.Literal) and test.value is not None:
            return self.compare("=", tested, wanted)
        return self.assigned(f"member({value}, {self._steady(wanted)}, run)", TRUTH)

    def instance_of(self, node: s.InstanceOf) -> Atom:
        type_ = self.source.constant(without_constraints(node.type))
        return self.assigned(f"is_instance({self.feel(node.value)}, {type_})", Shape("boolean", False))

    def path(self, node: s.Path) -> Atom:
        target, key = self.feel(node.target), self.source.constant(node.name)
        whole = f"{target}[{key}] if type({target}) is dict and {key} in {target} else "
        if node.name in ("year", "month", "day"):
            whole += f"D({target}.{node.name}) if type({target}) is date else "
        return self.assigned(f"{whole}part_of({target}, {key}, run)")

    def if_(self, node: s.If) -> Atom:
        shape = joined(self.shape(node.then), self.shape(node.otherwise))
        shape = Shape(shape.kind, shape.nullable) if shape.kind != ANYTHING else UNKNOWN
        condition = self.value(node.condition)
        chosen = self._steady(condition)
        if condition.shape.kind != "boolean":
            with self.source.block(f"if {chosen} is not True and {chosen} is not False:"):
                self.source.line(f"not_boolean({self.source.constant('if 的条件')}, {chosen}, run)")
        made = self.source.temporary()
        with self.source.block(f"if {chosen} is True:"):
            self.source.line(f"{made} = {self.feel(node.then)}")
        with self.source.block("else:"):
            self.source.line(f"{made} = {self.feel(node.otherwise)}")
        return Atom(made, shape)

    # -- calls

    def call(self, node: s.Call) -> Atom:
        if isinstance(node.callee, s.BuiltinName) and not node.names:
            return self._built_in(node.callee.name, node)
        callee = self.feel(node.callee)
        arguments = ", ".join([self.feel(argument) for argument in node.arguments])
        return self.assigned(f"invoke({callee}, [{arguments}], {self.source.constant(node.names)}, run)")

    def _built_in(self, name: str, node: s.Call) -> Atom:
        arguments = [self.feel(argument) for argument in node.arguments]
        called = f"{self.source.constant(FUNCTIONS[name].call)}(run, [{', '.join(arguments)}])"
        if name == "not" and len(arguments) == 1:
            return self.assigned(self._spent(f"not {arguments[0]}", f"type({arguments[0]}) is bool", called))
        shape = self.shape(node)
        if not shape.digits:
            return self.assigned(called)
        wanted = "list" if name == "count" else "str"
        if len(arguments) != 1:
            return self.assigned(f"whole({called})", shape)
        cost = f"run.weigh({arguments[0]})" if name == "count" else f"run.spend(len({arguments[0]}) >> 8)"
        guard = f"type({arguments[0]}) is {wanted} and {cost} is None"
        return self.assigned(self._spent(f"len({arguments[0]})", guard, f"whole({called})"), shape)

    @staticmethod
    def _spent(fast: str, guard: str, slow: str) -> str:
        """A built-in written inline spends the step that calling it would."""
        return f"{fast} if {guard} and run.spend() is None else {slow}"

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

    writers: ClassVar[dict[type[s.Node], Callable[..., Atom]]] = {}


def _surely_decimal(atom: Atom) -> bool:
    return atom.shape.kind == "number" and not atom.shape.nullable


def _surely_whole(atom: Atom) -> bool:
    return atom.shape.digits > 0 and not atom.shape.nullable


def _may_be_number(atom: Atom) -> bool:
    return atom.shape.kind in ("number", ANYTHING)


Emitter.writers.update(
    {
        s.Literal: Emitter.literal,
        s.Name: Emitter.name,
        s.BuiltinName: Emitter.builtin_name,
        s.Negation: Emitter.negation,
        s.Arithmetic: Emitter.arithmetic,
        s.Comparison: Emitter.comparison,
        s.Logic: Emitter.logic,
        s.Between: Emitter.between,
        s.In: Emitter.in_,
        s.InstanceOf: Emitter.instance_of,
        s.Path: Emitter.path,
        s.If: Emitter.if_,
        s.Call: Emitter.call,
    }
)
