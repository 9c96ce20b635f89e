"""From text and parts to numbers, dates, times and durations, and back to text."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from yimen.engines.feel import temporal
from yimen.engines.feel.runtime import Null, Run
from yimen.engines.feel.text import write
from yimen.engines.feel.values import DaysTime, Value, YearsMonths, number

from .registry import builtin


def _not_readable(run: Run, value: str, what: str) -> Null:
    return run.doubt(f"“{value}”不是{what}。")


@builtin("string", "from: any")
def to_string(run: Run, value: Value) -> Value:
    run.weigh(value)
    return None if value is None else run.text(write(value))


@builtin("string", "mask: string, values: list")
def masked(run: Run, mask: str, values: list[Value]) -> Value:
    return run.doubt("不支持带格式的 string 函数。")


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,5})?", re.ASCII)


@builtin("number", "from: any")
def to_number(run: Run, value: Value) -> Value:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        return run.doubt("函数 number 的参数应为文本。")
    if not _NUMBER.fullmatch(value):
        return _not_readable(run, value, "数字")
    found = number(Decimal(value))
    return _not_readable(run, value, "可以表示的数字") if found is None else found


@builtin("number", "from: string, grouping separator: string|null, decimal separator?: string|null")
def to_number_with(run: Run, text: str, grouping: str | None, decimal: str | None = None) -> Value:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ",", ".") or (grouping and grouping == decimal):
        return run.doubt("函数 number 的分隔符只能是空格、逗号或点，且两个不能相同。")
    plain = text.replace(grouping, "") if grouping else text
    return to_number(run, plain.replace(decimal, ".") if decimal else plain)


@builtin("date", "from: any")
def to_date(run: Run, value: Value) -> Value:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return run.doubt("函数 date 的参数应为文本、日期或日期时间。")
    found = temporal.read_date(value)
    return _not_readable(run, value, "日期（年份须在 1 到 9999 之间）") if found is None else found


@builtin("date", "year: number, month: number, day: number")
def date_of(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return run.doubt("函数 date 的年、月、日不构成日期。")


@builtin("time", "from: any")
def to_time(run: Run, value: Value) -> Value:
    if isinstance(value, datetime):
        return value.timetz()
    if isinstance(value, date):
        return time(tzinfo=UTC)
    if isinstance(value, time):
        return value
    if not isinstance(value, str):
        return run.doubt("函数 time 的参数应为文本、时间或日期时间。")
    found = temporal.read_time(value)
    return _not_readable(run, value, "时间") if found is None else found


@builtin("time", "hour: number, minute: number, second: number, offset?: days and time duration|null")
def time_of(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Value:
    try:
        zone = timezone(timedelta(microseconds=offset.nanoseconds // 1000)) if offset else None
        if offset and abs(offset.nanoseconds) > 14 * 3600 * temporal.SECOND:
            raise ValueError(offset)
        whole = int(second)
        micro = int((second - whole) * 1_000_000) if 0 <= whole < 60 else 0
        return time(int(hour), int(minute), whole, micro, tzinfo=zone)
    except (ValueError, OverflowError):
        return run.doubt("函数 time 的时、分、秒不构成时间。")


@builtin("date and time", "from: any")
def to_date_time(run: Run, value: Value) -> Value:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if not isinstance(value, str):
        return run.doubt("函数 date and time 的参数应为文本。")
    found = temporal.read_date_time(value)
    return _not_readable(run, value, "日期时间（年份须在 1 到 9999 之间）") if found is None else found


@builtin("date and time", "date: any, time: time")
def date_time_of(run: Run, day: Value, clock: time) -> Value:
    if not isinstance(day, date):
        return run.doubt("函数 date and time 的第 1 个参数应为日期。")
    return datetime.combine(day.date() if isinstance(day, datetime) else day, clock)


@builtin("duration", "from: any")
def to_duration(run: Run, value: Value) -> Value:
    if isinstance(value, YearsMonths | DaysTime):
        return value
    if not isinstance(value, str):
        return run.doubt("函数 duration 的参数应为文本。")
    found = temporal.read_duration(value)
    return _not_readable(run, value, "时长") if found is None else found


@builtin("years and months duration", "from: any, to: any")
def months_between(run: Run, start: Value, end: Value) -> Value:
    if not isinstance(start, date) or not isinstance(end, date):
        return run.doubt("函数 years and months duration 的两个参数应为日期或日期时间。")
    # Whole months between the two days; the time of day does not count.
    first, last, sign = (start, end, 1) if _day(start) <= _day(end) else (end, start, -1)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return YearsMonths(sign * months)


def _day(value: date) -> tuple[int, int, int]:
    return value.year, value.month, value.day
