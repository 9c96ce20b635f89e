"""An order as people type or paste it: one line a day or a run of days.

2027-01-01 元旦 休
2月5日（周五）至2月11日 春节 休
2027/2/20 春节 班
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from yimen.engines.forms.text import plain, quoted
from yimen.ground.calendar.order import Fault, OrderedDay, few

LONGEST_RUN = 60
MOST_LINES = 200

_Y, _M, _D = "[-/.年]", "[-/.月]", "日"
_DATE = rf"(?:([0-9]{{4}})\s?{_Y}\s?)?([0-9]{{1,2}})\s?{_M}\s?([0-9]{{1,2}})(?:\s?{_D})?"
_OPEN, _CLOSE = "[（(]", "[）)]"
_WEEKDAY = rf"(?:\s?{_OPEN}[^)）]*{_CLOSE})?"
_TO = "[至到~～]"
_END = rf"\s?{_TO}\s?(?:{_DATE}|([0-9]{{1,2}})\s?{_D}){_WEEKDAY}"
_GAP = "[ ,，]+"
_OFF = {"休", "放假", "休息", "放假调休"}
_WORKED = {"班", "上班", "补班", "调休上班"}
_KIND = "|".join(sorted(_OFF | _WORKED, key=len, reverse=True))
_DAY = re.compile(_DATE)
_LINE = re.compile(rf"{_DATE}{_WEEKDAY}(?:{_END})?{_GAP}(.+?){_GAP}({_KIND})")
_EXAMPLE = "写成“2027-01-01 元旦 休”的样子，调休上班的写“班”"


class LineFault(ValueError):
    """A line that cannot be read; the message is the rest of a sentence that begins with the line's number."""


def typed_day(text: str) -> date | None:
    """A day as people type it (2027-1-5, 2027年1月5日); None when it is none or does not exist."""
    found = _DAY.fullmatch(plain(text))
    if found is None or found[1] is None:
        return None
    return _day(found[1], found[2], found[3])


def read_lines(text: str, year: int) -> tuple[list[OrderedDay], list[Fault]]:
    """The days of an order, and what is wrong with its lines (field ``lines``); a date without year is of ``year``."""
    lines = [(number, line) for number, raw in enumerate(text.splitlines(), start=1) if (line := plain(raw))]
    if len(lines) > MOST_LINES:
        return [], [Fault("lines", f"最多 {MOST_LINES} 行，现在是 {len(lines)} 行，核对是不是粘贴了别的内容")]
    days, faults = [], []
    for number, line in lines:
        try:
            days += _read(line, year)
        except LineFault as fault:
            faults.append(Fault("lines", f"第 {number} 行{fault}"))
    return days, few(faults)


def as_lines(days: Iterable[OrderedDay]) -> str:
    """The order as text that ``read_lines`` reads back, a line a day."""
    return "\n".join(f"{one.day.isoformat()} {one.name} {'休' if one.off else '班'}" for one in days)


def _read(line: str, year: int) -> list[OrderedDay]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise LineFault(f"{quoted(line)}看不懂，{_EXAMPLE}")
    own_year, month, day, end_year, end_month, end_day, last_day, name, kind = found.groups()
    first = _existing(own_year or str(year), month, day)
    last = first
    if last_day:
        last = _existing(str(first.year), str(first.month), last_day)
    elif end_month:
        last = _existing(end_year or str(first.year), end_month, end_day)
    if last < first:
        raise LineFault(f"的结束日期 {last.isoformat()} 早于开始日期 {first.isoformat()}，核对一下")
    if (length := (last - first).days + 1) > LONGEST_RUN:
        raise LineFault(f"一次写了 {length} 天，最多 {LONGEST_RUN} 天，核对一下日期")
    return [OrderedDay(first + timedelta(days=offset), kind in _OFF, name) for offset in range(length)]


def _existing(year: str, month: str, day: str) -> date:
    found = _day(year, month, day)
    if found is None:
        raise LineFault(f"的日期 {year}-{month}-{day} 不存在，核对一下")
    return found


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
