"""Typed nodes to Python source: names, operators, conditions, calls."""

from __future__ import annotations

from decimal import Decimal

from . import syntax as s
from .builtins import FUNCTIONS
from .emit import Atom, Emitter, Writer
from .shapes import ANYTHING, TRUTH, UNKNOWN, Shape, joined
from .types import without_constraints

_INLINE = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV"}


def _negation(emit: Emitter, node: s.Negation) -> Atom:
    operand = emit.value(node.operand)
    if operand.shape.digits and not operand.shape.nullable:
        known = -operand.value if isinstance(operand.value, Decimal) else ...
        return Atom(f"(-{operand.text})", operand.shape, known)
    text = emit.boxed(operand)
    return emit.assigned(f"MINUS({text}) if type({text}) is D else negate({text}, run)", _number(operand))


def _number(operand: Atom) -> Shape:
    return Shape("number") if operand.shape.kind == "number" else UNKNOWN


def _arithmetic(emit: Emitter, node: s.Arithmetic) -> Atom:
    shape = emit.shape(node)
    left = emit.value(node.left)
    right = emit.value(node.right)
    if shape.digits and left.shape.digits and right.shape.digits:
        return emit.assigned(f"{left.text} {node.operator} {right.text}", shape)
    shape = Shape("number") if shape.kind == "number" else UNKNOWN
    a, b = emit.steady(left), emit.steady(right)
    slow = f"calculate({node.operator!r}, {a}, {b}, run)"
    guards = [f"type({text}) is D" for text, atom in ((a, left), (b, right)) if not _surely_decimal(atom)]
    if node.operator not in _INLINE or not _may_be_number(left) or not _may_be_number(right):
        return emit.assigned(slow, shape)
    guards += [b] if node.operator == "/" else []
    return _inline(emit, f"{_INLINE[node.operator]}({a}, {b})", slow, guards, shape)


def _inline(emit: Emitter, fast: str, slow: str, guards: list[str], shape: Shape) -> Atom:
    made = emit.source.temporary()
    with emit.source.block(f"if {' and '.join(guards) or 'True'}:"):
        emit.source.line(f"{made} = {fast}")
        with emit.source.block(f"if not ({made} and FINITE({made})):"):
            emit.source.line(f"{made} = {slow}")
    with emit.source.block("else:"):
        emit.source.line(f"{made} = {slow}")
    return Atom(made, shape)


def _comparison(emit: Emitter, node: s.Comparison) -> Atom:
    left = emit.value(node.left)
    return emit.compare(node.operator, left, emit.value(node.right))


def _logic(emit: Emitter, node: s.Logic) -> Atom:
    decisive = node.operator == "or"
    answer = emit.source.temporary()
    emit.source.line(f"{answer} = {not decisive}")
    with emit.source.block("while True:"):
        for operand in node.operands:
            emit.decide(answer, emit.value(operand), decisive, f"{node.operator} 的一方")
        emit.source.line("break")
    return Atom(answer, TRUTH)


def _between(emit: Emitter, node: s.Between) -> Atom:
    middle = emit.value(node.value)
    above = emit.compare(">=", middle, emit.value(node.low)).text
    below = emit.compare("<=", middle, emit.value(node.high)).text
    unsure = f"None if {above} is None or {below} is None else True"
    return emit.assigned(f"False if {above} is False or {below} is False else {unsure}", TRUTH)


def _in_(emit: Emitter, node: s.In) -> Atom:
    tested = emit.value(node.value)
    answer = emit.source.temporary()
    emit.source.line(f"{answer} = False")
    with emit.source.block("while True:"):
        for test in node.tests:
            found = _membership(emit, tested, test)
            with emit.source.block(f"if {found.text}:"):
                emit.source.line(f"{answer} = True")
                emit.source.line("break")
            with emit.source.block(f"if {found.text} is None:"):
                emit.source.line(f"{answer} = None")
        emit.source.line("break")
    return Atom(answer, TRUTH)


