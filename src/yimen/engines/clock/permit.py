"""The times of 行政许可法: limits, extensions, hearing, renewal, bars. All limits set by it are working days (82)."""

from dataclasses import dataclass
from datetime import date

from .before import Window, days_before
from .calendar import WorkingCalendar
from .count import Deadline, add_months
from .days import last_day
from .extension import ExtensionRule
from .limit import Limit, Unit
from .record import LegalClock

_MONTHS = 12


def _working(days: int, article: str) -> Limit:
    return Limit(days, Unit.WORKDAY, f"行政许可法{article}")


AT_ONCE = _working(0, "第三十二条第一款")
DECIDE = _working(20, "第四十二条第一款")
EXTEND = ExtensionRule(_working(10, "第四十二条第一款"), approver="本行政机关负责人")
JOINT = _working(45, "第四十二条第二款")
JOINT_EXTEND = ExtensionRule(_working(15, "第四十二条第二款"), approver="本级人民政府负责人")
FIRST_REVIEW = _working(20, "第四十三条")
ISSUE = _working(10, "第四十四条")
HEARING_ASKED = _working(5, "第四十七条第一款")
HEARING_HELD = _working(20, "第四十七条第一款")
HEARING_NOTICE = _working(7, "第四十八条第一款第一项")
SEND_INSPECTORS = _working(5, "第五十五条第二款")
REGISTER = _working(0, "第五十六条")


def hearing_ask_by(told_on: date, calendar: WorkingCalendar) -> Deadline:
    """The last day to ask for a hearing, from the day one was told of the right to it (47)."""
    return last_day(LegalClock(told_on, "告知听证权利"), HEARING_ASKED, calendar)


def hearing_hold_by(asked_on: date, calendar: WorkingCalendar) -> Deadline:
    """The last day to hold the hearing that was asked for (47)."""
    return last_day(LegalClock(asked_on, "提出听证申请"), HEARING_HELD, calendar)


def hearing_notify_by(hearing_on: date, calendar: WorkingCalendar) -> Deadline:
    """The last day to tell time and place: seven working days before, the day of the hearing not counted (48)."""
    return days_before(hearing_on, HEARING_NOTICE, calendar)


def hearing_faults(
    *, told_on: date, asked_on: date, notified_on: date, held_on: date, calendar: WorkingCalendar
) -> list[str]:
    """What is wrong with the days of a hearing at request, each fault a sentence; empty when nothing is."""
    faults = []
    ask_by, hold_by = hearing_ask_by(told_on, calendar).day, hearing_hold_by(asked_on, calendar).day
    notify_by = hearing_notify_by(held_on, calendar).day
    if not told_on <= asked_on <= ask_by:
        faults.append(f"听证申请最晚在 {ask_by.isoformat()} 提出（{HEARING_ASKED.basis}）。")
    if not asked_on <= held_on <= hold_by:
        faults.append(f"听证最晚在 {hold_by.isoformat()} 举行（{HEARING_HELD.basis}）。")
    if notified_on > notify_by:
        faults.append(f"听证的时间、地点最晚在 {notify_by.isoformat()} 通知（{HEARING_NOTICE.basis}）。")
    return faults


@dataclass(frozen=True, slots=True)
class RenewalRule:
    """When renewal is asked for: at the latest, and where a rule says so at the earliest, so long before expiry."""

    latest: Limit
    earliest: Limit | None = None


RENEWAL = RenewalRule(_working(30, "第五十条第一款"))


def renewal_window(expires: date, calendar: WorkingCalendar, rule: RenewalRule = RENEWAL) -> Window:
    """The days on which renewal may be asked for; ``expires`` is the last day of validity, itself not counted."""
    closes = days_before(expires, rule.latest, calendar)
    if rule.earliest is None:
        return Window(None, closes.day, closes.unannounced)
    opens = days_before(expires, rule.earliest, calendar)
    return Window(opens.day, closes.day, closes.unannounced | opens.unannounced)


def deemed_renewed(
    expires: date,
    asked_on: date,
    decided_on: date | None,
    today: date,
    calendar: WorkingCalendar,
    rule: RenewalRule = RENEWAL,
) -> date | None:
    """The day of renewal by silence (50): the last day of validity, when it passed without a decision.

    None while it has not passed, when the decision came in time, and when renewal was asked for too late: then a
    person decides, for the article speaks of applications in time.
    """
    in_time = asked_on <= renewal_window(expires, calendar, rule).closes
    undecided = decided_on is None or decided_on > expires
    return expires if in_time and undecided and today > expires else None


def barred_until(on: date, years: int) -> date:
    """The last day without a new application: 1 year after a false one (78), 3 after fraud (79).

    These years bind the applicant; article 82 makes working days of the authority's limits only.
    """
    return add_months(on, years * _MONTHS)
