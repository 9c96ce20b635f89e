"""Legal time: working days, calendar days and months, counted the way the law counts them. Pure; no clock of its own.

Others use ``WorkingCalendar`` (holidays and make-up days as ordered by the State Council), ``read_holidays``,
``add_working_days``, ``working_days_between``, ``explain``, ``add_calendar_days``, ``add_months``. A deadline that
reaches into a year whose holidays are not announced yet says so. The unit of a limit is the matter's own: 行政许可法
第八十二条 makes working days of the limits set by that law only.
"""

from .calendar import ClockError, WorkingCalendar, read_holidays
from .count import (
    CountedDay,
    Deadline,
    add_calendar_days,
    add_months,
    add_working_days,
    explain,
    working_days_between,
)

__all__ = [
    "ClockError",
    "CountedDay",
    "Deadline",
    "WorkingCalendar",
    "add_calendar_days",
    "add_months",
    "add_working_days",
    "explain",
    "read_holidays",
    "working_days_between",
]