def _membership(emit: Emitter, tested: Atom, test: s.Node) -> Atom:
    wanted = emit.value(test)
    value = emit.steady(tested)
    if isinstance(test, s.RangeOf):
        bound = emit.boxed(wanted)
        return emit.assigned(f"None if {bound} is None else member({value}, {bound}, run)", TRUTH)
    if isinstance(test, s.Literal) and test.value is not None:
        return emit.compare("=", tested, wanted)
    return emit.assigned(f"member({value}, {emit.steady(wanted)}, run)", TRUTH)


def _instance_of(emit: Emitter, node: s.InstanceOf) -> Atom:
    type_ = emit.source.constant(without_constraints(node.type))
    return emit.assigned(f"is_instance({emit.feel(node.value)}, {type_})", Shape("boolean", False))


def _path(emit: Emitter, node: s.Path) -> Atom:
    target, key = emit.feel(node.target), emit.source.constant(node.name)
    whole = f"{target}[{key}] if type({target}) is dict and {key} in {target} else "
    if node.name in ("year", "month", "day"):
        whole += f"D({target}.{node.name}) if type({target}) is date else "
    return emit.assigned(f"{whole}part_of({target}, {key}, run)")


def _if_(emit: Emitter, node: s.If) -> Atom:
    shape = joined(emit.shape(node.then), emit.shape(node.otherwise))
    shape = Shape(shape.kind, shape.nullable) if shape.kind != ANYTHING else UNKNOWN
    condition = emit.value(node.condition)
    chosen = emit.steady(condition)
    if condition.shape.kind != "boolean":
        with emit.source.block(f"if {chosen} is not True and {chosen} is not False:"):
            emit.source.line(f"not_boolean({emit.source.constant('if 的条件')}, {chosen}, run)")
    made = emit.source.temporary()
    with emit.source.block(f"if {chosen} is True:"):
        emit.source.line(f"{made} = {emit.feel(node.then)}")
    with emit.source.block("else:"):
        emit.source.line(f"{made} = {emit.feel(node.otherwise)}")
    return Atom(made, shape)


def _call(emit: Emitter, node: s.Call) -> Atom:
    if isinstance(node.callee, s.BuiltinName) and not node.names:
        return _built_in(emit, node.callee.name, node)
    callee = emit.feel(node.callee)
    arguments = ", ".join([emit.feel(argument) for argument in node.arguments])
    return emit.assigned(f"invoke({callee}, [{arguments}], {emit.source.constant(node.names)}, run)")


def _built_in(emit: Emitter, name: str, node: s.Call) -> Atom:
    arguments = [emit.feel(argument) for argument in node.arguments]
    called = f"{emit.source.constant(FUNCTIONS[name].call)}(run, [{', '.join(arguments)}])"
    if name == "not" and len(arguments) == 1:
        return emit.assigned(_spent(f"not {arguments[0]}", f"type({arguments[0]}) is bool", called))
    shape = emit.shape(node)
    if not shape.digits:
        return emit.assigned(called)
    wanted = "list" if name == "count" else "str"
    if len(arguments) != 1:
        return emit.assigned(f"whole({called})", shape)
    cost = f"run.weigh({arguments[0]})" if name == "count" else f"run.spend(len({arguments[0]}) >> 8)"
    guard = f"type({arguments[0]}) is {wanted} and {cost} is None"
    return emit.assigned(_spent(f"len({arguments[0]})", guard, f"whole({called})"), shape)


def _spent(fast: str, guard: str, slow: str) -> str:
    """A built-in written inline spends the step that calling it would."""
    return f"{fast} if {guard} and run.spend() is None else {slow}"


def _surely_decimal(atom: Atom) -> bool:
    return atom.shape.kind == "number" and not atom.shape.nullable


def _may_be_number(atom: Atom) -> bool:
    return atom.shape.kind in ("number", ANYTHING)


OPERATORS: dict[type[s.Node], Writer] = {
    s.Literal: Emitter.literal,
    s.Name: Emitter.name,
    s.BuiltinName: Emitter.builtin_name,
    s.Negation: _negation,
    s.Arithmetic: _arithmetic,
    s.Comparison: _comparison,
    s.Logic: _logic,
    s.Between: _between,
    s.In: _in_,
    s.InstanceOf: _instance_of,
    s.Path: _path,
    s.If: _if_,
    s.Call: _call,
}
