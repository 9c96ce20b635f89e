"""``+ - * / **`` over numbers, texts, dates and durations (DMN 1.5, tables 52-58). Null with a doubt elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from decimal import ROUND_FLOOR, Decimal

from .civil import DAY, Date, Moment, Time, date_at, day_nanoseconds, day_number, moment_at, offset_of, time_at
from .runtime import Null, Run
from .temporal import add_months, add_nanoseconds, nanoseconds, time_nanoseconds
from .values import (
    MAX_MONTHS,
    MAX_NANOSECONDS,
    NUMBERS,
    DaysTime,
    Value,
    YearsMonths,
    days_time,
    number,
    said,
    years_months,
)

_SAID = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除", "**": "求乘方"}


def calculate(operator: str, left: Value, right: Value, run: Run) -> Value:
    """``left operator right``; null with a doubt when the two do not go together."""
    if left is None or right is None:
        return run.doubt(f"{_SAID[operator]}的一方没有值。")
    if isinstance(left, bool) or isinstance(right, bool):
        return _unfit(operator, left, right, run)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _numbers(operator, left, right, run)
    if isinstance(left, str) and isinstance(right, str) and operator == "+":
        return run.text(left + right)
    operate = _OPERATIONS.get(operator)
    found = operate(left, right) if operate else NotImplemented
    if found is NotImplemented:
        return _unfit(operator, left, right, run)
    return run.doubt("计算结果超出了可以表示的范围。") if found is None else found


def _unfit(operator: str, left: Value, right: Value, run: Run) -> Null:
    return run.doubt(f"{said(left)}与{said(right)}不能{_SAID[operator]}。")


def _numbers(operator: str, left: Decimal, right: Decimal, run: Run) -> Value:
    if operator == "/" and not right:
        return run.doubt("除数是 0。")
    found = number(_NUMBER_OPERATIONS[operator](left, right))
    return run.doubt("计算结果不是有限的数字。") if found is None else found


_NUMBER_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": lambda left, right: NUMBERS.power(left, right),
}


def negate(value: Value, run: Run) -> Value:
    """``-value`` for numbers and durations."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    if isinstance(value, DaysTime):
        return DaysTime(-value.nanoseconds)
    return run.doubt("取负数的值没有提供。" if value is None else f"{said(value)}不能取负数。")


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return years_months(left.months + right.months)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return days_time(left.nanoseconds + right.nanoseconds)
    if isinstance(left, YearsMonths | DaysTime) and isinstance(right, Date | Moment | Time):
        left, right = right, left
    if isinstance(left, Date | Moment) and isinstance(right, YearsMonths):
        return add_months(left, right.months)
    if isinstance(left, Date | Moment | Time) and isinstance(right, DaysTime):
        return _shifted(left, right.nanoseconds)
    return NotImplemented


def _shifted(value: Date | Moment | Time, amount: int) -> Value:
    if isinstance(value, Time):
        return time_at((day_nanoseconds(value) + amount) % DAY, value.tzinfo)
    return add_nanoseconds(value, amount) if isinstance(value, Moment) else date_at(day_number(value) + amount // DAY)


def _subtract(left: Value, right: Value) -> Value:
    if isinstance(right, YearsMonths) and not isinstance(left, DaysTime):
        return _add(left, YearsMonths(-right.months))
    if isinstance(right, DaysTime) and not isinstance(left, YearsMonths):
        return _add(left, DaysTime(-right.nanoseconds))
    if isinstance(left, Time) and isinstance(right, Time):
        return _between(offset_of(left), offset_of(right), time_nanoseconds(left) - time_nanoseconds(right))
    if isinstance(left, Date | Moment) and isinstance(right, Date | Moment):
        start, end = _as_moment(left, right), _as_moment(right, left)
        return _between(offset_of(start), offset_of(end), nanoseconds(start) - nanoseconds(end))
    return NotImplemented


def _as_moment(value: Date | Moment, other: Date | Moment) -> Moment:
    if isinstance(value, Moment):
        return value
    # Beside a date-time, a date stands for its midnight in UTC; two dates need no zone.
    found = moment_at(day_number(value), 0, UTC if isinstance(other, Moment) else None)
    assert found is not None, "a date has a midnight"
    return found


def _between(left_offset: object, right_offset: object, distance: int) -> Value:
    # A moment with a zone and one without have no distance.
    return DaysTime(distance) if (left_offset is None) == (right_offset is None) else NotImplemented


def _multiply(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal):
        left, right = right, left
    if not isinstance(right, Decimal):
        return NotImplemented
    if isinstance(left, YearsMonths):
        return _months(NUMBERS.multiply(Decimal(left.months), right))
    if isinstance(left, DaysTime):
        return _days(NUMBERS.multiply(Decimal(left.nanoseconds), right))
    return NotImplemented


def _divide(left: Value, right: Value) -> Value:
    if isinstance(right, Decimal):
        if isinstance(left, YearsMonths):
            return _months(NUMBERS.divide(Decimal(left.months), right))
        return _days(NUMBERS.divide(Decimal(left.nanoseconds), right)) if isinstance(left, DaysTime) else NotImplemented
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return number(NUMBERS.divide(Decimal(left.months), Decimal(right.months)))
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return number(NUMBERS.divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds)))
    return NotImplemented


def _months(amount: Decimal) -> Value:
    return years_months(int(amount)) if amount.is_finite() and abs(amount) <= MAX_MONTHS else None


def _days(amount: Decimal) -> Value:
    return (
        days_time(int(amount.to_integral_value(ROUND_FLOOR)))
        if amount.is_finite() and abs(amount) <= MAX_NANOSECONDS
        else None
    )


_OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
}
