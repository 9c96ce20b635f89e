"""Dates, times and durations: read from text, written as text, taken apart.

Years go from 1 to 9999 and fractions of a second to microseconds; what lies beyond is refused, not bent.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from .values import DaysTime, Value, YearsMonths, days_time, years_months

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
_EPOCH = datetime(1970, 1, 1)

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


def read_date(text: str) -> date | None:
    """A date such as ``2026-01-31``; ``None`` when the text is none, or the year lies outside 1-9999."""
    match = _DATE_RE.fullmatch(text)
    return _date(match) if match else None


def read_time(text: str) -> time | None:
    """A time such as ``08:30:00+08:00`` or ``08:30:00@Asia/Shanghai``."""
    match = _TIME_RE.fullmatch(text)
    return _time(match) if match else None


def read_date_time(text: str) -> datetime | None:
    """A date and time such as ``2026-01-31T08:30:00``; a date alone stands for its midnight."""
    match = _DATE_TIME_RE.fullmatch(text)
    if match is None:
        day = read_date(text)
        return None if day is None else datetime.combine(day, time())
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
    return f"“{text}”不是日期、时间、日期时间或时长（年份须在 1 到 9999 之间）。"


def _date_time(match: re.Match[str]) -> datetime | None:
    end_of_day = match["hour"] == "24" and match["minute"] == match["second"] == "00" and not match["fraction"]
    day = _date(match)
    try:
        clock = time(tzinfo=read_zone(match["zone"])) if end_of_day else _time(match)
    except (ValueError, KeyError, OSError):
        return None
    if day is None or clock is None:
        return None
    moment = datetime.combine(day, clock)
    return add_nanoseconds(moment, DAY) if end_of_day else moment


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    microseconds = int(((match["fraction"] or "") + "000000")[:6])
    try:
        zone = read_zone(match["zone"])
        return time(int(match["hour"]), int(match["minute"]), int(match["second"]), microseconds, tzinfo=zone)
    except (ValueError, KeyError, OSError):
        return None


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


def offset(value: time | datetime) -> DaysTime | None:
    """The distance from UTC, if the value has a zone that tells it."""
    distance = value.utcoffset()
    return None if distance is None else DaysTime((distance.days * 86_400 + distance.seconds) * SECOND)


def nanoseconds(value: datetime) -> int:
    """The moment counted from 1970 in nanoseconds; without a zone, as if it were UTC."""
    delta = value.replace(tzinfo=None) - _EPOCH
    since = (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds * 1000
    distance = offset(value)
    return since - distance.nanoseconds if distance else since


def time_nanoseconds(value: time) -> int:
    """The time of day counted from midnight UTC in nanoseconds; without a zone, from local midnight."""
    since = (value.hour * 3600 + value.minute * 60 + value.second) * SECOND + value.microsecond * 1000
    distance = offset(value)
    return since - distance.nanoseconds if distance else since


def add_months(value: date, months: int) -> date | None:
    """The same day some months on, or the last day of a shorter month; ``None`` beyond the years 1-9999."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    return value.replace(year=year, month=month + 1, day=min(value.day, last))


def add_nanoseconds(value: datetime, amount: int) -> datetime | None:
    """The moment some nanoseconds on, in the same zone."""
    try:
        return value + timedelta(microseconds=amount // 1000)
    except OverflowError:
        return None


def write_zone(zone: tzinfo | None, value: time | datetime) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    distance = offset(value)
    if distance is None or not distance.nanoseconds:
        return "Z"
    seconds = abs(distance.nanoseconds) // SECOND
    text = f"{'-' if distance.nanoseconds < 0 else '+'}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def write_time(value: time) -> str:
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}{write_zone(value.tzinfo, value)}"


def write_date_time(value: datetime) -> str:
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    clock = f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}"
    return f"{value.date().isoformat()}T{clock}{write_zone(value.tzinfo, value)}"


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
    if isinstance(value, datetime):
        return {**_day(value), **_clock(value)}
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
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


def _day(value: date) -> dict[str, Value]:
    return {
        "year": Decimal(value.year),
        "month": Decimal(value.month),
        "day": Decimal(value.day),
        "weekday": Decimal(value.isoweekday()),
    }


def _clock(value: time | datetime) -> dict[str, Value]:
    zone = value.tzinfo
    return {
        "hour": Decimal(value.hour),
        "minute": Decimal(value.minute),
        "second": Decimal(value.second),
        "time offset": offset(value),
        "timezone": zone.key if isinstance(zone, ZoneInfo) else None,
    }
