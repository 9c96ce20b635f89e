"""Equality, order and membership (DMN 1.5, 10.3.2.13): true, false, or null for values of different kinds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from .civil import SECOND, Date, Moment, Time, day_number, offset_of
from .runtime import Run
from .temporal import nanoseconds, time_nanoseconds
from .values import DaysTime, Range, Value, YearsMonths, kind, said

_ONE_SIDED = frozenset({"..", "<", "<=", ">", ">="})
_PLAIN = frozenset({bool, Decimal, str, date, YearsMonths, DaysTime})


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal; ``None`` when they are of different kinds."""
    if left is None or right is None:
        return left is right
    if type(left) is type(right) and type(left) in _PLAIN:
        return bool(left == right)
    if kind(left) != kind(right):
        return None
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right)
    if isinstance(left, Moment | Time):
        return _moment(left) == _moment(right)
    return bool(left == right)


def _equal_ranges(left: Range, right: Range) -> bool:
    # (<= 9) is the same range as one from nothing up to 9; (= 9) and (!= 9) are tests of their own.
    if left.operator != right.operator and not {left.operator, right.operator} <= _ONE_SIDED:
        return False
    same = (left.start_included, left.end_included) == (right.start_included, right.end_included)
    return same and equal(left.start, right.start) is True and equal(left.end, right.end) is True


def _moment(value: Value) -> object:
    # The standard compares whole seconds, and a value without zone never equals one with a zone.
    if isinstance(value, Moment):
        return offset_of(value) is None, nanoseconds(value) // SECOND
    if isinstance(value, Time):
        zone = value.tzinfo
        named = str(zone) if zone is not None and offset_of(value) is None else None
        return zone is None, time_nanoseconds(value) // SECOND, named
    return value


def compare_key(value: Value) -> tuple[str, Any] | None:
    """Kind and sortable key of an ordered value; ``None`` for values that have no order."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal | str | YearsMonths | DaysTime):
        return kind(value), value
    if isinstance(value, Moment):
        return f"date and time {offset_of(value) is None}", nanoseconds(value)
    if isinstance(value, Date):
        return "date", day_number(value)
    if isinstance(value, Time):
        return f"time {offset_of(value) is None}", time_nanoseconds(value)
    return None


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1; ``None`` when the two have no common order."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return int(left > right) - int(left < right)
    a, b = compare_key(left), compare_key(right)
    if a is None or b is None or a[0] != b[0]:
        return None
    return int(a[1] > b[1]) - int(a[1] < b[1])


def compared(operator: str, left: Value, right: Value, run: Run) -> bool | None:
    """``left operator right``, with a doubt where it is null."""
    if operator in ("=", "!="):
        if isinstance(left, list | dict):
            run.weigh(left, right)
        same = equal(left, right)
        if same is None:
            return run.doubt(f"{said(left)}与{said(right)}不能比较是否相等。")
        return same if operator == "=" else not same
    found = order(left, right)
    if found is None:
        return run.doubt(_no_order(left, right))
    if operator == "<":
        return found < 0
    if operator == "<=":
        return found <= 0
    return found > 0 if operator == ">" else found >= 0


def _no_order(left: Value, right: Value) -> str:
    if left is None or right is None:
        return "比较大小的一方没有值。"
    return f"{said(left)}与{said(right)}不能比较大小。"


def within(value: Value, bounds: Range, run: Run) -> bool | None:
    """Whether a value lies in a range."""
    if bounds.operator != "..":
        return compared(bounds.operator, value, bounds.end if bounds.end is not None else bounds.start, run)
    if bounds.start is None and bounds.end is None:
        return run.doubt("区间的两端都没有值。")
    low: bool | None = True
    if bounds.start is not None:
        low = compared(">=" if bounds.start_included else ">", value, bounds.start, run)
    if low is not True or bounds.end is None:
        return low
    return compared("<=" if bounds.end_included else "<", value, bounds.end, run)


def member(value: Value, test: Value, run: Run) -> bool | None:
    """``value in test``: inside a range, among a list's items (or inside one of its ranges), or equal."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return within(value, test, run)
    if isinstance(test, list):
        run.weigh(value, test)
        if isinstance(value, list) and equal(value, test):
            return True
        return _among(value, test, run)
    return compared("=", value, test, run)


def _among(value: Value, items: list[Value], run: Run) -> bool | None:
    answer: bool | None = False
    for item in items:
        run.spend()
        if isinstance(item, Range) and not isinstance(value, Range):
            found = within(value, item, run)
            if found is None:
                answer = None
        else:
            found = equal(value, item)
        if found:
            return True
    return answer
