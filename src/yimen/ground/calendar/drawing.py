"""A year as the page draws it: twelve months, and the same in words."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yimen.engines.clock import WorkingCalendar
from yimen.ground.calendar.order import WEEKDAYS, OrderedDay, is_weekend

_ONE_DAY = timedelta(days=1)
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Square:
    """A day in a month: ``kind`` is off, worked, rest (a weekend as always) or plain; ``word`` says 休 or 班."""

    day: date
    kind: str
    word: str = ""
    name: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday; None where a neighbour month's day would stand. ``working_days`` counts what is worked."""

    number: int
    weeks: tuple[tuple[Square | None, ...], ...]
    working_days: int


def months(year: int, calendar: WorkingCalendar, today: date) -> list[Month]:
    """The twelve months of a year."""
    return [_month(year, number, calendar, today) for number in _MONTHS]


def in_words(days: Iterable[OrderedDay]) -> list[dict[str, str]]:
    """The order as a list of holidays: 元旦, “1月1日（周五）至1月3日（周日）休，共 3 天；1月4日（周一）班”."""
    runs: dict[str, list[list[OrderedDay]]] = {}
    for one in sorted(days):
        own = runs.setdefault(one.name, [])
        if own and own[-1][-1].off == one.off and own[-1][-1].day + _ONE_DAY == one.day:
            own[-1].append(one)
        else:
            own.append([one])
    return [{"label": name, "value": "；".join(_run(run) for run in own)} for name, own in runs.items()]


def _month(year: int, number: int, calendar: WorkingCalendar, today: date) -> Month:
    weeks = Calendar().monthdatescalendar(year, number)
    own = [day for week in weeks for day in week if day.month == number]
    drawn = tuple(
        tuple(_square(day, calendar, today) if day.month == number else None for day in week) for week in weeks
    )
    return Month(number, drawn, sum(calendar.is_working_day(day) for day in own))


def _square(day: date, calendar: WorkingCalendar, today: date) -> Square:
    name = calendar.names.get(day, "")
    if day in calendar.make_up_days:
        return Square(day, "worked", "班", name, day == today)
    if day in calendar.holidays:
        return Square(day, "off", "休", name, day == today)
    return Square(day, "rest" if is_weekend(day) else "plain", today=day == today)


def _run(run: list[OrderedDay]) -> str:
    first, last, word = run[0].day, run[-1].day, "休" if run[0].off else "班"
    if first == last:
        return f"{_short(first)}{word}"
    return f"{_short(first)}至{_short(last)}{word}，共 {len(run)} 天"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
