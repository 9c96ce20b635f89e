"""Limits that are counted back from a day: what must be done so many days before it."""

from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .count import Deadline, add_calendar_days, add_months
from .limit import Limit, Unit


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which something may be done; ``opens`` is None when it may be done at any time before."""

    opens: date | None
    closes: date
    unannounced: frozenset[int] = frozenset()


def days_before(day: date, limit: Limit, calendar: WorkingCalendar) -> Deadline:
    """The last day that lies the whole limit before ``day``, counted back from it; ``day`` itself is not counted.

    Of working days it is itself one, the limit's last. Raises ``ClockError`` when the date cannot be told.
    """
    if limit.unit == Unit.DAY:
        return Deadline(add_calendar_days(day, -limit.value))
    if limit.unit == Unit.MONTH:
        return Deadline(add_months(day, -limit.value))
    at, left, unannounced = day, limit.value, frozenset[int]()
    while left:
        at = add_calendar_days(at, -1)
        left -= calendar.is_working_day(at)
        unannounced |= calendar.unannounced(at)
    return Deadline(at, unannounced)
