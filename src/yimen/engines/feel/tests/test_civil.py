"""The calendar beyond Python's years agrees with Python's own where both know the day."""

from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.feel import from_host
from yimen.engines.feel.civil import (
    DAY,
    WideDate,
    WideMoment,
    WideTime,
    date_at,
    date_of,
    day_number,
    days_of,
    like,
    moment_at,
    parts_of,
    time_at,
)


@given(st.dates())
def test_days_are_counted_as_python_counts_them(day: date) -> None:
    number = day.toordinal() - date(1970, 1, 1).toordinal()
    assert days_of(day.year, day.month, day.day) == number == day_number(day)
    assert date_at(number) == day


@given(st.integers(-365_000_000_000, 365_000_000_000))
def test_a_day_of_any_year_is_taken_apart_and_put_together(number: int) -> None:
    assert days_of(*parts_of(number)) == number


@given(st.integers(-700_000, 2_900_000))
def test_the_calendar_repeats_every_400_years(number: int) -> None:
    near, far = date_at(number), date_at(number + 146_097 * 30)
    assert isinstance(near, date)
    assert isinstance(far, WideDate)
    assert like(far).weekday() == near.weekday()
    assert like(far).timetuple().tm_yday == near.timetuple().tm_yday


def test_a_value_is_pythons_own_where_that_is_exact() -> None:
    assert date_of(2026, 1, 31) == date(2026, 1, 31)
    assert date_of(2026, 2, 30) is None
    assert time_at(1000, None) == time(microsecond=1)
    assert time_at(1, None) == WideTime(1, None)
    assert moment_at(0, DAY, None) == datetime(1970, 1, 2)
    assert moment_at(0, 1, None) == WideMoment(0, 1, None)


def test_wide_values_are_taken_from_the_host_as_they_are() -> None:
    assert from_host(WideDate(-44, 3, 15)) == WideDate(-44, 3, 15)
