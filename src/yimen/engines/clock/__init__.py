"""Legal time: working days, calendar days and months, counted the way the law counts them. Pure; no clock of its own.

Days: ``WorkingCalendar`` (holidays and make-up days as ordered by the State Council), ``read_holidays``,
``add_working_days``, ``working_days_between``, ``counted_days``, ``add_calendar_days``, ``add_months``. A deadline that
reaches into a year whose holidays are not announced yet says so. The unit of a limit is the matter's own: 行政许可法
第八十二条 makes working days of the limits set by that law only.

Hours: ``OfficeHours``, ``weekdays``, ``received_on``, ``end_of``, ``hours_left``.

A case before acceptance is an ``Intake`` (``answer_due``, ``tell_correction``, ``take_corrected``, ``deemed``,
``accept``); after it a ``LegalClock``, a record of what happened that knows no limit. ``open_stop``,
``tell_more_time``, ``close_stop``, ``extend`` and ``end`` return the next record or refuse with a sentence that names
the article; ``due``, ``light``, ``explain`` and ``recompute`` read it against a ``Limit``, statutory or promised.

The rules of single laws are modules: ``permit`` (行政许可法), ``disclosure`` (政府信息公开条例), ``other_laws``, and
``joint`` for several departments in one matter.
"""

from . import disclosure, joint, other_laws, permit
from .acceptance import (
    PERMIT_ANSWER,
    AnswerRule,
    Intake,
    Waiting,
    accept,
    answer_due,
    deemed,
    deemed_accepted,
    take_corrected,
    tell_correction,
    waiting,
)
from .before import Window, days_before
from .calendar import WorkingCalendar, read_holidays
from .count import (
    CountedDay,
    Deadline,
    add_calendar_days,
    add_months,
    add_working_days,
    counted_days,
    working_days_between,
)
from .days import DayLine, explain, last_day, total
from .due import Due, Moved, due, recompute
from .errors import ClockError, ClockRefused, CorrectionRefused, ExtensionRefused, RestartRefused, StopRefused
from .extension import ExtensionRule, extend
from .light import Light, State, light
from .limit import Limit, Unit, within
from .office import OfficeHours, Opening, Receipt, Side, end_of, hours_left, received_on, weekdays
from .record import Extension, LegalClock, Notice, Restarted, Stop
from .stops import (
    StopRule,
    StopRules,
    close_stop,
    end,
    named_stops,
    open_stop,
    permit_stops,
    tell_more_time,
)

__all__ = [
    "PERMIT_ANSWER",
    "AnswerRule",
    "ClockError",
    "ClockRefused",
    "CorrectionRefused",
    "CountedDay",
    "DayLine",
    "Deadline",
    "Due",
    "Extension",
    "ExtensionRefused",
    "ExtensionRule",
    "Intake",
    "LegalClock",
    "Light",
    "Limit",
    "Moved",
    "Notice",
    "OfficeHours",
    "Opening",
    "Receipt",
    "RestartRefused",
    "Restarted",
    "Side",
    "State",
    "Stop",
    "StopRefused",
    "StopRule",
    "StopRules",
    "Unit",
    "Waiting",
    "Window",
    "WorkingCalendar",
    "accept",
    "add_calendar_days",
    "add_months",
    "add_working_days",
    "answer_due",
    "close_stop",
    "counted_days",
    "days_before",
    "deemed",
    "deemed_accepted",
    "disclosure",
    "due",
    "end",
    "end_of",
    "explain",
    "extend",
    "hours_left",
    "joint",
    "last_day",
    "light",
    "named_stops",
    "open_stop",
    "other_laws",
    "permit",
    "permit_stops",
    "read_holidays",
    "received_on",
    "recompute",
    "take_corrected",
    "tell_correction",
    "tell_more_time",
    "total",
    "waiting",
    "weekdays",
    "within",
    "working_days_between",
]
