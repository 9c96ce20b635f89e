from datetime import date

from yimen.engines import clock
from yimen.engines.service.rulebook.model import Days
from yimen.ground.calendar.queries import add_working_days


def last_day(start: date, days: Days) -> date:
    """The last day of a limit of the rulebook; ``start`` is not counted (民法典第二百零一条第一款)."""
    if days["unit"] == "day":
        return clock.add_calendar_days(start, days["value"])
    return add_working_days(start, days["value"]).day
