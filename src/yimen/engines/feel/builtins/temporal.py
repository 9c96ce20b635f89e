"""Parts of the calendar, and the moment the host says it is."""

from decimal import Decimal

from yimen.engines.feel.civil import Date, Moment, like, ymd
from yimen.engines.feel.runtime import Run
from yimen.engines.feel.values import Value

from .registry import builtin

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _day(run: Run, value: Value, function: str) -> Date | Moment | None:
    return value if isinstance(value, Date | Moment) else run.doubt(f"函数 {function} 的参数应为日期或日期时间。")


@builtin("day of year", "date: any")
def day_of_year(run: Run, value: Value) -> Value:
    day = _day(run, value, "day of year")
    return day and Decimal(like(day).timetuple().tm_yday)


@builtin("day of week", "date: any")
def day_of_week(run: Run, value: Value) -> Value:
    day = _day(run, value, "day of week")
    return day and _DAYS[like(day).weekday()]


@builtin("month of year", "date: any")
def month_of_year(run: Run, value: Value) -> Value:
    day = _day(run, value, "month of year")
    return day and _MONTHS[ymd(day)[1] - 1]


@builtin("week of year", "date: any")
def week_of_year(run: Run, value: Value) -> Value:
    day = _day(run, value, "week of year")
    return day and Decimal(like(day).isocalendar().week)


@builtin("now")
def now(run: Run) -> Value:
    return run.now or run.doubt("没有提供当前时间。")


@builtin("today")
def today(run: Run) -> Value:
    return run.now.date() if run.now else run.doubt("没有提供当前日期。")
