"""Truth values, identity, and what to take instead of null."""

from yimen.engines.feel.compare import equal
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import Value, kind

from .registry import builtin


@builtin("not", "negand: any")
def negation(run: Run, negand: Value) -> Value:
    if isinstance(negand, bool):
        return not negand
    return None if negand is None else run.doubt("函数 not 的参数应为真假值。")


@builtin("is", "value1?: any, value2?: any")
def identical(run: Run, value1: Value = None, value2: Value = None) -> Value:
    if kind(value1) != kind(value2):
        return False
    run.weigh(value1, value2)
    zones = [str(getattr(value, "tzinfo", "")) for value in (value1, value2)]
    return zones[0] == zones[1] and equal(value1, value2) is True


@builtin("get or else", "value: any, default: any")
def get_or_else(run: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


@builtin("assert", "value: any, condition: any, message?: string")
def asserted(run: Run, value: Value, condition: Value, message: str | None = None) -> Value:
    return value if condition is True else run.doubt(message or "断言不成立。")
