"""Counting working days across weekends, holidays, make-up days and years without an order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.clock import (
    ClockError,
    WorkingCalendar,
    add_working_days,
    counted_days,
    working_days_between,
)

from .make import calendar

CALENDAR = calendar()
DAYS = st.dates(date(2024, 12, 1), date(2027, 3, 1))
LIMITS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        ("2026-01-09", 1, "2026-01-12"),  # Friday to Monday
        ("2026-01-10", 1, "2026-01-12"),  # from a Saturday
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday worked for the Spring Festival
        ("2025-12-31", 1, "2026-01-04"),  # over New Year to a Sunday worked in exchange
        ("2026-09-30", 5, "2026-10-13"),  # over the National Day week
        ("2026-09-21", 20, "2026-10-26"),  # 行政许可法第四十二条 over two holidays
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-10-03", 0, "2026-10-08"),  # a holiday ends a limit on the next working day
        ("2026-10-10", 0, "2026-10-10"),  # a make-up Saturday is a working day
    ],
)
def test_it_finds_the_last_day(start, n, last):
    deadline = add_working_days(date.fromisoformat(start), n, CALENDAR)
    assert deadline.day == date.fromisoformat(last)
    assert deadline.unannounced == frozenset()


def test_it_warns_when_the_limit_reaches_a_year_without_an_order():
    deadline = add_working_days(date(2026, 12, 25), 5, CALENDAR)
    assert deadline.day == date(2027, 1, 1)
    assert deadline.unannounced == {2027}


def test_it_warns_at_the_end_of_december_because_the_next_order_may_begin_there():
    assert add_working_days(date(2026, 12, 25), 1, CALENDAR).unannounced == {2027}
    assert add_working_days(date(2026, 12, 21), 3, CALENDAR).unannounced == frozenset()


def test_the_first_day_does_not_matter_for_the_warning():
    empty = WorkingCalendar(announced=frozenset({2027}))
    assert add_working_days(date(2026, 12, 31), 1, empty).unannounced == frozenset()
    assert add_working_days(date(2026, 12, 31), 0, empty).unannounced == {2026}


@pytest.mark.parametrize("n", [-1, 5001])
def test_it_refuses_a_senseless_number_of_days(n):
    with pytest.raises(ClockError, match="工作日数"):
        add_working_days(date(2026, 1, 5), n, CALENDAR)


def test_it_refuses_to_count_past_the_last_year():
    with pytest.raises(ClockError, match="超出"):
        add_working_days(date(9999, 12, 30), 9, CALENDAR)


def test_it_explains_every_day():
    told = [(day.day.day, day.counted, day.reason) for day in counted_days(date(2026, 9, 30), 4, CALENDAR)]
    assert told == [
        (30, False, "起始日，从次日起算"),
        *[(day, False, "国庆节放假") for day in range(1, 8)],
        (8, True, "工作日"),
        (9, True, "工作日"),
        (10, True, "国庆节调休上班"),
        (11, False, "周末"),
        (12, True, "工作日"),
    ]


def test_it_explains_a_limit_of_no_days():
    told = [(day.counted, day.reason) for day in counted_days(date(2026, 9, 26), 0, CALENDAR)]
    assert told == [(False, "中秋节放假，顺延"), (False, "中秋节放假，顺延"), (False, "工作日，当日届满")]


def test_it_says_where_the_order_is_missing():
    assert counted_days(date(2027, 1, 29), 1, CALENDAR)[1].reason == "周末（2027年放假安排尚未公布）"


@given(DAYS, LIMITS)
def test_a_limit_ends_on_a_working_day_and_agrees_with_its_explanation(start, n):
    deadline = add_working_days(start, n, CALENDAR)
    days = counted_days(start, n, CALENDAR)
    assert CALENDAR.is_working_day(deadline.day)
    assert days[-1].day == deadline.day
    assert sum(day.counted for day in days) == n
    assert [day.day for day in days] == [start + timedelta(days=offset) for offset in range(len(days))]
    assert all(CALENDAR.is_working_day(day.day) for day in days if day.counted)


@given(DAYS, LIMITS)
def test_one_more_day_is_the_next_working_day(start, n):
    one, other = (add_working_days(start, days, CALENDAR).day for days in (n + 1, n + 2))
    assert other == add_working_days(one, 1, CALENDAR).day


@given(DAYS, st.integers(1, 60))
def test_counting_back_gives_the_same_number(start, n):
    last = add_working_days(start, n, CALENDAR).day
    assert working_days_between(start, last, CALENDAR) == n
    assert working_days_between(last, start, CALENDAR) == -n


def test_no_days_lie_between_a_day_and_itself():
    assert working_days_between(date(2026, 1, 5), date(2026, 1, 5), CALENDAR) == 0
