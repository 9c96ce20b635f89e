"""From text and parts to numbers, dates, times and durations, and back to text."""

import re
from datetime import UTC, timedelta, timezone
from decimal import Decimal

from yimen.engines.feel import temporal
from yimen.engines.feel.civil import (
    SECOND,
    Date,
    Moment,
    Time,
    date_at,
    date_of,
    day_nanoseconds,
    day_number,
    moment_at,
    time_at,
    ymd,
)
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


def _date_part(value: Date | Moment) -> Value:
    return date_at(day_number(value))


@builtin("date", "from: any")
def to_date(run: Run, value: Value) -> Value:
    if isinstance(value, Date | Moment):
        return _date_part(value)
    if not isinstance(value, str):
        return run.doubt("函数 date 的参数应为文本、日期或日期时间。")
    found = temporal.read_date(value)
    return _not_readable(run, value, "日期") if found is None else found


@builtin("date", "year: number, month: number, day: number")
def date_from_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    made = date_of(int(year), int(month), int(day)) if max(abs(year), abs(month), abs(day)) < 10**10 else None
    return run.doubt("函数 date 的年、月、日不构成日期。") if made is None else made


@builtin("time", "from: any")
def to_time(run: Run, value: Value) -> Value:
    if isinstance(value, Moment):
        return time_at(day_nanoseconds(value), value.tzinfo)
    if isinstance(value, Date):
        return time_at(0, UTC)
    if isinstance(value, Time):
        return value
    if not isinstance(value, str):
        return run.doubt("函数 time 的参数应为文本、时间或日期时间。")
    found = temporal.read_time(value)
    return _not_readable(run, value, "时间") if found is None else found


@builtin("time", "hour: number, minute: number, second: number, offset?: days and time duration|null")
def time_of(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Value:
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return run.doubt("函数 time 的时、分、秒不构成时间。")
    if offset and abs(offset.nanoseconds) > 14 * 3600 * SECOND:
        return run.doubt("函数 time 的时区偏移超过 14 小时。")
    zone = timezone(timedelta(microseconds=offset.nanoseconds // 1000)) if offset else None
    return time_at((int(hour) * 3600 + int(minute) * 60) * SECOND + int(second * SECOND), zone)


@builtin("date and time", "from: any")
def to_date_time(run: Run, value: Value) -> Value:
    if isinstance(value, Moment):
        return value
    if isinstance(value, Date):
        return moment_at(day_number(value), 0, None)
    if not isinstance(value, str):
        return run.doubt("函数 date and time 的参数应为文本。")
    found = temporal.read_date_time(value)
    return _not_readable(run, value, "日期时间") if found is None else found


@builtin("date and time", "date: any, time: time")
def date_time_of(run: Run, day: Value, clock: Time) -> Value:
    if not isinstance(day, Date | Moment):
        return run.doubt("函数 date and time 的第 1 个参数应为日期。")
    return moment_at(day_number(day), day_nanoseconds(clock), clock.tzinfo)


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
    if not isinstance(start, Date | Moment) or not isinstance(end, Date | Moment):
        return run.doubt("函数 years and months duration 的两个参数应为日期或日期时间。")
    # Whole months between the two days; the time of day does not count.
    one, other = ymd(start), ymd(end)
    first, last, sign = (one, other, 1) if one <= other else (other, one, -1)
    months = (last[0] - first[0]) * 12 + last[1] - first[1] - (last[2] < first[2])
    return YearsMonths(sign * months)
