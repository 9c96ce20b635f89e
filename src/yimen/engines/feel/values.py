"""The values of FEEL.

A value is ``None``, ``bool``, ``str``, ``Decimal`` (numbers), ``date``, ``time``, ``datetime`` (or, beyond what these
hold, the wide ones of ``civil``), ``YearsMonths``, ``DaysTime``, ``list``, ``dict`` with text keys (contexts),
``Range`` or ``Function``. The two durations are never one type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from .civil import WideDate, WideMoment, WideTime

if TYPE_CHECKING:
    from .runtime import Run

Value: TypeAlias = object

# DMN 1.5 asks for IEEE 754-2008 decimal128. No traps: a result that is not a finite number becomes null with a doubt.
NUMBERS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration of whole months (``P1Y2M`` is 14)."""

    months: int


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A duration of days, hours, minutes, seconds, counted in nanoseconds."""

    nanoseconds: int


MAX_MONTHS = 10**12
MAX_NANOSECONDS = 10**30


def years_months(months: int) -> YearsMonths | None:
    """A duration of months; ``None`` beyond any date that could be meant."""
    return YearsMonths(months) if abs(months) <= MAX_MONTHS else None


def days_time(nanoseconds: int) -> DaysTime | None:
    """A duration of nanoseconds; ``None`` beyond any date that could be meant."""
    return DaysTime(nanoseconds) if abs(nanoseconds) <= MAX_NANOSECONDS else None


@dataclass(frozen=True, slots=True)
class Range:
    """An interval ``[start..end]``, or a comparison kept as a value such as ``(< 10)``.

    ``operator`` is ``..`` for intervals, else the comparison; a missing bound is ``None``.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ".."


@dataclass(frozen=True, slots=True)
class Function:
    """Something that can be called: ``call`` with one value per parameter in order, ``call_named`` with names."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[[Run, Sequence[Value]], Value]
    call_named: Callable[[Run, Mapping[str, Value]], Value]
    types: tuple[Any, ...] = field(default=(), compare=False)
    result: Any = field(default=None, compare=False)


_PLAIN = frozenset({type(None), bool, str, date, time, datetime, YearsMonths, DaysTime, WideDate, WideTime, WideMoment})


def number(value: Decimal) -> Decimal | None:
    """The number rounded to 34 digits; ``None`` when it is infinite or not a number."""
    rounded = NUMBERS.plus(value)
    return rounded if rounded.is_finite() else None


def from_host(value: object, depth: int = 0) -> Value:
    """A caller's value as a FEEL value: int and float become Decimal, tuple a list, timedelta a duration.

    Raises ``TypeError`` for any other object, so that no Python attribute is ever reachable from an expression, and
    for lists and mappings nested deeper than 100.
    """
    if type(value) in _PLAIN:
        return value
    if depth > 100:
        raise TypeError("FEEL values nest at most 100 deep")
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, int):
        return number(Decimal(value))
    if isinstance(value, float):
        return number(Decimal(repr(value)))
    if isinstance(value, list | tuple):
        return [from_host(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return {str(key): from_host(item, depth + 1) for key, item in value.items()}
    if isinstance(value, timedelta):
        return DaysTime((value.days * 86_400 + value.seconds) * 1_000_000_000 + value.microseconds * 1000)
    if isinstance(value, Range | Function | str | date | time):
        return value
    raise TypeError(f"FEEL has no value for {type(value).__name__}")


def kind(value: Value) -> str:
    """The standard's name of the value's type."""
    known = _KIND_OF.get(type(value))
    if known is not None:
        return known
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    raise TypeError(type(value).__name__)


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    (Decimal, "number"),
    (str, "string"),
    ((datetime, WideMoment), "date and time"),
    ((date, WideDate), "date"),
    ((time, WideTime), "time"),
    (YearsMonths, "years and months duration"),
    (DaysTime, "days and time duration"),
    (list, "list"),
    (dict, "context"),
    (Range, "range"),
    (Function, "function"),
)

_KIND_OF: dict[type, str] = {
    type(None): "Null",
    **{one: name for types, name in _KINDS for one in (types if isinstance(types, tuple) else (types,))},
}

CHINESE_KINDS = {
    "Null": "空值",
    "boolean": "真假值",
    "number": "数字",
    "string": "文本",
    "date and time": "日期时间",
    "date": "日期",
    "time": "时间",
    "years and months duration": "年月时长",
    "days and time duration": "天时时长",
    "list": "列表",
    "context": "上下文",
    "range": "区间",
    "function": "函数",
}


def said(value: Value) -> str:
    """The value's type in Chinese, for sentences."""
    return CHINESE_KINDS[kind(value)]
