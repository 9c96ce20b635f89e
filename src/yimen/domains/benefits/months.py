"""Months as dates of their first day."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def first_of(day: date) -> date:
    return day.replace(day=1)


def month_at(moment: datetime) -> date:
    """The month of a moment in the city."""
    return first_of(legal_day(moment))


def add(month: date, count: int) -> date:
    """The month ``count`` months later, or earlier for a negative count."""
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def span(first: date, last: date) -> Iterator[date]:
    """Every month from ``first`` to ``last``, both included; none when ``last`` is earlier."""
    month = first_of(first)
    while month <= last:
        yield month
        month = add(month, 1)


def text(month: date) -> str:
    """``2027年1月``."""
    return f"{month.year}年{month.month}月"


def day_text(day: date) -> str:
    """``2026年12月8日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def key(month: date) -> str:
    """``2027-01``, as it stands in addresses and documents."""
    return f"{month:%Y-%m}"


def read(written: str) -> date:
    """The month of an address. Raises NotFound for what is none."""
    found = _WRITTEN.fullmatch(written)
    if found is None or int(found[1]) < 1900:
        raise NotFound("没有这个月份", "月份写成 2027-01 这样。")
    return date(int(found[1]), int(found[2]), 1)


def written(months: Iterable[date]) -> str:
    """Months as people say them: ``2026年12月至2027年2月、2027年5月``."""
    runs: list[list[date]] = []
    for month in sorted(set(months)):
        if runs and add(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(text(run[0]) if len(run) == 1 else f"{text(run[0])}至{text(run[-1])}" for run in runs)
