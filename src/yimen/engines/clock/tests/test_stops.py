"""What stops a clock, what does not, and how many days it takes out."""

import pytest

from yimen.engines.clock import (
    ClockError,
    LegalClock,
    Stop,
    StopRefused,
    StopRule,
    close_stop,
    end,
    last_day,
    named_stops,
    permit_stops,
    tell_more_time,
)
from yimen.engines.clock.stops import EIGHT

from .make import FOOD, FOOD_PROMISE, TWENTY, accepted, calendar, day, stopped

CALENDAR = calendar()


def last(clock, limit=FOOD):
    return last_day(clock, limit, CALENDAR).day


@pytest.mark.parametrize("kind", EIGHT)
def test_article_45_stops_the_clock_for_the_eight_procedures(kind):
    clock = stopped(accepted("11-02"), "11-04", "11-06", kind)
    assert clock.stops[0].article == "行政许可法第四十五条"
    assert last(clock) == day("11-19") and last(accepted("11-02")) == day("11-16")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("补正", "受理之前.*第三十二条"),
        ("受理后再要材料", "受理以后再要材料.*第三十二条"),
        ("现场核查", "核查不是检验（行政许可法第三十四条）"),
        ("联合踏勘", "踏勘不是检验"),
        ("公示", "期限之内"),
        ("集体研究", "期限之内"),
        ("征求意见", "期限之内（行政许可法第三十六条）"),
        ("等待其他部门", "期限之内"),
        ("技术挂起", "不是法定的停计时事由"),
        ("领导出差", "不是可以停计时的事由"),
    ],
)
def test_article_45_nothing_else_stops_the_clock_of_a_permit(kind, said):
    with pytest.raises(StopRefused, match=said) as refused:
        stopped(accepted("11-02"), "11-04", "11-06", kind)
    assert "行政许可法第四十五条" in str(refused.value)


@pytest.mark.parametrize("kind", ["公示", "经济状况核对", "检验", "补正"])
def test_a_matter_without_an_article_cannot_be_stopped(kind):
    with pytest.raises(StopRefused, match="没有条文|没有可以停的") as refused:
        stopped(accepted("11-02"), "11-04", "11-06", kind, rules=named_stops())
    assert "行政许可" not in str(refused.value)


def test_a_matter_may_be_stopped_by_the_article_it_names():
    rules = named_stops(StopRule("现场核查", "某条例第九条第二款"))
    clock = stopped(accepted("11-02"), "11-04", "11-06", "现场核查", rules=rules, required_by="")
    assert clock.stops[0].article == "某条例第九条第二款"


def test_a_special_law_may_stop_a_permits_clock_by_article():
    rules = permit_stops(StopRule("公示", "某法第二十条"))
    assert stopped(accepted("11-02"), "11-04", "11-06", "公示", rules=rules).stops[0].article == "某法第二十条"


@pytest.mark.parametrize(
    "rule", [("检验", " "), ("", "某法第一条"), ("补正", "某法第一条"), ("技术挂起", "某法第一条")]
)
def test_it_refuses_a_rule_without_an_article_or_of_a_kind_that_never_stops(rule):
    with pytest.raises(StopRefused):
        StopRule(*rule)


@pytest.mark.parametrize("notice", [None, "11-05", "11-01"])
def test_article_45_asks_for_a_written_notice_before_the_stop(notice):
    with pytest.raises(StopRefused, match="书面告知.*第四十五条"):
        stopped(accepted("11-02"), "11-04", "11-06", notice_on=notice and day(notice))


def test_article_45_asks_what_requires_the_procedure():
    with pytest.raises(StopRefused, match="依法需要"):
        stopped(accepted("11-02"), "11-04", "11-06", required_by=" ")
    hearing = permit_stops(StopRule("听证", "行政许可法第四十五条", required_by="行政许可法第四十七条"))
    clock = stopped(accepted("11-02"), "11-04", "11-06", "听证", rules=hearing, required_by="")
    assert clock.stops[0].required_by == "行政许可法第四十七条"


