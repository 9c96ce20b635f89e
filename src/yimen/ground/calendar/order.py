"""A year's holiday order (国务院办公厅关于部分节假日安排的通知) as plain values, and what may not stand in one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yimen.engines.clock import WorkingCalendar

YEARS = range(2000, 2100)
SOURCE_LENGTH, NAME_LENGTH, REASON_LENGTH = 300, 40, 200
MOST_FAULTS = 10
WEEKDAYS = "一二三四五六日"

_NOTHING_ANNOUNCED = WorkingCalendar()
_SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class OrderedDay:
    """A day that an order names: off, or worked although it is a weekend day (调休上班)."""

    day: date
    off: bool
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with something entered: at which field, in a sentence that says how to mend it."""

    field: str
    sentence: str


def belongs(day: date, year: int) -> bool:
    """Whether the order of a year may name the day: its own days, and the last ones of December before it."""
    return year in _NOTHING_ANNOUNCED.unannounced(day)


def is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def told(day: date) -> str:
    """As people say a day: 2027年1月1日（周五）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def order_faults(year: int, source: str, days: Sequence[OrderedDay]) -> list[Fault]:
    """Everything that is wrong with an order, fields ``source`` and ``lines``; empty when nothing is."""
    faults = few([Fault("lines", sentence) for sentence in _days_faults(year, days)])
    if not days:
        faults.insert(0, Fault("lines", f"至少写一天 {year} 年的放假安排，例如“{year}-01-01 元旦 休”"))
    return [*source_faults(year, source), *faults]


def few(faults: list[Fault]) -> list[Fault]:
    """The first ten, and how many more there are: a page pasted from another year is wrong in every line."""
    rest = len(faults) - MOST_FAULTS
    return faults if rest <= 0 else [*faults[:MOST_FAULTS], Fault(faults[0].field, f"还有 {rest} 处，先改上面这些")]


def source_faults(year: int, source: str) -> list[Fault]:
    if not source:
        return [Fault("source", f"写明来源，例如“国务院办公厅关于{year}年部分节假日安排的通知”")]
    return _too_long("source", "来源", source, SOURCE_LENGTH)


def name_faults(field: str, day: OrderedDay) -> list[Fault]:
    """A day that is off or worked says which holiday it belongs to."""
    if not day.name:
        return [Fault(field, f"{told(day.day)}还没有写是哪个节日")]
    return _too_long(field, "节日名称", day.name, NAME_LENGTH)


def weekday_fault(day: OrderedDay) -> str:
    """Why a day cannot be a make-up day; empty when it can."""
    if day.off or is_weekend(day.day):
        return ""
    return f"{told(day.day)}本来就上班，不用写“班”，核对一下日期"


def _too_long(field: str, name: str, text: str, most: int) -> list[Fault]:
    return [Fault(field, f"{name}最多 {most} 个字，现在是 {len(text)} 个")] if len(text) > most else []


def _days_faults(year: int, days: Sequence[OrderedDay]) -> Iterable[str]:
    kinds: dict[date, set[bool]] = {}
    for one in days:
        kinds.setdefault(one.day, set()).add(one.off)
    for day, times in sorted(Counter(one.day for one in days).items()):
        if not belongs(day, year):
            yield f"{told(day)}不在 {year} 年的安排里：只写当年的日子，以及上一年 12 月 28 日以后随元旦放假的日子"
        if len(kinds[day]) > 1:
            yield f"{told(day)}既写了休又写了班，留下一个"
        elif times > 1:
            yield f"{told(day)}写了 {times} 次，留下一次"
    for one in days:
        yield from (fault.sentence for fault in name_faults("lines", one))
        if fault := weekday_fault(one):
            yield fault
