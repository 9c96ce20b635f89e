from datetime import date
from functools import lru_cache

from yimen.engines import clock
from yimen.ground.calendar.models import HolidayOrder, SpecialDay


def working_calendar() -> clock.WorkingCalendar:
    """The city's calendar as it stands now: a correction by staff counts at once."""
    years = tuple(HolidayOrder.objects.order_by("year").values_list("year", flat=True))
    return _calendar(years, tuple(SpecialDay.objects.order_by("day").values_list("day", "off", "name")))


def add_working_days(start: date, days: int) -> clock.Deadline:
    """The day ``days`` working days after ``start`` (which is not counted), with the years still unannounced."""
    return clock.add_working_days(start, days, working_calendar())


@lru_cache(maxsize=4)
def _calendar(years: tuple[int, ...], days: tuple[tuple[date, bool, str], ...]) -> clock.WorkingCalendar:
    return clock.WorkingCalendar(
        holidays=frozenset(day for day, off, _ in days if off),
        make_up_days=frozenset(day for day, off, _ in days if not off),
        announced=frozenset(years),
        names={day: name for day, _, name in days},
    )