def test_what_has_run_out_cannot_be_stopped():
    with pytest.raises(StopRefused, match="2026-11-30 届满"):
        stopped(accepted("11-02"), "12-01", "12-04")
    assert last(stopped(accepted("11-02"), "11-30", "12-01"), TWENTY) == day("12-02")


def test_a_stop_takes_out_exactly_its_days():
    # From the first day to the last, both included: a stop of one day moves the end by one.
    assert last(stopped(accepted("11-02"), "11-04", "11-04")) == day("11-17")
    assert last(stopped(accepted("11-02"), "11-07", "11-08")) == day("11-16")  # a weekend: nothing to take out


def test_a_stop_that_ends_earlier_takes_out_less():
    clock = close_stop(stopped(accepted("11-02"), "11-04", "11-10"), "检验", day("11-05"))
    assert last(clock) == day("11-18")


def test_what_goes_beyond_the_told_time_is_counted():
    clock = close_stop(stopped(accepted("11-02"), "11-04", "11-06"), "检验", day("11-13"))
    assert last(clock) == day("11-19")


def test_more_time_is_told_before_the_told_time_has_run_out():
    clock = stopped(accepted("11-02"), "11-04", "11-06")
    assert last(tell_more_time(clock, "检验", given_on=day("11-06"), planned_end=day("11-10"))) == day("11-23")
    with pytest.raises(StopRefused, match="照常计时"):
        tell_more_time(clock, "检验", given_on=day("11-07"), planned_end=day("11-10"))


def test_stops_that_overlap_count_once():
    clock = stopped(stopped(accepted("11-02"), "11-04", "11-06"), "11-05", "11-09", "鉴定")
    assert last(clock) == day("11-20")


def test_the_same_kind_is_not_open_twice_but_may_come_again():
    once = stopped(accepted("11-02"), "11-04", "11-06")
    with pytest.raises(StopRefused, match="已经开始"):
        stopped(once, "11-05", "11-09")
    again = stopped(close_stop(once, "检验", day("11-06")), "11-09", "11-10")
    assert last(again) == day("11-23")
    assert again.stops[0].ended == day("11-06") and again.stops[1].ended is None


def test_a_promise_is_stopped_like_the_statute():
    assert last(stopped(accepted("11-02"), "11-04", "11-06"), FOOD_PROMISE) == day("11-12")


def test_an_ended_clock_takes_no_more_stops():
    ended = end(accepted("11-02"), day("11-05"))
    with pytest.raises(StopRefused, match="办完"):
        stopped(ended, "11-06", "11-06")
    with pytest.raises(StopRefused, match="办完"):
        end(ended, day("11-06"))


def test_what_is_open_ends_with_the_clock():
    clock = end(stopped(stopped(accepted("11-02"), "11-04", "11-06"), "11-10", "11-11", "听证"), day("11-05"))
    assert [(stop.kind, stop.ended) for stop in clock.stops] == [("检验", day("11-05"))]


@pytest.mark.parametrize("act", [lambda clock: close_stop(clock, "检验", day("11-05"))])
def test_it_refuses_to_close_what_is_not_open(act):
    with pytest.raises(StopRefused, match="现在没有检验"):
        act(accepted("11-02"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: stopped(accepted("11-02"), "11-04", "11-03"),
        lambda: close_stop(stopped(accepted("11-02"), "11-04", "11-06"), "检验", day("11-03")),
        lambda: LegalClock(day("11-02"), ended=day("11-01")),
        lambda: LegalClock(day("11-02"), stops=(Stop("检验", "a", day("11-01"), day("11-01"), day("11-03")),)),
    ],
)
def test_it_refuses_days_that_contradict_each_other(make):
    with pytest.raises(ClockError, match="核对"):
        make()
