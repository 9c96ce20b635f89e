"""Office hours of an organisation, as they stand in its row.

    {"week": {"1": ["08:30-12:00", "13:30-17:30"], "6": ["09:00-12:00"]},
     "make_up": ["09:00-16:00"],
     "special": {"2026-12-31": ["08:30-12:00"], "2027-03-08": []}}

``week`` goes from 1 (Monday) to 7; a weekday left out is closed. ``make_up`` holds for weekend days worked by order and
may be left out: then they are as the first open weekday. ``special`` days go before all else; an empty one is closed.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from yimen.engines.clock import ClockError, OfficeHours, Opening, weekdays
from yimen.ground.errors import DomainError

if TYPE_CHECKING:
    from yimen.ground.places.models import Organisation

CITY_HOURS = weekdays((time(8, 30), time(12)), (time(13, 30), time(17, 30)))

_KEYS = {"week", "make_up", "special"}
_OPENING = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def office_hours_of(organisation: "Organisation") -> OfficeHours:
    """When the organisation is open; where it says nothing, the hours of the city.

    Raises:
        DomainError: what stands in the row is no office hours.
    """
    return CITY_HOURS if organisation.office_hours is None else read_office_hours(organisation.office_hours)


def read_office_hours(document: object) -> OfficeHours:
    """Office hours from their stored form; see the module for it.

    Raises:
        DomainError: naming the part that makes no sense, and how it is written.
    """
    given = _mapping(document, "办公时间", "要写成 week、make_up、special 三部分。")
    if strange := sorted(str(key) for key in given if key not in _KEYS):
        raise _fault(f"办公时间里有不认识的项“{'、'.join(strange)}”", "只写 week、make_up、special。")
    if "week" not in given:
        raise _fault("办公时间缺少 week", "按星期写出各段时间，1 是星期一，7 是星期日。")
    week = {_weekday(key): _openings(rows, f"星期 {key}") for key, rows in _mapping(given["week"], "week", "").items()}
    first = next((week[weekday] for weekday in sorted(week) if week[weekday]), None)
    if first is None:
        raise _fault("一周里没有一天办公", "至少写一天的办公时间。")
    make_up = _openings(given["make_up"], "调休上班日") if "make_up" in given else first
    special = {
        _day(key): _openings(rows, str(key)) for key, rows in _mapping(given.get("special", {}), "special", "").items()
    }
    try:
        return OfficeHours(week, make_up, special)
    except ClockError as error:
        raise _fault(str(error).rstrip("。"), "") from error


def check_office_hours(document: object) -> None:
    """The validator of the column: the same rules, told to Django."""
    try:
        read_office_hours(document)
    except DomainError as error:
        raise ValidationError(f"{error.sentence}。{error.advice}", code=error.code) from error


def _mapping(value: object, name: str, advice: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise _fault(f"{name}不是一组“名称：内容”", advice or "写成“名称：时间段”的样子。")
    return value


def _weekday(key: object) -> int:
    if str(key) not in set("1234567"):
        raise _fault(f"星期写成了“{key}”", "用 1 到 7，1 是星期一，7 是星期日。")
    return int(str(key)) - 1


def _day(key: object) -> date:
    try:
        # Python reads more ways of writing a date; two of them for one day would hide one another.
        return date.fromisoformat(key if isinstance(key, str) and _DAY.fullmatch(key) else "")
    except ValueError as error:
        raise _fault(f"特别的一天写成了“{key}”", '写成带引号的 "2026-12-31"，要有这一天。') from error


def _openings(rows: object, name: str) -> tuple[Opening, ...]:
    if not isinstance(rows, list | tuple):
        raise _fault(f"{name}的办公时间不是一列时间段", "写成 [08:30-12:00, 13:30-17:30] 的样子，不办公写 []。")
    return tuple(_opening(row, name) for row in rows)


def _opening(row: object, name: str) -> Opening:
    found = _OPENING.fullmatch(str(row))
    if found is None:
        raise _fault(f"{name}的时间段写成了“{row}”", "写成 08:30-12:00 的样子，从 00:00 到 23:59。")
    hour, minute, end_hour, end_minute = (int(part) for part in found.groups())
    return time(hour, minute), time(end_hour, end_minute)


def _fault(sentence: str, advice: str) -> DomainError:
    return DomainError(sentence, advice or "核对以后改正。", "wrong-office-hours")
