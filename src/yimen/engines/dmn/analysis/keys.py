"""Values on an axis: the segment of comparable values they belong to, their key in it, what lies between two keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import count
from typing import Any, TypeAlias

from yimen.engines.feel.text import write
from yimen.engines.feel.values import NUMBERS, DaysTime, Value, YearsMonths, kind

Key: TypeAlias = Any
SECOND = 1_000_000_000
DAY = 86_400 * SECOND
_OTHER = "其他"
_WIDE = Context(prec=120, rounding=ROUND_HALF_EVEN)
_START = datetime(1970, 1, 1)  # noqa: DTZ001 - a moment without a zone is a value of its own in FEEL
_ZONED = "@zone"
# What a segment shows when no cell names a value of it.
SAMPLES: dict[str, Value] = {
    "number": Decimal(0),
    "string": _OTHER,
    "date": date(2026, 1, 1),
    "date and time": datetime(2026, 1, 1, 9),  # noqa: DTZ001
    "date and time@zone": datetime(2026, 1, 1, 9, tzinfo=UTC),
    "time": time(9),
    "time@zone": time(9, tzinfo=UTC),
    "years and months duration": YearsMonths(1),
    "days and time duration": DaysTime(DAY),
}
# Segments whose equality counts whole seconds while their order counts fractions.
IN_SECONDS = frozenset(["date and time", "date and time@zone", "time", "time@zone"])
_WHOLE = frozenset(["date", "years and months duration", "days and time duration", *IN_SECONDS])
# Exponents beyond these are no amounts of anybody's rules; whole numbers between them could not be written down.
_LARGEST = 40


def place(value: Value) -> tuple[str, Key] | None:
    """Segment and key of a value; ``None`` when the analysis has no place for it."""
    found = _PLACES.get(type(value))
    return found(value) if found else None


def _number(value: Decimal) -> tuple[str, Key] | None:
    return ("number", value) if not value or abs(value.adjusted()) < _LARGEST else None


def _moment(value: datetime) -> tuple[str, Key]:
    offset = value.utcoffset()
    since = _nanoseconds(value.replace(tzinfo=None) - _START)
    return ("date and time", since) if offset is None else ("date and time@zone", since - _nanoseconds(offset))


def _time(value: time) -> tuple[str, Key] | None:
    since = _nanoseconds(datetime.combine(_START, value.replace(tzinfo=None)) - _START)
    if value.tzinfo is None:
        return "time", since
    offset = value.utcoffset()
    return None if offset is None else ("time@zone", since - _nanoseconds(offset))


def _nanoseconds(delta: timedelta) -> int:
    return (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds * 1000


_PLACES: dict[type, Callable[[Any], tuple[str, Key] | None]] = {
    bool: lambda value: ("boolean", value),
    Decimal: _number,
    str: lambda value: ("string", value),
    date: lambda value: ("date", value.toordinal()),
    datetime: _moment,
    time: _time,
    YearsMonths: lambda value: ("years and months duration", value.months),
    DaysTime: lambda value: ("days and time duration", value.nanoseconds),
}


def between(segment: str, low: Key, high: Key, whole: bool = False) -> Key | None:
    """A key strictly between two others (``None``: no bound), as plain as can be; ``None`` when there is no such value.

    ``whole``: only whole numbers are possible.
    """
    if segment == "boolean":
        return None
    if segment == "string":
        return _text_between(low, high)
    if segment in _WHOLE:
        return _whole_between(segment, low, high)
    return _number_between(low, high, whole)


def _number_between(low: Decimal | None, high: Decimal | None, whole: bool) -> Decimal | None:
    if low is None or high is None:
        return _beyond(low, high)
    middle = _WIDE.divide(_WIDE.add(low, high), Decimal(2))
    if whole:
        above = low.to_integral_value("ROUND_FLOOR") + 1
        return above if above < high else None
    for digits in count():
        found = middle.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
        if low < found < high:
            return found if NUMBERS.plus(found) == found else None
        if found == middle:
            return None
    return None


def _beyond(low: Decimal | None, high: Decimal | None) -> Decimal:
    if low is not None:
        return low.to_integral_value("ROUND_FLOOR") + 1
    return Decimal(0) if high is None else high.to_integral_value("ROUND_CEILING") - 1


def _text_between(low: str | None, high: str | None) -> str | None:
    start = low or ""
    # The last is the very next text after ``low``: if it is not below ``high``, nothing is.
    for found in (_OTHER, "0", start + "0", start + " ", "", start + "\0"):
        if (low is None or found > low) and (high is None or found < high):
            return found
    return None


def _whole_between(segment: str, low: int | None, high: int | None) -> int | None:
    if segment == "time":
        low, high = -1 if low is None else low, DAY if high is None else high
    step = 1 if segment in ("date", "years and months duration") else SECOND if segment == "time@zone" else DAY
    if low is None and high is None:
        found = place(SAMPLES[segment])
        return int(found[1]) if found else None
    if low is None:
        return (high or 0) - step
    if high is None:
        return low + step
    for plain in (1,) if step == 1 else (DAY, 3600 * SECOND, 60 * SECOND, SECOND, 1000):
        found_at = (low // plain + 1) * plain
        if found_at < high:
            return found_at
    # What Python's clock cannot hold (below a microsecond) is left out, except for durations.
    return low + 1 if segment == "days and time duration" and low + 1 < high else None


def value_of(segment: str, key: Key, sample: Value) -> Value:
    """The value of a key; ``sample`` is any value of the segment (moments take their zone from it).

    Raises ``OverflowError`` or ``ValueError`` when there is no such value, such as a time after midnight.
    """
    if segment == "date":
        return date.fromordinal(key)
    if segment == "years and months duration":
        return YearsMonths(key)
    if segment == "days and time duration":
        return DaysTime(key)
    if isinstance(sample, datetime | time):
        return _shifted(sample, key)
    return bool(key) if segment == "boolean" else key


def _shifted(sample: datetime | time, key: int) -> Value:
    known = place(sample)
    distance = timedelta(microseconds=(key - (known[1] if known else 0)) // 1000)
    if isinstance(sample, datetime):
        return sample + distance
    there = datetime.combine(_START, sample.replace(tzinfo=None)) + distance
    if there.date() != _START.date():
        raise ValueError("no time of day")
    return there.time().replace(tzinfo=sample.tzinfo)


_WRITTEN = {
    "date": 'date("{}")',
    "time": 'time("{}")',
    "date and time": 'date and time("{}")',
    "years and months duration": 'duration("{}")',
    "days and time duration": 'duration("{}")',
}


def feel(value: Value) -> str:
    """A value as an author would write it in FEEL."""
    text = write(value, True)
    return _WRITTEN.get(kind(value), "{}").format(text)
