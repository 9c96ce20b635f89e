import hashlib
import json
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from yimen.engines import clock
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.events import CalendarChanged, CalendarRecord
from yimen.ground.calendar.models import HolidayOrder, SpecialDay
from yimen.ground.calendar.order import OrderedDay
from yimen.ground.prepared import prepared

OBJECT_KIND = "calendar"
CHANGES_SHOWN = 20


def working_calendar() -> clock.WorkingCalendar:
    """The city's calendar as it stands now: a correction by staff counts at once."""
    return _calendar(tuple(year for (year,) in _years()), tuple(_days()))


@prepared
def _years() -> "QuerySet[HolidayOrder, tuple[int]]":
    return HolidayOrder.objects.order_by("year").values_list("year")


@prepared
def _days() -> "QuerySet[SpecialDay, tuple[date, bool, str]]":
    return SpecialDay.objects.order_by("day").values_list("day", "off", "name")


def calendar_of(change: CalendarChanged) -> tuple[clock.WorkingCalendar, clock.WorkingCalendar]:
    """The calendar before a change and the one that holds now, for ``engines.clock.recompute``.

    The second is the present one, also when it has changed again since: a delivery that comes late must not bring
    back days that are gone.
    """
    before = change.before
    days = [(date.fromisoformat(day), True, name) for day, name in before["off"].items()]
    days += [(date.fromisoformat(day), False, name) for day, name in before["worked"].items()]
    return _calendar(tuple(before["announced"]), tuple(sorted(days))), working_calendar()


def calendar_record() -> CalendarRecord:
    """The calendar as it stands now as plain values, for an event."""
    calendar = working_calendar()
    return {
        "announced": sorted(calendar.announced),
        "off": {day.isoformat(): calendar.names[day] for day in sorted(calendar.holidays)},
        "worked": {day.isoformat(): calendar.names[day] for day in sorted(calendar.make_up_days)},
    }


def add_working_days(start: date, days: int) -> clock.Deadline:
    """The day ``days`` working days after ``start`` (which is not counted), with the years still unannounced."""
    return clock.add_working_days(start, days, working_calendar())


def orders() -> list[HolidayOrder]:
    """The years with an order, newest first."""
    return list(HolidayOrder.objects.order_by("-year"))


def days_of(year: int) -> list[OrderedDay]:
    """What the order of a year says, day by day; empty when there is none."""
    found = SpecialDay.objects.filter(order_id=year).order_by("day").values_list("day", "off", "name")
    return [OrderedDay(day, off, name) for day, off, name in found]


def fingerprint(source: str, days: list[OrderedDay]) -> str:
    """What a page has shown of an order, in few signs: who saves over it must have seen it as it is."""
    shown = json.dumps([source, [(one.day.isoformat(), one.off, one.name) for one in sorted(days)]])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def changes_of(year: int) -> list[Entry]:
    """Who changed the calendar of a year, newest first, the latest twenty."""
    found = Entry.objects.filter(object_kind=OBJECT_KIND, object_ref=str(year))
    return list(found.order_by("-id")[:CHANGES_SHOWN])


@lru_cache(maxsize=4)
def _calendar(years: tuple[int, ...], days: tuple[tuple[date, bool, str], ...]) -> clock.WorkingCalendar:
    return clock.WorkingCalendar(
        holidays=frozenset(day for day, off, _ in days if off),
        make_up_days=frozenset(day for day, off, _ in days if not off),
        announced=frozenset(years),
        names={day: name for day, _, name in days},
    )
