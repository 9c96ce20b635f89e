"""Counting a limit: from the day after, in the unit that the limit's own rule names."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import WorkingCalendar
from .errors import ClockError

MAX_WORKING_DAYS = 5000

_DAY = timedelta(days=1)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit. ``unannounced`` names years whose missing holiday order may still move it."""

    day: date
    unannounced: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: whether it counts, and why, in Chinese."""

    day: date
    counted: bool
    reason: str


def add_working_days(start: date, n: int, calendar: WorkingCalendar) -> Deadline:
    """The ``n``-th working day after ``start``; for 0 the day itself, or the next working day when it is off.

    行政许可法第八十二条: limits set by that law are working days without public holidays. The first day is not counted:
    民法典第二百零一条第一款, taken over for public law. Raises ``ClockError`` for a negative or senseless ``n``.
    """
    counted = counted_days(start, n, calendar)
    days = [counted_day.day for counted_day in counted[1:]] if n else [counted_day.day for counted_day in counted]
    return Deadline(counted[-1].day, frozenset().union(*(calendar.unannounced(day) for day in days)))


def counted_days(start: date, n: int, calendar: WorkingCalendar) -> list[CountedDay]:
    """Every day from ``start`` to the deadline of ``add_working_days``, with the reason why it counts or not.

    Raises ``ClockError`` as ``add_working_days`` does.
    """
    if not 0 <= n <= MAX_WORKING_DAYS:
        raise ClockError(f"工作日数应在 0 到 {MAX_WORKING_DAYS} 之间，实际是 {n}。")
    if n == 0:
        return _until_worked(start, calendar)
    days = [CountedDay(start, False, "起始日，从次日起算")]
    left = n
    while left:
        day = next_day(days[-1].day)
        worked = calendar.is_working_day(day)
        left -= worked
        days.append(CountedDay(day, worked, calendar.reason(day)))
    return days


def _until_worked(start: date, calendar: WorkingCalendar) -> list[CountedDay]:
    days, day = [], start
    while not calendar.is_working_day(day):
        days.append(CountedDay(day, False, f"{calendar.reason(day)}，顺延"))
        day = next_day(day)
    return [*days, CountedDay(day, False, f"{calendar.reason(day)}，当日届满")]


def next_day(day: date) -> date:
    """The day after; raises ``ClockError`` at the end of all calendars."""
    if day == date.max:
        raise ClockError("期限超出了可以计算的年份。核对起始日期。")
    return day + _DAY


def working_days_between(a: date, b: date, calendar: WorkingCalendar) -> int:
    """How many working days lie after ``a`` up to and including ``b``; negative when ``b`` is earlier.

    For every ``n`` from 1: ``working_days_between(a, add_working_days(a, n, calendar).day, calendar) == n``.
    """
    if b < a:
        return -working_days_between(b, a, calendar)
    days = (a + timedelta(days=offset) for offset in range(1, (b - a).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def add_calendar_days(start: date, n: int) -> date:
    """The ``n``-th calendar day after ``start``: a 日 of a rule that does not say 工作日.

    Whether a last day that is off moves on (民法典第二百零三条) is for the matter's own rule: then
    ``add_working_days(day, 0, calendar)`` finds it. Raises ``ClockError`` when the date cannot be told.
    """
    try:
        return start + timedelta(days=n)
    except OverflowError as error:
        raise ClockError(f"从 {start.isoformat()} 起 {n} 日超出了可以计算的年份。") from error


def add_months(start: date, n: int) -> date:
    """The same day ``n`` months later, or the month's last day when it has no such day (民法典第二百零二条).

    Raises ``ClockError`` when the date cannot be told.
    """
    year, month = divmod(start.year * _MONTHS + start.month - 1 + n, _MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise ClockError(f"从 {start.isoformat()} 起 {n} 个月超出了可以计算的年份。")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
