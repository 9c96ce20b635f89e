import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.actions.load_orders import ANNOUNCED, load_orders
from yimen.ground.calendar.models import HolidayOrder, SpecialDay
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import add_working_days, working_calendar

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def load(*files: Path) -> list[int]:
    return load_orders(actor=SYSTEM, files=files or sorted(ANNOUNCED.glob("*.json")), now=NOW)


def test_the_announced_years_are_loaded_once() -> None:
    assert load() == [2023, 2024, 2025, 2026]
    days = SpecialDay.objects.count()
    assert load() == []
    assert SpecialDay.objects.count() == days
    assert Entry.objects.filter(action="load-holidays").count() == 4


def test_a_year_says_where_it_comes_from() -> None:
    load()
    assert "gov.cn/zhengce" in HolidayOrder.objects.get(year=2026).source


def test_a_year_that_staff_have_edited_is_left_alone() -> None:
    load()
    SpecialDay.objects.filter(day=date(2026, 10, 10)).delete()
    load()
    assert not SpecialDay.objects.filter(day=date(2026, 10, 10)).exists()


def test_a_broken_file_loads_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "2027.json").write_text(json.dumps({"year": 2027}))
    with pytest.raises(Exception, match=r"."):
        load(*sorted(ANNOUNCED.glob("*.json")), tmp_path / "2027.json")
    assert not HolidayOrder.objects.exists()


def test_working_days_run_across_the_national_holiday_and_its_make_up_days() -> None:
    load()
    # 2026: off from 1 to 7 October; worked on Sunday 20 September and Saturday 10 October.
    assert add_working_days(date(2026, 9, 30), 1).day == date(2026, 10, 8)
    assert add_working_days(date(2026, 9, 30), 3).day == date(2026, 10, 10)
    assert add_working_days(date(2026, 9, 30), 4).day == date(2026, 10, 12)
    assert add_working_days(date(2026, 9, 18), 1).day == date(2026, 9, 20)


def test_a_limit_of_no_days_ends_on_the_next_working_day() -> None:
    load()
    assert add_working_days(date(2026, 10, 1), 0).day == date(2026, 10, 8)
    assert add_working_days(date(2026, 11, 20), 0).day == date(2026, 11, 20)


def test_a_deadline_in_a_year_that_is_not_announced_says_so() -> None:
    load()
    assert add_working_days(date(2026, 11, 20), 3).unannounced == frozenset()
    late = add_working_days(date(2026, 12, 30), 5)
    assert late.unannounced == frozenset({2027})


def test_without_any_order_weekends_alone_are_off() -> None:
    assert add_working_days(date(2026, 9, 30), 1).day == date(2026, 10, 1)
    assert add_working_days(date(2026, 9, 30), 1).unannounced == frozenset({2026})


def test_a_correction_by_staff_counts_at_once() -> None:
    load()
    assert not working_calendar().is_working_day(date(2026, 10, 5))
    # As many days as before, and the same last one: still another calendar.
    SpecialDay.objects.filter(day=date(2026, 10, 5)).update(off=False)
    assert working_calendar().is_working_day(date(2026, 10, 5))
    SpecialDay.objects.filter(day=date(2026, 10, 5)).delete()
    SpecialDay.objects.create(day=date(2026, 10, 13), off=True, name="停电", order_id=2026)
    assert not working_calendar().is_working_day(date(2026, 10, 13))


def test_the_legal_day_is_that_of_shanghai() -> None:
    assert legal_day(datetime(2026, 11, 20, 15, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert legal_day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)
