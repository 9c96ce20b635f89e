from datetime import date, datetime

from yimen.engines import clock
from yimen.ground.calendar.moment import CITY
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.places.models import Organisation
from yimen.ground.places.office import office_hours_of


def received_day(moment: datetime, organisation: Organisation) -> date:
    """The legal day on which papers that reach the organisation at a moment count as received (民法典 203(2)).

    What comes after the office has closed, or on a day on which it is closed, counts from its next working day.

    Args:
        moment: with its time zone; the city's local time is computed from it.

    Raises:
        ValueError: the moment names no time zone.
        ClockError: the office does not open within a year.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment of receipt must name its time zone")
    return clock.received_on(moment.astimezone(CITY), office_hours_of(organisation), working_calendar())
