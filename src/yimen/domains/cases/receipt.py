from datetime import date, datetime

from yimen.domains.cases.models import Case
from yimen.ground.calendar.receipt import received_day as day_of


def received_day(case: Case, now: datetime) -> date:
    """The day on which papers that come in now count as received: after the window's hours, the next working day."""
    return day_of(now, case.entered_at_body or case.body)
