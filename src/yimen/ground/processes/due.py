from datetime import UTC, date, datetime, time, timedelta

from yimen.engines.clock import add_months
from yimen.engines.feel import DaysTime, FeelError, YearsMonths, compile_expression
from yimen.ground.calendar.moment import CITY, legal_day


def due_moment(kind: str, value: str, now: datetime, times: int = 1) -> datetime:
    """When a timer fires, in UTC.

    Args:
        kind: ``date`` or ``duration``.
        value: ISO 8601 text of the engine: a date, a date and time, or a duration.
        times: so many durations from now. Months are added at once: two from 31 January are 31 March, not the 28th.

    Raises:
        ValueError: the text is none of these.
    """
    try:
        found = compile_expression(f'@"{value}"').evaluate({}).value
    except FeelError as error:
        raise ValueError(f"a timer cannot wait for {value!r}") from error
    match found:
        case DaysTime():
            return now + times * timedelta(microseconds=found.nanoseconds // 1000)
        case YearsMonths():
            local = now.astimezone(CITY)
            day = add_months(legal_day(now), times * found.months)
            return datetime.combine(day, local.timetz()).astimezone(UTC)
        case datetime():
            return (found if found.tzinfo else found.replace(tzinfo=CITY)).astimezone(UTC)
        case date() if kind == "date":
            return datetime.combine(found, time(0), tzinfo=CITY).astimezone(UTC)
    raise ValueError(f"a timer cannot wait for {value!r}")
