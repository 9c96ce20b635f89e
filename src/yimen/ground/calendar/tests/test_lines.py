"""A year's order as people type and paste it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.forms.text import plain
from yimen.ground.calendar.lines import MOST_LINES, as_lines, read_lines, typed_day
from yimen.ground.calendar.order import OrderedDay
from yimen.ground.calendar.tests.make import DAYS, LINES, off, orders, worked


def test_a_line_is_a_day_a_name_and_off_or_worked() -> None:
    assert read_lines(LINES, 2027) == (DAYS, [])
    assert as_lines(DAYS) == LINES


@pytest.mark.parametrize(
    "line",
    [
        "2027-1-1 元旦 休",
        "2027/01/01 元旦 放假",
        "2027年1月1日 元旦 休息",
        "1月1日 元旦 休",
        "1月1日（周五） 元旦 休",
        "２０２７－０１－０１　元旦　休".replace("－", "-"),
        "  2027-01-01\t元旦，休  ",
        "2027.1.1, 元旦, 休",
        "\ufeff2027-01-01 元旦 休\r",
    ],
)
def test_people_write_a_day_in_many_ways(line: str) -> None:
    assert read_lines(line, 2027) == ([off("2027-01-01")], [])


@pytest.mark.parametrize(
    "line",
    [
        "2027-02-05 至 2027-02-07 春节 休",
        "2月5日至2月7日 春节 休",
        "2月5日（周五）至7日（周日） 春节 放假调休",
        "2027年2月5日到2027年2月7日，春节，休",
        "2027/2/5~2/7 春节 休",
    ],
)
def test_a_run_of_days_is_written_in_one_line(line: str) -> None:
    days = [off(f"2027-02-0{day}", "春节") for day in (5, 6, 7)]
    assert read_lines(line, 2027) == (days, [])


def test_a_day_worked_in_exchange_is_said_in_many_words() -> None:
    for word in ("班", "上班", "补班", "调休上班"):
        assert read_lines(f"2027-02-20 春节 {word}", 2027) == ([worked("2027-02-20", "春节")], [])


def test_empty_lines_do_not_count_but_keep_their_number() -> None:
    _, faults = read_lines("\n\n  \n元旦放三天\n", 2027)
    assert [fault.sentence for fault in faults] == [
        "第 4 行“元旦放三天”看不懂，写成“2027-01-01 元旦 休”的样子，调休上班的写“班”"
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2027-02-30 春节 休", "第 1 行的日期 2027-02-30 不存在"),
        ("2月29日 春节 休", "第 1 行的日期 2027-2-29 不存在"),
        ("2027-02-05 春节", "看不懂"),
        ("2027-02-05 休", "看不懂"),
        ("2027-02-05 春节 也许", "看不懂"),
        ("2027-02-07 至 2027-02-05 春节 休", "早于开始日期 2027-02-07"),
        ("2027-02-05 至 2027-12-05 春节 休", "一次写了 304 天，最多 60 天"),
        ("2027-02-05至2027-02-31 春节 休", "的日期 2027-02-31 不存在"),
        ("0000-01-01 元旦 休", "不存在"),
        ("٢٠٢٧-٠١-٠١ 元旦 休", "看不懂"),
    ],
)
def test_a_line_that_cannot_be_read_says_which_and_how_to_write_it(line: str, sentence: str) -> None:
    days, faults = read_lines(line, 2027)
    assert days == []
    assert len(faults) == 1
    assert faults[0].field == "lines"
    assert sentence in faults[0].sentence


def test_a_page_of_something_else_is_told_in_one_sentence() -> None:
    days, faults = read_lines("会议纪要\n" * (MOST_LINES + 1), 2027)
    assert (days, len(faults)) == ([], 1)
    _, faults = read_lines("会议纪要\n" * 30, 2027)
    assert (len(faults), faults[-1].sentence) == (11, "还有 20 处，先改上面这些")


@given(days=orders())
def test_what_is_shown_is_read_back_as_it_was(days: list[OrderedDay]) -> None:
    assert read_lines(as_lines(days), 2027) == (days, [])


@given(text=st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    days, faults = read_lines(text, 2027)
    assert bool(days or faults) == any(plain(line) for line in text.splitlines())
    assert all(fault.field == "lines" and fault.sentence for fault in faults)


@given(day=st.dates())
def test_a_day_is_read_as_it_is_shown(day: date) -> None:
    assert typed_day(day.isoformat()) == day
    assert typed_day(f"{day.year:04}年{day.month}月{day.day}日") == day


@pytest.mark.parametrize("text", ["", "1月5日", "2027-02-30", "2027", "2027-1-5 元旦", "明天", "20270105"])
def test_what_is_no_day_is_no_day(text: str) -> None:
    assert typed_day(text) is None
