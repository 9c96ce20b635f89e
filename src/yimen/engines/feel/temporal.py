"""Dates, times and durations: read from text, written as text, taken apart. Years go to 999,999,999 either way."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from .civil import (
    DAY,
    SECOND,
    Date,
    Moment,
    Time,
    WideDate,
    WideMoment,
    WideTime,
    date_of,
    day_nanoseconds,
    day_number,
    last_day,
    like,
    moment_at,
    offset_of,
    time_at,
    ymd,
)
from .values import DaysTime, Value, YearsMonths, days_time, years_months

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<zone>Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]+)?"
)
_DATE_RE = re.compile(_DATE, re.ASCII)
_TIME_RE = re.compile(_TIME, re.ASCII)
_DATE_TIME_RE = re.compile(f"{_DATE}T{_TIME}", re.ASCII)
_MONTHS_RE = re.compile(r"(-?)P(?=\d)(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)
_DAYS_RE = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d{1,18})D)?(?:T(?=[\d.])(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})S)?)?",
    re.ASCII,
)


def read_date(text: str) -> Date | None:
    """A date such as ``2026-01-31`` or ``-0044-03-15``; ``None`` when the text is none."""
    match = _DATE_RE.fullmatch(text)
    return _date(match) if match else None


def read_time(text: str) -> Time | None:
    """A time such as ``08:30:00+08:00`` or ``08:30:00@Asia/Shanghai``."""
    match = _TIME_RE.fullmatch(text)
    return _time(match) if match else None


def read_date_time(text: str) -> Moment | None:
    """A date and time such as ``2026-01-31T08:30:00``; a date alone stands for its midnight."""
    match = _DATE_TIME_RE.fullmatch(text)
    if match is None:
        day = read_date(text)
        return None if day is None else moment_at(day_number(day), 0, None)
    return _date_time(match)


def read_duration(text: str) -> YearsMonths | DaysTime | None:
    """A duration such as ``P1Y2M`` or ``P3DT4H``; the two kinds cannot be mixed."""
    match = _MONTHS_RE.fullmatch(text)
    if match:
        sign, years, months = match.groups()
        return years_months((-1 if sign else 1) * (int(years or 0) * 12 + int(months or 0)))
    match = _DAYS_RE.fullmatch(text)
    if match is None:
        return None
    sign, days, hours, minutes, seconds = match.groups()
    whole = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    nanoseconds = whole * 60 * SECOND + int(Decimal(seconds or 0) * SECOND)
    return days_time(-nanoseconds if sign else nanoseconds)


def read_literal(text: str) -> Value:
    """What ``@"…"`` stands for; a Chinese sentence (a ``str``) when it stands for nothing."""
    for read in (read_date, read_time, read_date_time, read_duration):
        value = read(text)
        if value is not None:
            return value
    return f"“{text}”不是日期、时间、日期时间或时长。"


def _date_time(match: re.Match[str]) -> Moment | None:
    end_of_day = match["hour"] == "24" and match["minute"] == match["second"] == "00" and not match["fraction"]
    day, zone = _date(match), _zone(match)
    clock = DAY if end_of_day else _clock_nanoseconds(match)
    if day is None or clock is None or zone is False:
        return None
    return moment_at(day_number(day), clock, zone)


def _date(match: re.Match[str]) -> Date | None:
    return date_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _time(match: re.Match[str]) -> Time | None:
    clock, zone = _clock_nanoseconds(match), _zone(match)
    return None if clock is None or zone is False else time_at(clock, zone)


def _clock_nanoseconds(match: re.Match[str]) -> int | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) * SECOND + int(((match["fraction"] or "") + "0" * 9)[:9])


def _zone(match: re.Match[str]) -> tzinfo | None | Literal[False]:
    try:
        return read_zone(match["zone"])
    except (ValueError, KeyError, OSError):
        return False


def read_zone(text: str | None) -> tzinfo | None:
    """``Z``, an offset, or ``@Area/City``. Raises ``ValueError``, ``KeyError`` or ``OSError`` for what is no zone."""
    if not text:
        return None
    if text in ("Z", "z"):
        return UTC
    if text.startswith("@"):
        return _named_zone(text[1:])
    hours, minutes, seconds = (int(part) for part in (text[1:] + ":00")[:8].split(":"))
    if hours > 14 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    total = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-total if text[0] == "-" else total)


@lru_cache(maxsize=256)
def _named_zone(name: str) -> tzinfo:
    return UTC if name in ("Z", "UTC") else ZoneInfo(name)


def offset(value: Time | Moment) -> DaysTime | None:
    """The distance from UTC, if the value has a zone that tells it."""
    distance = offset_of(value)
    return None if distance is None else DaysTime(distance)


def nanoseconds(value: Moment) -> int:
    """The moment counted from 1970 in nanoseconds; without a zone, as if it were UTC."""
    return day_number(value) * DAY + day_nanoseconds(value) - (offset_of(value) or 0)


def time_nanoseconds(value: Time) -> int:
    """The time of day counted from midnight UTC in nanoseconds; without a zone, from local midnight."""
    return day_nanoseconds(value) - (offset_of(value) or 0)


def add_months(value: Date | Moment, months: int) -> Date | Moment | None:
    """The same day some months on, or the last day of a shorter month; ``None`` beyond the last year."""
    year, month, day = ymd(value)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    moved = date_of(year, month + 1, min(day, last_day(year, month + 1)))
    if moved is None or not isinstance(value, datetime | WideMoment):
        return moved
    return moment_at(day_number(moved), day_nanoseconds(value), value.tzinfo)


def add_nanoseconds(value: Moment, amount: int) -> Moment | None:
    """The moment some nanoseconds on, in the same zone."""
    return moment_at(day_number(value), day_nanoseconds(value) + amount, value.tzinfo)


def write_zone(zone: tzinfo | None, value: Time | Moment) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    distance = offset_of(value)
    if not distance:
        return "Z"
    seconds = abs(distance) // SECOND
    text = f"{'-' if distance < 0 else '+'}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def write_date(value: Date | Moment) -> str:
    year, month, day = ymd(value)
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"


def write_time(value: Time | Moment) -> str:
    seconds, fraction = divmod(day_nanoseconds(value), SECOND)
    text = f".{fraction:09}".rstrip("0") if fraction else ""
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{text}"
    return clock + write_zone(value.tzinfo, value)


def write_date_time(value: Moment) -> str:
    return f"{write_date(value)}T{write_time(value)}"


def write_months(value: YearsMonths) -> str:
    years, months = divmod(abs(value.months), 12)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-" if value.months < 0 else "") + "P" + body


def write_days(value: DaysTime) -> str:
    days, hours, minutes, seconds, fraction = days_parts(abs(value.nanoseconds))
    text = f"{seconds}.{fraction:09}".rstrip("0") if fraction else str(seconds)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{text}S" if seconds or fraction else ""
    body = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if value.nanoseconds < 0 else "") + "P" + (body or "T0S")


def days_parts(amount: int) -> tuple[int, int, int, int, int]:
    """Days, hours, minutes, seconds and nanoseconds of a non-negative amount of nanoseconds."""
    seconds, fraction = divmod(amount, SECOND)
    return seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, fraction


def properties(value: Value) -> dict[str, Value] | None:
    """The named parts of a date, time or duration; ``None`` for any other value."""
    if isinstance(value, datetime | WideMoment):
        return {**_day(value), **_clock(value)}
    if isinstance(value, date | WideDate):
        return _day(value)
    if isinstance(value, time | WideTime):
        return _clock(value)
    if isinstance(value, YearsMonths):
        sign = -1 if value.months < 0 else 1
        years, months = divmod(abs(value.months), 12)
        return {"years": Decimal(sign * years), "months": Decimal(sign * months)}
    if isinstance(value, DaysTime):
        sign = -1 if value.nanoseconds < 0 else 1
        names = ("days", "hours", "minutes", "seconds")
        parts = days_parts(abs(value.nanoseconds))
        return {name: Decimal(sign * part) for name, part in zip(names, parts[:4], strict=True)}
    return None


def _day(value: Date | Moment) -> dict[str, Value]:
    year, month, day = ymd(value)
    parts = {"year": year, "month": month, "day": day, "weekday": like(value).isoweekday()}
    return {name: Decimal(part) for name, part in parts.items()}


def _clock(value: Time | Moment) -> dict[str, Value]:
    seconds, zone = day_nanoseconds(value) // SECOND, value.tzinfo
    return {
        "hour": Decimal(seconds // 3600),
        "minute": Decimal(seconds // 60 % 60),
        "second": Decimal(seconds % 60),
        "time offset": offset(value),
        "timezone": zone.key if isinstance(zone, ZoneInfo) else None,
    }
