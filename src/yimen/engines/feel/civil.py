"""Days and times of day on the calendar of ISO 8601, for any year and down to the nanosecond.

A value stays Python's own ``date``, ``time`` or ``datetime`` where that is exact; only years outside 1-9999 and
fractions below a microsecond become ``WideDate``, ``WideTime`` or ``WideMoment``. Each value has one form only. Others
use ``day_number``, ``day_nanoseconds``, ``offset_of`` to take apart, ``date_of``, ``date_at``, ``time_at``,
``moment_at`` to put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
MAX_YEAR = 999_999_999
_EPOCH = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date whose year Python does not know."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time of day with nanoseconds, counted from local midnight."""

    nanosecond: int
    tzinfo: tzinfo | None


@dataclass(frozen=True, slots=True)
class WideMoment:
    """A date and time that Python cannot hold: local day counted from 1970, nanoseconds from local midnight."""

    day: int
    nanosecond: int
    tzinfo: tzinfo | None


Date: TypeAlias = date | WideDate
Time: TypeAlias = time | WideTime
Moment: TypeAlias = datetime | WideMoment


def is_date(value: object) -> bool:
    """Whether a value is a date without a time."""
    return (isinstance(value, date) and not isinstance(value, datetime)) or isinstance(value, WideDate)


def is_moment(value: object) -> bool:
    return isinstance(value, datetime | WideMoment)


def is_time(value: object) -> bool:
    return isinstance(value, time | WideTime)


def days_of(year: int, month: int, day: int) -> int:
    """The days from 1970-01-01 to a date of the Gregorian calendar, continued in both directions."""
    shifted = year - (month <= 2)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def parts_of(days: int) -> tuple[int, int, int]:
    """Year, month and day of a number of days from 1970-01-01."""
    era, of_era = divmod(days + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * of_year + 2) // 153
    day = of_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
    return year_of_era + era * 400 + (month <= 2), month, day


def last_day(year: int, month: int) -> int:
    """How many days a month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def date_of(year: int, month: int, day: int) -> Date | None:
    """The date; ``None`` when the calendar has none such."""
    if not (1 <= month <= 12 and abs(year) <= MAX_YEAR and 1 <= day <= last_day(year, month)):
        return None
    return date(year, month, day) if 1 <= year <= 9999 else WideDate(year, month, day)


def date_at(days: int) -> Date | None:
    """The date some days after 1970-01-01; ``None`` beyond the years that can be written."""
    ordinal = days + _EPOCH
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else date_of(*parts_of(days))


def time_at(nanosecond: int, zone: tzinfo | None) -> Time:
    """The time of day some nanoseconds after midnight."""
    micro, below = divmod(nanosecond, 1000)
    if below:
        return WideTime(nanosecond, zone)
    seconds, micro = divmod(micro, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, micro, tzinfo=zone)


def moment_at(days: int, nanosecond: int, zone: tzinfo | None) -> Moment | None:
    """The date and time from a local day and the nanoseconds since its midnight, which may exceed a day."""
    more, nanosecond = divmod(nanosecond, DAY)
    day, clock = date_at(days + more), time_at(nanosecond, zone)
    if day is None:
        return None
    if isinstance(day, date) and isinstance(clock, time):
        return datetime.combine(day, clock)
    return WideMoment(days + more, nanosecond, zone)


def ymd(value: Date | Moment) -> tuple[int, int, int]:
    """Year, month and day."""
    if isinstance(value, WideMoment):
        return parts_of(value.day)
    return value.year, value.month, value.day


def day_number(value: Date | Moment) -> int:
    """The local day, counted from 1970-01-01."""
    if isinstance(value, WideMoment):
        return value.day
    return value.toordinal() - _EPOCH if isinstance(value, date) else days_of(value.year, value.month, value.day)


def day_nanoseconds(value: Time | Moment) -> int:
    """The nanoseconds since local midnight."""
    if isinstance(value, WideTime | WideMoment):
        return value.nanosecond
    return (value.hour * 3600 + value.minute * 60 + value.second) * SECOND + value.microsecond * 1000


def offset_of(value: Time | Moment) -> int | None:
    """The distance from UTC in nanoseconds; ``None`` without a zone, and for a time of day in a named zone."""
    if isinstance(value, time | datetime):
        distance = value.utcoffset()
    elif value.tzinfo is None:
        return None
    else:
        distance = value.tzinfo.utcoffset(_likeness(value) if isinstance(value, WideMoment) else None)
    return None if distance is None else distance // _MICROSECOND * 1000


def like(value: Date | Moment) -> date:
    """A date of Python's with the same weekday, week and day of year: the calendar repeats every 400 years."""
    year, month, day = ymd(value)
    return date(2000 + year % 400, month, day)


def _likeness(value: WideMoment) -> datetime:
    # A zone's rules before the first and after the last known year are those of the nearest year of the same shape.
    year, month, day = parts_of(value.day)
    if not 1 <= year <= 9999:
        year = (9200 if year > 9999 else 400) + year % 400
    seconds = value.nanosecond // SECOND
    return datetime(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, tzinfo=value.tzinfo)
