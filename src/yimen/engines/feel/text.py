"""Values written as text: what ``string()`` gives."""

from __future__ import annotations

from decimal import Decimal

from .civil import Date, Moment, Time
from .temporal import write_date, write_date_time, write_days, write_months, write_time
from .values import NUMBERS, DaysTime, Function, Range, Value, YearsMonths


def write(value: Value, inside: bool = False) -> str:
    """The text of a value; texts inside lists and contexts keep their quotes."""
    if isinstance(value, str):
        return _quoted(value) if inside else value
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, list):
        return "[" + ", ".join(write(item, True) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {write(item, True)}" for key, item in value.items()) + "}"
    return _write_other(value)


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _quoted(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def _write_other(value: Value) -> str:
    if isinstance(value, Moment):
        return write_date_time(value)
    if isinstance(value, Date):
        return write_date(value)
    if isinstance(value, Time):
        return write_time(value)
    if isinstance(value, YearsMonths):
        return write_months(value)
    if isinstance(value, DaysTime):
        return write_days(value)
    if isinstance(value, Range):
        return write_range(value)
    return f"function {value.name}" if isinstance(value, Function) else ""


def write_number(value: Decimal) -> str:
    """Plain digits, never an exponent; no zeros at the end of a fraction."""
    if not value:
        return "0"
    text = format(NUMBERS.plus(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_range(value: Range) -> str:
    if value.operator != "..":
        bound = value.end if value.end is not None else value.start
        return f"({value.operator} {write(bound, True)})"
    left, right = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{left}{write(value.start, True)}..{write(value.end, True)}{right}"
