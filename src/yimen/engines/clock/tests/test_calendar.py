"""Reading holiday orders, the good and the broken."""

from datetime import date

import pytest

from yimen.engines.clock import ClockError, WorkingCalendar, read_holidays

from .make import DOCUMENTS, calendar


@pytest.mark.parametrize(
    ("day", "worked", "reason"),
    [
        ("2026-01-01", False, "元旦放假"),
        ("2026-01-04", True, "元旦调休上班"),
        ("2026-01-05", True, "工作日"),
        ("2026-01-11", False, "周末"),
        ("2025-10-06", False, "国庆节、中秋节放假"),
    ],
)
def test_it_knows_each_day(day, worked, reason):
    found = date.fromisoformat(day)
    assert calendar().is_working_day(found) is worked
    assert calendar().reason(found) == reason


def test_an_empty_list_means_not_announced():
    assert calendar().announced == {2025, 2026}


def test_an_order_may_begin_in_the_december_before():
    days = [{"name": "元旦", "date": "2022-12-31", "isOffDay": True}]
    assert read_holidays([{"year": 2023, "days": days}]).reason(date(2022, 12, 31)).startswith("元旦放假")


def test_a_holiday_without_a_name_is_still_a_holiday():
    one = WorkingCalendar(holidays=frozenset({date(2026, 1, 5)}), announced=frozenset({2026}))
    assert one.reason(date(2026, 1, 5)) == "节假日放假"
    assert not one.is_working_day(date(2026, 1, 5))


def test_reading_the_same_order_twice_changes_nothing():
    assert read_holidays([*DOCUMENTS, *DOCUMENTS]) == calendar()


def _row(**changes):
    return {"name": "元旦", "date": "2026-01-01", "isOffDay": True} | changes


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"days": []}, "年份"),
        ({"year": "2026", "days": []}, "年份"),
        ({"year": True, "days": []}, "年份"),
        ({"year": 2026}, "days"),
        ({"year": 2026, "days": {}}, "days"),
        ({"year": 2026, "days": ["2026-01-01"]}, "不完整"),
        ({"year": 2026, "days": [_row(isOffDay="true")]}, "不完整"),
        ({"year": 2026, "days": [_row(date="2026-02-30")]}, "不存在的日期"),
        ({"year": 2026, "days": [_row(date=None)]}, "不存在的日期"),
        ({"year": 2026, "days": [_row(date="2036-01-01")]}, "核对年份"),
        ({"year": 2026, "days": [_row(), _row(isOffDay=False)]}, "既放假又上班"),
    ],
)
def test_it_refuses_a_broken_order_and_says_why(document, said):
    with pytest.raises(ClockError, match=said):
        read_holidays([document])


def test_it_refuses_a_day_that_is_both_off_and_worked():
    with pytest.raises(ClockError, match="2026-01-04"):
        WorkingCalendar(frozenset({date(2026, 1, 4)}), frozenset({date(2026, 1, 4)}))
