"""Functions written in FEEL, and the calling of any function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .runtime import Code, Env, Run
from .types import FeelType, coerce
from .values import Function, Value, said


def user_function(
    name: str,
    parameters: tuple[str, ...],
    types: tuple[FeelType, ...],
    body: Code,
    env: Env,
    result: FeelType | None = None,
    cost: int = 1,
) -> Function:
    """A function written in FEEL: arguments are coerced to the parameter types, the body sees where it was written."""

    def call(run: Run, arguments: Sequence[Value]) -> Value:
        if len(arguments) != len(parameters):
            return run.doubt(f"函数 {name} 需要 {len(parameters)} 个参数，得到 {len(arguments)} 个。")
        values: dict[str, Value] = {}
        for parameter, type_, value in zip(parameters, types, arguments, strict=True):
            values[parameter] = coerce(value, type_, run, f"函数 {name} 的参数（{parameter}）")
            if values[parameter] is None and value is not None:
                return None
        run.enter_call()
        run.spend(cost)
        answer = body(Env(values, run, env))
        run.calls -= 1
        return answer if result is None else coerce(answer, result, run, f"函数 {name} 的结果")

    def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
        if set(arguments) != set(parameters):
            return run.doubt(f"函数 {name} 的参数名称是：{'、'.join(parameters)}。")
        return call(run, [arguments[parameter] for parameter in parameters])

    return Function(name, parameters, call, call_named, types, result)


def invoke(callee: Value, values: Sequence[Value], names: tuple[str, ...], run: Run) -> Value:
    """Call a value with arguments, named or in order."""
    if not isinstance(callee, Function):
        return run.doubt("被调用的函数没有提供。" if callee is None else f"{said(callee)}不能当作函数调用。")
    if names:
        return callee.call_named(run, dict(zip(names, values, strict=True)))
    return callee.call(run, values)
