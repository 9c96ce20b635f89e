"""The sentence beside a deadline that reaches into a year without a holiday order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.clock import LegalClock, Limit, Unit, WorkingCalendar, add_working_days, due
from yimen.ground.calendar.warning import unannounced_warning, years_warning

CALENDAR = WorkingCalendar(announced=frozenset({2026}))
TWENTY = Limit(20, Unit.WORKDAY, "行政许可法第四十二条第一款")
SENTENCE = "2027 年放假安排尚未公布，按周末推算的日期可能变动"


def test_a_deadline_in_a_year_without_an_order_may_move() -> None:
    assert unannounced_warning(add_working_days(date(2026, 12, 30), 5, CALENDAR)) == SENTENCE
    standing = due(LegalClock(date(2026, 12, 20)), TWENTY, CALENDAR, date(2026, 12, 21))
    assert unannounced_warning(standing) == SENTENCE


def test_nothing_is_said_where_nothing_can_move() -> None:
    assert unannounced_warning(add_working_days(date(2026, 11, 20), 5, CALENDAR)) == ""
    assert unannounced_warning() == unannounced_warning(None) == years_warning([]) == ""


def test_several_deadlines_get_one_sentence() -> None:
    near, far = add_working_days(date(2026, 12, 30), 5, CALENDAR), add_working_days(date(2026, 12, 30), 300, CALENDAR)
    assert unannounced_warning(near, None, far) == "2027 年、2028 年放假安排尚未公布，按周末推算的日期可能变动"


@pytest.mark.parametrize("announced", [frozenset({2026}), frozenset({2026, 2027})])
@given(start=st.dates(date(2026, 1, 1), date(2026, 12, 31)), days=st.integers(0, 60))
def test_it_is_said_exactly_when_the_engine_says_that_a_year_is_missing(
    announced: frozenset[int], start: date, days: int
) -> None:
    end = add_working_days(start, days, WorkingCalendar(announced=announced))
    assert bool(unannounced_warning(end)) == bool(end.unannounced)
