"""Office hours, and what they mean for the day papers count as received and for the hour at which a day ends.

民法典第二百零三条第二款 (a last day ends at 24:00, or where there are business hours, when they end) is cited from
professional knowledge; the text is still to be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .calendar import WorkingCalendar
from .count import next_day
from .errors import ClockError

Opening = tuple[time, time]

_LONGEST_CLOSURE = 370
_WEEK = 7
_NOTHING = timedelta(0)


class Receipt(StrEnum):
    """When papers that arrive outside the office's hours count as received."""

    OFFICE_HOURS = "office_hours"
    ARRIVAL = "arrival"

    @property
    def basis(self) -> str:
        return _RECEIPT_BASIS[self]


_RECEIPT_BASIS = {
    Receipt.OFFICE_HOURS: "民法典第二百零三条第二款：有业务时间的，停止业务活动的时间为截止时间",
    Receipt.ARRIVAL: "电子签名法第十一条第二款：数据电文进入收件人指定的特定系统的时间，视为接收时间",
}


class Side(StrEnum):
    """Whose deadline it is."""

    APPLICANT = "applicant"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office is open.

    Attributes:
        week: openings per weekday, 0 is Monday; a lunch break parts two openings; a weekday left out is closed.
        make_up: openings of a weekend day worked by order (调休上班).
        special: openings of single days, which go before all else; an empty one is closed.

    Raises:
        ClockError: openings that end before they begin, overlap, or belong to no weekday.
    """

    week: Mapping[int, tuple[Opening, ...]]
    make_up: tuple[Opening, ...]
    special: Mapping[date, tuple[Opening, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(not 0 <= weekday < _WEEK for weekday in self.week):
            raise ClockError("办公时间的星期应是 0（星期一）到 6（星期日）。")
        for openings in (*self.week.values(), self.make_up, *self.special.values()):
            edges = [edge for opening in openings for edge in opening]
            if any(earlier >= later for earlier, later in zip(edges, edges[1:], strict=False)):
                raise ClockError("办公时间的各段要从早到晚，不能重叠，结束要晚于开始。核对办公时间。")

    def openings(self, day: date, calendar: WorkingCalendar) -> tuple[Opening, ...]:
        """The openings of a day; a holiday has none unless it is a special day."""
        if day in self.special:
            return self.special[day]
        if day in calendar.make_up_days:
            return self.make_up
        return () if day in calendar.holidays else self.week.get(day.weekday(), ())


def weekdays(*openings: Opening) -> OfficeHours:
    """The same openings from Monday to Friday and on make-up days."""
    return OfficeHours(dict.fromkeys(range(5), openings), make_up=openings)


def received_on(
    moment: datetime, hours: OfficeHours, calendar: WorkingCalendar, rule: Receipt = Receipt.OFFICE_HOURS
) -> date:
    """The day on which papers that arrive at ``moment`` (the city's local time) count as received.

    By office hours, what comes after the last closing or on a closed day counts from the next working day on which the
    office opens; before the opening and in the lunch break it is the same day. By arrival it is the day of the moment.

    Raises:
        ClockError: the moment is UTC, or the office does not open within a year.
    """
    if moment.tzinfo is not None and moment.utcoffset() == _NOTHING:
        raise ClockError("收件时刻要用本地时间，不能用 UTC。先换算。")
    day = moment.date()
    if rule == Receipt.ARRIVAL:
        return day
    openings = hours.openings(day, calendar)
    if openings and moment.time() <= openings[-1][1]:
        return day
    for _ in range(_LONGEST_CLOSURE):
        day = next_day(day)
        if calendar.is_working_day(day) and hours.openings(day, calendar):
            return day
    raise ClockError("一年内没有一个办公日。核对办公时间。")


def end_of(day: date, for_whom: Side, hours: OfficeHours, calendar: WorkingCalendar) -> datetime:
    """The local moment at which a last day ends: 24:00 for an applicant online, office close for a department.

    On a day without openings a department's day ends at 24:00 too (民法典第二百零三条第二款).
    """
    openings = hours.openings(day, calendar)
    if for_whom == Side.APPLICANT or not openings:
        return datetime.combine(next_day(day), time(0))
    return datetime.combine(day, openings[-1][1])


def hours_left(moment: datetime, day: date, hours: OfficeHours, calendar: WorkingCalendar) -> timedelta:
    """The open time of the office from a local moment to the close of ``day``; nothing when that has passed."""
    now = moment.replace(tzinfo=None)
    left, at = _NOTHING, now.date()
    while at <= day:
        for begin, end in hours.openings(at, calendar):
            left += max(datetime.combine(at, end) - max(now, datetime.combine(at, begin)), _NOTHING)
        at = next_day(at)
    return left
