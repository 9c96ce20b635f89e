"""The one count: every day of a clock, counted or not, with the reason. All else reads from here, so sums agree."""

from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .count import Deadline, add_months, next_day
from .errors import ClockError
from .limit import Limit, Unit
from .record import LegalClock


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day between start and end. ``number`` says the how-manieth counted day it is, 0 when it is not counted."""

    day: date
    counted: bool
    reason: str
    number: int = 0


def explain(clock: LegalClock, limit: Limit, calendar: WorkingCalendar) -> list[DayLine]:
    """Every day from the start to the last day of the limit, with the reason why it counts or not, in Chinese.

    The counted lines are as many as ``total(clock, limit)``; a limit of months counts the days to the corresponding day
    (民法典第二百零二条). Raises ``ClockError`` when the end cannot be told.
    """
    wanted = total(clock, limit)
    if not wanted:
        return _until_free(clock.started, clock, limit, calendar)
    lines = _count(wanted, clock, limit, calendar)
    if limit.rolls_over_by and not calendar.is_working_day(lines[-1].day):
        lines += _until_free(next_day(lines[-1].day), clock, limit, calendar)
    return lines


def total(clock: LegalClock, limit: Limit) -> int:
    """How many days the limit has in all, with the extension; a promise is not extended (``Limit.promise``).

    Raises:
        ClockError: the extension is counted in another unit.
    """
    if clock.extension is None or limit.promise:
        return _days(clock, limit.unit, limit.value)
    added = clock.extension.limit
    if added.unit != limit.unit:
        raise ClockError(f"期限是{limit.text}，延长却是{added.text}。按同一单位填写延长的期限。")
    return _days(clock, limit.unit, limit.value + added.value)


def last_day(clock: LegalClock, limit: Limit, calendar: WorkingCalendar) -> Deadline:
    """The last day of the limit as the record stands; an open stop is taken to end as told."""
    return deadline(explain(clock, limit, calendar), clock, limit, calendar)


def deadline(lines: list[DayLine], clock: LegalClock, limit: Limit, calendar: WorkingCalendar) -> Deadline:
    """The end of a count, with the years whose missing holiday order could still move it."""
    if limit.unit == Unit.WORKDAY:
        asked = lines[1:] if total(clock, limit) else lines
    elif limit.rolls_over_by:
        # Days off do not matter to calendar days, except where the last one moves.
        asked = lines[max((at for at, line in enumerate(lines) if line.counted), default=0) :]
    else:
        asked = []
    return Deadline(lines[-1].day, frozenset().union(*(calendar.unannounced(line.day) for line in asked)))


def stop_reason(clock: LegalClock, day: date) -> str:
    """Why the day is not counted, such as 检验期间不计时（行政许可法第四十五条）; empty when nothing stops it."""
    by_article: dict[str, set[str]] = {}
    for stop in clock.stops_on(day):
        by_article.setdefault(stop.article, set()).add(stop.kind)
    told = sorted((article, "、".join(sorted(kinds))) for article, kinds in by_article.items())
    return "；".join(f"{kinds}期间不计时（{article}）" for article, kinds in told)


def _count(wanted: int, clock: LegalClock, limit: Limit, calendar: WorkingCalendar) -> list[DayLine]:
    lines = [DayLine(clock.started, False, f"{clock.event}，首日不计")]
    first_extended = _days(clock, limit.unit, limit.value) + 1
    number = 0
    while number < wanted:
        day = next_day(lines[-1].day)
        counted, reason = _judge(day, clock, limit, calendar)
        number += counted
        if counted and number >= first_extended:
            reason += "，延长的期限"
        lines.append(DayLine(day, counted, reason, number if counted else 0))
    return lines


def _judge(day: date, clock: LegalClock, limit: Limit, calendar: WorkingCalendar) -> tuple[bool, str]:
    if limit.unit == Unit.WORKDAY and not calendar.is_working_day(day):
        # A day off inside a stop is told as a day off: the lines that name the stop are the days it takes out.
        return False, calendar.reason(day)
    if stopped := stop_reason(clock, day):
        return False, stopped
    return True, calendar.reason(day) if limit.unit == Unit.WORKDAY else "自然日"


def _until_free(day: date, clock: LegalClock, limit: Limit, calendar: WorkingCalendar) -> list[DayLine]:
    """From ``day`` to the first one on which the limit may end: not stopped, and worked where that matters."""
    by = f"（{limit.rolls_over_by}）" if limit.rolls_over_by else ""
    worked_only = limit.unit == Unit.WORKDAY or bool(limit.rolls_over_by)
    lines: list[DayLine] = []
    while (off := worked_only and not calendar.is_working_day(day)) or clock.stops_on(day):
        why = calendar.reason(day) if off else stop_reason(clock, day)
        lines.append(DayLine(day, False, f"{why}，顺延{by}"))
        day = next_day(day)
    last = f"{clock.event}当日届满" if day == clock.started else f"顺延后的最后一日{by}"
    return [*lines, DayLine(day, False, last)]


def _days(clock: LegalClock, unit: Unit, value: int) -> int:
    return (add_months(clock.started, value) - clock.started).days if unit == Unit.MONTH else value
