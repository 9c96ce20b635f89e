"""Syntax tree to closures.

Each node becomes one Python closure over its compiled children: ``Code`` takes the names in sight and gives a value.
No text of the author is ever evaluated by Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import syntax as s
from .arithmetic import calculate, negate
from .builtins import FUNCTIONS
from .compare import compared, member
from .functions import invoke, user_function
from .lists import filtered, grown, items_of, points
from .runtime import Code, Env, Run
from .temporal import properties
from .types import FeelType, without_constraints
from .values import Range, Value, said


def compile_node(node: s.Node) -> Code:
    """The closure of a tree."""
    return _Compiler().code(node)


class _Compiler:
    def code(self, node: s.Node) -> Code:
        return _CODES[type(node)](self, node)

    # -- leaves

    def literal(self, node: s.Literal) -> Code:
        value = node.value
        return lambda env: value

    def name(self, node: s.Name) -> Code:
        name = node.name
        return lambda env: env.read(name)

    def builtin_name(self, node: s.BuiltinName) -> Code:
        function = FUNCTIONS[node.name]
        return lambda env: function

    # -- operators

    def negation(self, node: s.Negation) -> Code:
        operand = self.code(node.operand)
        return lambda env: negate(operand(env), env.run)

    def arithmetic(self, node: s.Arithmetic) -> Code:
        left, right, operator = self.code(node.left), self.code(node.right), node.operator
        return lambda env: calculate(operator, left(env), right(env), env.run)

    def comparison(self, node: s.Comparison) -> Code:
        left, right, operator = self.code(node.left), self.code(node.right), node.operator
        return lambda env: compared(operator, left(env), right(env), env.run)

    def logic(self, node: s.Logic) -> Code:
        operands = tuple(self.code(operand) for operand in node.operands)
        decisive = node.operator == "or"
        word = "or" if decisive else "and"

        def run(env: Env) -> Value:
            answer: bool | None = not decisive
            for operand in operands:
                value = operand(env)
                if value is decisive:
                    return decisive
                if not isinstance(value, bool):
                    answer = None
                    if value is not None:
                        env.run.doubt(f"{word} 的一方应为真假值，得到的是{said(value)}。")
            return answer

        return run

    def between(self, node: s.Between) -> Code:
        value, low, high = self.code(node.value), self.code(node.low), self.code(node.high)

        def run(env: Env) -> Value:
            middle = value(env)
            above = compared(">=", middle, low(env), env.run)
            below = compared("<=", middle, high(env), env.run)
            if above is False or below is False:
                return False
            return None if above is None or below is None else True

        return run

    def in_(self, node: s.In) -> Code:
        value = self.code(node.value)
        tests = tuple((self.code(test), isinstance(test, s.RangeOf)) for test in node.tests)

        def run(env: Env) -> Value:
            tested = value(env)
            answer: bool | None = False
            for test, is_range in tests:
                wanted = test(env)
                # A range with a bound that is null is null itself; asking for equality with it would answer "false".
                found = None if wanted is None and is_range else member(tested, wanted, env.run)
                if found:
                    return True
                answer = None if found is None else answer
            return answer

        return run

    def instance_of(self, node: s.InstanceOf) -> Code:
        value, type_ = self.code(node.value), without_constraints(node.type)
        return lambda env: is_instance(value(env), type_)

    # -- paths, filters, calls

    def path(self, node: s.Path) -> Code:
        target, name = self.code(node.target), node.name
        return lambda env: part_of(target(env), name, env.run)

    def filter(self, node: s.Filter) -> Code:
        target, condition = self.code(node.target), self.code(node.condition)
        always_filters, cost = s.is_boolean_form(node.condition), s.cost(node.condition)

        def run(env: Env) -> Value:
            items = target(env)
            if items is None:
                items = []
            if not isinstance(items, list):
                items = [items]
            return filtered(items, condition, always_filters, env, cost)

        return run

    def call(self, node: s.Call) -> Code:
        callee, names = self.code(node.callee), node.names
        arguments = tuple(self.code(argument) for argument in node.arguments)

        def run(env: Env) -> Value:
            return invoke(callee(env), [argument(env) for argument in arguments], names, env.run)

        return run

    # -- control

    def if_(self, node: s.If) -> Code:
        condition, then, otherwise = self.code(node.condition), self.code(node.then), self.code(node.otherwise)

        def run(env: Env) -> Value:
            chosen = condition(env)
            if chosen is not None and not isinstance(chosen, bool):
                env.run.doubt(f"if 的条件应为真假值，得到的是{said(chosen)}。")
            return then(env) if chosen is True else otherwise(env)

        return run

    def for_(self, node: s.For) -> Code:
        rows, body = self._rows(node.iterations, s.cost(node.body)), self.code(node.body)
        looks_back = s.mentions(node, "partial")

        def run(env: Env) -> Value:
            partial: list[Value] = []
            names: dict[str, Value] = {"partial": partial}
            for inner in rows(Env(names, env.run, env)):
                if inner is None:
                    return None
                value = body(inner)
                if looks_back:
                    names["partial"] = partial = grown(partial, value, env.run)
                else:
                    partial.append(value)
            return partial

        return run

    def quantified(self, node: s.Quantified) -> Code:
        rows, condition = self._rows(node.iterations, s.cost(node.condition)), self.code(node.condition)
        decisive = not node.every

        def run(env: Env) -> Value:
            answer: bool | None = not decisive
            for inner in rows(env):
                value = condition(inner) if inner is not None else None
                if value is decisive:
                    return decisive
                if not isinstance(value, bool):
                    answer = None
                    if value is not None:
                        env.run.doubt(f"satisfies 后面应为真假值，得到的是{said(value)}。")
            return answer

        return run

    def _rows(self, iterations: tuple[s.Iteration, ...], cost: int) -> Callable[[Env], Iterator[Env | None]]:
        """All combinations of the iterations, each as the names in sight; ``None`` where a domain is none."""
        steps = tuple((one.name, self.code(one.domain), self.code(one.end) if one.end else None) for one in iterations)

        def rows(env: Env, depth: int = 0) -> Iterator[Env | None]:
            if depth == len(steps):
                yield env
                return
            name, start, end = steps[depth]
            domain = points(start(env), end(env), env.run) if end else items_of(start(env), env.run)
            if domain is None:
                yield None
                return
            for value in domain:
                env.run.spend(cost)
                yield from rows(Env({name: value}, env.run, env), depth + 1)

        return rows

    # -- lists, contexts, ranges, functions

    def list_of(self, node: s.ListOf) -> Code:
        items = tuple(self.code(item) for item in node.items)

        def run(env: Env) -> Value:
            env.run.spend(len(items))
            return [item(env) for item in items]

        return run

    def context_of(self, node: s.ContextOf) -> Code:
        entries = tuple((key, self.code(value)) for key, value in zip(node.keys, node.values, strict=True))

        def run(env: Env) -> Value:
            made: dict[str, Value] = {}
            inner = Env(made, env.run, env)
            for key, value in entries:
                made[key] = value(inner)
            return dict(made)

        return run

    def range_of(self, node: s.RangeOf) -> Code:
        if node.operator != "..":
            return self._comparison_range(node)
        start, end = self.code(node.start), self.code(node.end)

        included = node.start_included, node.end_included
        return lambda env: interval(start(env), end(env), *included, env.run)

    def _comparison_range(self, node: s.RangeOf) -> Code:
        bound, operator = self.code(node.end), node.operator
        included = node.start_included, node.end_included
        return lambda env: comparison_range(operator, bound(env), *included)

    def function_of(self, node: s.FunctionOf) -> Code:
        body, cost = self.code(node.body), s.cost(node.body)
        return lambda env: user_function("function", node.parameters, node.types, body, env, cost=cost)


_CODES: dict[type[s.Node], Callable[..., Code]] = {
    s.Literal: _Compiler.literal,
    s.Name: _Compiler.name,
    s.BuiltinName: _Compiler.builtin_name,
    s.Negation: _Compiler.negation,
    s.Arithmetic: _Compiler.arithmetic,
    s.Comparison: _Compiler.comparison,
    s.Logic: _Compiler.logic,
    s.Between: _Compiler.between,
    s.In: _Compiler.in_,
    s.InstanceOf: _Compiler.instance_of,
    s.Path: _Compiler.path,
    s.Filter: _Compiler.filter,
    s.Call: _Compiler.call,
    s.If: _Compiler.if_,
    s.For: _Compiler.for_,
    s.Quantified: _Compiler.quantified,
    s.ListOf: _Compiler.list_of,
    s.ContextOf: _Compiler.context_of,
    s.RangeOf: _Compiler.range_of,
    s.FunctionOf: _Compiler.function_of,
}


def interval(low: Value, high: Value, start_included: bool, end_included: bool, run: Run) -> Value:
    """``[low..high]``; null with a doubt where a bound is null, or the bounds do not ascend."""
    if low is None or high is None:
        return run.doubt("区间的一端没有值。")
    ascending = compared("<=", low, high, run)
    if ascending is not True:
        return None if ascending is None else run.doubt("区间的起点大于终点。")
    return Range(low, high, start_included, end_included)


def comparison_range(operator: str, bound: Value, start_included: bool, end_included: bool) -> Range:
    """``(< bound)`` and the like as a value."""
    start = bound if operator in ("=", "!=", ">", ">=") else None
    return Range(start, bound if operator in ("=", "!=", "<", "<=") else None, start_included, end_included, operator)


def is_instance(value: Value, type_: FeelType) -> bool:
    """Whether a value belongs to a type; null only to ``Null``."""
    return type_.holds(value) and (value is not None or type_.name == "Null")


def part_of(target: Value, name: str, run: Run) -> Value:
    """``target.name``: an entry of a context, a part of a date or range; of a list, that of each item."""
    if isinstance(target, dict):
        return target[name] if name in target else run.doubt(f"没有提供“{name}”的值。")
    if isinstance(target, list):
        run.spend(len(target))
        return [part_of(item, name, run) for item in target]
    if isinstance(target, Range):
        parts: dict[str, Value] | None = {
            "start": target.start,
            "end": target.end,
            "start included": target.start_included,
            "end included": target.end_included,
        }
    else:
        parts = properties(target)
    if parts is not None and name in parts:
        return parts[name]
    return run.doubt(f"读取“{name}”的对象没有值。" if target is None else f"{said(target)}没有名为“{name}”的部分。")
