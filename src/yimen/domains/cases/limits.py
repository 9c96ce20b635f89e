"""By when what must be done: the answer on acceptance, the promised and the statutory day of the decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.engines.clock import add_calendar_days
from yimen.ground.calendar.queries import add_working_days

# 行政许可法 32(4): told within five working days, else accepted from the day the papers were received.
DAYS_TO_ANSWER = 5


def answer_by(received: date) -> date:
    """The last day on which the applicant must be told whether the application is accepted."""
    return add_working_days(received, DAYS_TO_ANSWER).day


def limit_day(start: date, limit: Mapping[str, Any]) -> date:
    """The day on which a limit of ``service.yaml`` ends.

    Args:
        limit: ``{value, unit}`` with unit ``workday`` or ``day`` (calendar).

    Raises:
        ValueError: the unit is neither.
    """
    match limit["unit"]:
        case "workday":
            return add_working_days(start, int(limit["value"])).day
        case "day":
            return add_calendar_days(start, int(limit["value"]))
    raise ValueError(f"unit of a limit: {limit['unit']}")


def read_limit(text: str) -> dict[str, Any]:
    """A limit as the process writes it: ``1 workday``, ``30 day``.

    Raises:
        ValueError: it is written otherwise.
    """
    value, _, unit = text.partition(" ")
    return {"value": int(value), "unit": unit.rstrip("s")}
