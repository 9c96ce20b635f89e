"""Calendar days and months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.clock import ClockError, add_calendar_days, add_months


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),  # no such day: the month's last
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),  # 6 months to go to court
        ("2026-03-31", -1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_one(start, months, last):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(last)


def test_calendar_days_count_from_the_day_after():
    assert add_calendar_days(date(2026, 1, 31), 15) == date(2026, 2, 15)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
def test_months_never_skip_a_month(start, months):
    found = add_months(start, months)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day <= start.day


@pytest.mark.parametrize("add", [add_months, add_calendar_days])
@pytest.mark.parametrize("amount", [10**9, -(10**9), 10**30])
def test_it_refuses_a_date_that_no_calendar_holds(add, amount):
    with pytest.raises(ClockError, match="超出"):
        add(date(2026, 1, 1), amount)
