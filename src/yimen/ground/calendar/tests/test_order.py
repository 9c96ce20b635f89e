"""What may not stand in a holiday order."""

import pytest
from hypothesis import given

from yimen.ground.calendar.order import MOST_FAULTS, OrderedDay, order_faults
from yimen.ground.calendar.tests.make import DAYS, SOURCE, off, orders, worked


def sentences(days: list[OrderedDay], source: str = SOURCE) -> list[str]:
    return [fault.sentence for fault in order_faults(2027, source, days)]


@given(days=orders())
def test_an_order_of_days_off_and_weekends_worked_has_no_fault(days: list[OrderedDay]) -> None:
    assert sentences(days) == []


@given(days=orders(2029))
def test_no_day_of_another_year_gets_in(days: list[OrderedDay]) -> None:
    assert sum("不在 2027 年的安排里" in one for one in sentences(days)) == min(len(days), MOST_FAULTS)


def test_the_new_year_holiday_may_begin_in_december() -> None:
    assert sentences([off("2026-12-31"), off("2027-01-01")]) == []
    assert "不在 2027 年的安排里" in sentences([off("2026-12-27"), off("2027-01-01")])[0]
    assert "不在 2027 年的安排里" in sentences([off("2028-01-01")])[0]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([off("2027-02-06"), worked("2027-02-06")], "2027年2月6日（周六）既写了休又写了班，留下一个"),
        ([off("2027-02-06"), off("2027-02-06", "春节")], "2027年2月6日（周六）写了 2 次，留下一次"),
        ([worked("2027-02-05")], "2027年2月5日（周五）本来就上班，不用写“班”，核对一下日期"),
        ([off("2027-02-05", "")], "2027年2月5日（周五）还没有写是哪个节日"),
        ([off("2027-02-05", "节" * 41)], "节日名称最多 40 个字，现在是 41 个"),
        ([], "至少写一天 2027 年的放假安排，例如“2027-01-01 元旦 休”"),
    ],
)
def test_days_that_contradict_or_say_nothing_are_told(days: list[OrderedDay], sentence: str) -> None:
    assert sentences(days) == [sentence]


def test_an_order_names_its_source() -> None:
    assert sentences(DAYS, "") == ["写明来源，例如“国务院办公厅关于2027年部分节假日安排的通知”"]
    assert sentences(DAYS, "文" * 301) == ["来源最多 300 个字，现在是 301 个"]
    assert sentences(DAYS, "文" * 300) == []
