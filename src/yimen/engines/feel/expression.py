"""Compiled expressions and unary tests: what a host keeps and evaluates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from . import syntax as s
from .builtins import BUILTIN_NAMES
from .compare import equal, member
from .compile import compile_node
from .errors import Doubt, FeelError
from .fast import fast_code
from .free import free_names
from .parser import parse_expression, parse_unary_tests
from .patterns import PatternError, compiled
from .runtime import Code, Env, Exhausted, Run
from .types import FeelType
from .values import Range, Value, from_host

_INPUT = "?"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A value and the reasons why nulls arose on the way."""

    value: Value
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Expression:
    """One compiled expression. ``names`` are the free variables it reads."""

    text: str
    names: frozenset[str]
    code: Code = field(repr=False, compare=False)
    tree: s.Node = field(repr=False, compare=False)
    _reads: frozenset[str] = field(repr=False, compare=False, default=frozenset())
    _heat: Heat = field(repr=False, compare=False, default_factory=lambda: Heat())

    def evaluate(self, scope: Mapping[str, object], now: datetime | None = None) -> Evaluation:
        """The value over a scope. Data never raises: what cannot be computed is null with doubts.

        ``now`` is what ``now()`` and ``today()`` answer. Raises ``TypeError`` for a value FEEL does not have.
        """
        values = {name: from_host(scope[name]) for name in self._reads if name in scope}
        return run_code(self._heat.code(self.code, self.tree), values, Run(now))


class Heat:
    """How often an expression was evaluated; one that is asked often is compiled to Python, once."""

    __slots__ = ("_asked", "_fast")

    def __init__(self) -> None:
        self._asked = 0
        self._fast: Code | None = None

    def code(self, reference: Code, tree: s.Node) -> Code:
        """The code to run now."""
        if self._fast is not None:
            return self._fast
        self._asked += 1
        if self._asked < _OFTEN:
            return reference
        try:
            self._fast = fast_code(tree)
        except RecursionError:
            self._fast = reference
        return self._fast


# After this many evaluations compiling costs less than going on.
_OFTEN = 200


@dataclass(frozen=True)
class UnaryTests:
    """A compiled table cell: does a value pass?"""

    text: str
    names: frozenset[str]
    code: Code = field(repr=False, compare=False)
    tree: s.Tests = field(repr=False, compare=False)
    _reads: frozenset[str] = field(repr=False, compare=False, default=frozenset())

    def evaluate(self, value: object, scope: Mapping[str, object], now: datetime | None = None) -> Evaluation:
        """True, False or null (could not be told) for ``value``; see ``Expression.evaluate``."""
        values = {name: from_host(scope[name]) for name in self._reads if name in scope}
        values[_INPUT] = from_host(value)
        return run_code(self.code, values, Run(now))


def run_code(code: Code, values: Mapping[str, Value], run: Run) -> Evaluation:
    """Run compiled code, turning an exhausted budget into null with a doubt."""
    try:
        value = code(Env(values, run))
        run.weigh(value)
    except Exhausted as stop:
        value = run.doubt(str(stop))
    except RecursionError:
        value = run.doubt("计算嵌套太深，已停止。")
    return Evaluation(value, run.doubts)


def compile_expression(
    text: str,
    names: Collection[str] = (),
    *,
    members: Collection[str] = (),
    types: Mapping[str, FeelType] | None = None,
) -> Expression:
    """Compile an expression. ``names`` are the names in scope, ``members`` names of parts that may follow a dot.

    Raises ``FeelError`` when the text is no FEEL or uses what is not supported.
    """
    tree = parse_expression(text, names, members, BUILTIN_NAMES, types or {})
    known, reads = free_names(tree, names)
    _refuse(tree, text, names)
    return Expression(text, known, compile_node(tree), tree, reads)


def compile_unary_tests(
    text: str,
    names: Collection[str] = (),
    *,
    members: Collection[str] = (),
    types: Mapping[str, FeelType] | None = None,
) -> UnaryTests:
    """Compile a table cell such as ``< 18``, ``"a", "b"``, ``not(null)`` or ``-``. Raises ``FeelError``."""
    tree = parse_unary_tests(text, names, members, BUILTIN_NAMES, types or {})
    known, reads = free_names(tree, names)
    _refuse(tree, text, names)
    return UnaryTests(text, known - {_INPUT}, _tests_code(tree), tree, reads - {_INPUT})


def _refuse(tree: s.Node, text: str, names: Collection[str]) -> None:
    _, free = free_names(tree, names)
    unknown = free - set(names)
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Call) and isinstance(node.callee, s.Name) and node.callee.name in unknown:
            raise FeelError(f"没有名为“{node.callee.name}”的函数。", node.callee.column, text)
        if isinstance(node, s.Call) and isinstance(node.callee, s.BuiltinName) and node.callee.name in _PATTERN_CALLS:
            _refuse_pattern(node, text)
        waiting.extend(s.children(node))


_PATTERN_CALLS = {"matches": 2, "replace": 3, "split": 9}


def _refuse_pattern(node: s.Call, text: str) -> None:
    """Literal patterns are judged when the rule is written, not when a citizen meets it."""
    literals = [argument.value if isinstance(argument, s.Literal) else None for argument in node.arguments]
    flags_at = _PATTERN_CALLS[node.callee.name] if isinstance(node.callee, s.BuiltinName) else 9
    flags = literals[flags_at] if len(literals) > flags_at else ""
    if node.names or len(literals) < 2 or not isinstance(literals[1], str) or not isinstance(flags, str):
        return
    try:
        compiled(literals[1], flags)
    except PatternError as error:
        raise FeelError(str(error), node.arguments[1].column, text) from error


def _tests_code(tree: s.Tests) -> Code:
    if not tree.tests:
        return lambda env: True
    tests = tuple(_test_code(test) for test in tree.tests)

    def run(env: Env) -> Value:
        answer: bool | None = False
        for test in tests:
            found = test(env)
            if found is True:
                return True
            answer = None if found is None else answer
        return answer

    return _negated(run) if tree.negated else run


def _negated(code: Code) -> Code:
    def run(env: Env) -> Value:
        found = code(env)
        return None if found is None else not found

    return run


def _test_code(test: s.Node) -> Code:
    """One positive test (DMN 1.5, table 54): a truth about ``?``, or a value the input is held against."""
    code = compile_node(test)
    if s.mentions(test, _INPUT):
        return code
    if isinstance(test, s.RangeOf):
        return lambda env: None if (wanted := code(env)) is None else _passes(env, wanted)
    if isinstance(test, s.Literal) or not s.is_boolean_form(test):
        return lambda env: _passes(env, code(env))

    def run(env: Env) -> Value:
        value = env.read(_INPUT)
        return equal(value, code(env)) if isinstance(value, bool) else code(env)

    return run


def _passes(env: Env, wanted: Value) -> Value:
    value = env.read(_INPUT)
    if wanted is None or value is None and not isinstance(wanted, Range):
        return equal(value, wanted) or (isinstance(wanted, list) and member(value, wanted, env.run))
    return member(value, wanted, env.run)
