"""Rounding, remainders, roots and powers."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import NUMBERS, DaysTime, Value, YearsMonths, number

from .registry import builtin

_MIN_SCALE, _MAX_SCALE = -6111, 6176
_ZERO = Decimal(0)


def _rounded(run: Run, n: Decimal, scale: Decimal, rounding: str) -> Value:
    places = int(scale)
    if not _MIN_SCALE <= places <= _MAX_SCALE:
        return run.doubt(f"小数位数应在 {_MIN_SCALE} 到 {_MAX_SCALE} 之间。")
    exponent = n.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return n
    if n.adjusted() + places < -1:
        # Far below the last place asked for: only the sign decides; quantize could not hold the digits.
        n = Decimal((n.is_signed(), (1,), -places - 2))
    wide = NUMBERS.copy()
    wide.prec = max(34, n.adjusted() + places + 3)
    found = number(n.quantize(Decimal((0, (1,), -places)), rounding, wide))
    return run.doubt("取整的结果超出了可以表示的范围。") if found is None else found


def _declare(name: str, rounding: str, scale: str) -> None:
    def function(run: Run, n: Decimal, scale: Decimal | None = None) -> Value:
        return _rounded(run, n, _ZERO if scale is None else scale, rounding)

    builtin(name, f"n: number, {scale}: number")(function)


for _name, _rounding in (
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
    ("decimal", ROUND_HALF_EVEN),
):
    _declare(_name, _rounding, "scale")
_declare("floor", ROUND_FLOOR, "scale?")
_declare("ceiling", ROUND_CEILING, "scale?")


@builtin("abs", "n: any")
def absolute(run: Run, n: Value) -> Value:
    if isinstance(n, list) and len(n) == 1:
        n = n[0]
    if isinstance(n, Decimal):
        return NUMBERS.abs(n)
    if isinstance(n, YearsMonths):
        return YearsMonths(abs(n.months))
    if isinstance(n, DaysTime):
        return DaysTime(abs(n.nanoseconds))
    return run.doubt("函数 abs 的参数应为数字或时长。")


@builtin("modulo", "dividend: number, divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    if not divisor:
        return run.doubt("函数 modulo 的除数是 0。")
    remainder = NUMBERS.remainder(dividend, divisor)
    if remainder.is_nan():
        return run.doubt("函数 modulo 的商太大，无法计算余数。")
    return NUMBERS.add(remainder, divisor) if remainder and (remainder < 0) != (divisor < 0) else remainder


def _declare_unary(name: str, operate: Callable[[Decimal], Decimal], domain: Callable[[Decimal], bool]) -> None:
    def function(run: Run, value: Decimal) -> Value:
        if not domain(value):
            return run.doubt(f"函数 {name} 不能用于这个数字。")
        found = number(operate(value))
        return run.doubt(f"函数 {name} 的结果不是有限的数字。") if found is None else found

    builtin(name, "number: number")(function)


_declare_unary("sqrt", NUMBERS.sqrt, lambda value: value >= 0)
_declare_unary("log", NUMBERS.ln, lambda value: value > 0)
_declare_unary("exp", NUMBERS.exp, lambda value: True)


def _is_multiple_of_two(value: Decimal) -> bool:
    # A number with a positive exponent of ten is even; taking its remainder could exceed 34 digits.
    exponent = value.as_tuple().exponent
    return (isinstance(exponent, int) and exponent > 0) or NUMBERS.remainder(value, Decimal(2)) == 0


@builtin("even", "number: number")
def even(run: Run, value: Decimal) -> Value:
    return _is_multiple_of_two(value)


@builtin("odd", "number: number")
def odd(run: Run, value: Decimal) -> Value:
    return value == value.to_integral_value() and not _is_multiple_of_two(value)
