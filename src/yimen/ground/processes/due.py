from datetime import UTC, date, datetime, time, timedelta

from yimen.engines.clock import add_months
from yimen.engines.feel import DaysTime, FeelError, YearsMonths, compile_expression
from yimen.ground.calendar.moment import CITY, legal_day


def due_moment(kind: str, value: str, now: datetime) -> datetime:
    """When a timer fires, in UTC.

    Args:
        kind: ``date`` or ``duration``.
        value: ISO 8601 text of the engine: a date, a date and time, or a duration.

    Raises:
        ValueError: the text is none of these.
    """
    try:
        found = compile_expression(f'@"{value}"').evaluate({}).value
    except FeelError as error:
        raise ValueError(f"a timer cannot wait for {value!r}") from error
    match found:
        case DaysTime():
            return now + timedelta(microseconds=found.nanoseconds // 1000)
        case YearsMonths():
            local = now.astimezone(CITY)
            return datetime.combine(add_months(legal_day(now), found.months), local.timetz()).astimezone(UTC)
        case datetime():
            return (found if found.tzinfo else found.replace(tzinfo=CITY)).astimezone(UTC)
        case date() if kind == "date":
            return datetime.combine(found, time(0), tzinfo=CITY).astimezone(UTC)
    raise ValueError(f"a timer cannot wait for {value!r}")
