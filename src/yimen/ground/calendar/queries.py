from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from yimen.engines import clock
from yimen.ground.calendar.models import HolidayOrder, SpecialDay


def working_calendar() -> clock.WorkingCalendar:
    """The city's calendar as it stands now; read again when a row was added, taken away or moved."""
    mark = SpecialDay.objects.aggregate(Count("day"), Max("day"))
    years = tuple(HolidayOrder.objects.order_by("year").values_list("year", flat=True))
    return _calendar(years, mark["day__count"], mark["day__max"])


def add_working_days(start: date, days: int) -> clock.Deadline:
    """The day ``days`` working days after ``start`` (which is not counted), with the years still unannounced."""
    return clock.add_working_days(start, days, working_calendar())


@lru_cache(maxsize=4)
def _calendar(years: tuple[int, ...], count: int, last: date | None) -> clock.WorkingCalendar:
    days = list(SpecialDay.objects.all())
    return clock.WorkingCalendar(
        holidays=frozenset(one.day for one in days if one.off),
        make_up_days=frozenset(one.day for one in days if not one.off),
        announced=frozenset(years),
        names={one.day: one.name for one in days},
    )
