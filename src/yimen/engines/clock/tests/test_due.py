"""Where a clock stands: due day, days used and left, provisional ends, the light, and moved calendars."""

from datetime import date, timedelta

import pytest

from yimen.engines.clock import (
    LegalClock,
    Limit,
    Unit,
    WorkingCalendar,
    close_stop,
    due,
    end,
    light,
    recompute,
)

from .make import FOOD, FOOD_PROMISE, TWENTY, accepted, calendar, day, extended, stopped

CALENDAR = calendar()
DAYS_15 = Limit(15, Unit.DAY, "居住证暂行条例第九条")
ROLLING_15 = Limit(15, Unit.DAY, "居住证暂行条例第九条", rolls_over_by="民法典第二百零三条第一款")


def stand(clock, today, limit=FOOD):
    return due(clock, limit, CALENDAR, day(today))


def test_the_day_of_acceptance_is_not_counted():
    # The example of the deadline rule: accepted on Wednesday, five working days.
    assert stand(accepted("11-18"), "11-18", FOOD_PROMISE).day == day("11-25")


@pytest.mark.parametrize(
    ("today", "used", "left"),
    [("11-02", 0, 10), ("11-01", 0, 10), ("11-03", 1, 9), ("11-07", 4, 6), ("11-16", 10, 0), ("11-18", 10, -2)],
)
def test_it_tells_days_used_and_left(today, used, left):
    found = stand(accepted("11-02"), today)
    assert (found.day, found.total, found.days_used, found.days_left) == (day("11-16"), 10, used, left)
    assert found.late is (left < 0)


def test_an_open_stop_makes_the_end_provisional():
    clock = stopped(accepted("11-02"), "11-04", "11-06")
    found = stand(clock, "11-05")
    assert (found.day, found.stopped, found.provisional, found.stopped_by) == (day("11-19"), True, True, "检验")
    assert (found.days_used, found.days_left) == (1, 9)
    closed = stand(close_stop(clock, "检验", day("11-05")), "11-06")
    assert (closed.day, closed.stopped, closed.provisional) == (day("11-18"), False, False)


def test_a_stop_that_is_announced_but_not_begun_does_not_stop_today():
    found = stand(stopped(accepted("11-02"), "11-10", "11-11"), "11-04")
    assert (found.stopped, found.provisional, found.day) == (False, True, day("11-18"))


def test_an_open_stop_past_its_told_time_runs_again():
    found = stand(stopped(accepted("11-02"), "11-04", "11-06"), "11-09")
    assert (found.stopped, found.provisional, found.days_used) == (False, False, 2)


def test_an_ended_clock_is_judged_by_the_day_it_ended():
    in_time, too_late = end(accepted("11-02"), day("11-16")), end(accepted("11-02"), day("11-17"))
    assert not stand(in_time, "12-31").late and stand(in_time, "12-31").days_left == 0
    assert stand(too_late, "12-31").late and stand(too_late, "12-31").days_left == -1


def test_statute_and_promise_are_read_from_the_same_clock():
    clock = extended(accepted("11-02"), "11-16", limit=FOOD)
    assert stand(clock, "11-16").day == day("11-30") and not stand(clock, "11-16").late
    assert stand(clock, "11-16", FOOD_PROMISE).day == day("11-09") and stand(clock, "11-16", FOOD_PROMISE).late


def test_calendar_days_count_every_day_and_end_where_they_fall():
    assert stand(accepted("11-06"), "11-06", DAYS_15).day == day("11-21")  # a Saturday
    assert stand(stopped(accepted("11-06"), "11-07", "11-08"), "11-06", DAYS_15).day == day("11-23")


def test_a_last_day_off_moves_only_by_an_article():
    found = stand(accepted("11-06"), "11-20", ROLLING_15)
    assert (found.day, found.days_left, found.working_days_left) == (day("11-23"), 1, 1)
    assert stand(accepted("09-16"), "09-16", ROLLING_15).day == day("10-08")  # 1 October


def test_a_moved_last_day_moves_past_a_stop_too():
    clock = stopped(accepted("11-06"), "11-22", "11-24", limit=None)
    assert stand(clock, "11-06", ROLLING_15).day == day("11-25")


@pytest.mark.parametrize(
    ("start", "months", "last", "days"),
    [("11-30", 3, "2027-02-28", 90), ("08-31", 6, "2027-02-28", 181), ("11-02", 1, "12-02", 30)],
)
def test_months_end_on_the_corresponding_day(start, months, last, days):
    found = stand(accepted(start), start, Limit(months, Unit.MONTH, "建筑法第九条"))
    assert (found.day, found.total) == (day(last), days)


def test_a_stop_in_a_limit_of_months_takes_out_its_days():
    clock = stopped(accepted("11-02"), "11-04", "11-06")
    assert stand(clock, "11-02", Limit(1, Unit.MONTH, "某条例第一条")).day == day("12-05")


@pytest.mark.parametrize(
    ("start", "last"), [("11-02", "11-02"), ("11-07", "11-09"), ("10-01", "10-08"), ("10-10", "10-10")]
)
def test_on_the_spot_is_the_same_day_or_the_next_working_day(start, last):
    assert stand(accepted(start), start, Limit(0, Unit.WORKDAY, "行政许可法第五十六条")).day == day(last)


def test_a_year_without_an_order_is_a_warning():
    assert stand(accepted("12-23"), "12-23", FOOD_PROMISE).unannounced == {2027}
    assert stand(accepted("12-23"), "12-23", DAYS_15).unannounced == frozenset()
    assert stand(accepted("12-23"), "12-23", ROLLING_15).unannounced == {2027}
    assert stand(accepted("11-02"), "11-02").unannounced == frozenset()


def test_the_first_day_does_not_matter_for_the_warning():
    only_2027 = WorkingCalendar(announced=frozenset({2027}))
    assert due(accepted("12-31"), FOOD, only_2027, day("12-31")).unannounced == frozenset()
    assert due(accepted("12-31"), Limit(0, Unit.WORKDAY, "某条例第一条"), only_2027, day("12-31")).unannounced == {2026}


# The light


@pytest.mark.parametrize(
    ("today", "limit", "state", "words"),
    [
        ("11-03", FOOD, "ok", "剩 9 个工作日"),
        ("11-11", FOOD, "ok", "剩 3 个工作日"),
        ("11-12", FOOD, "soon", "剩 2 个工作日"),  # one fifth of ten
        ("11-16", FOOD, "soon", "今天到期"),
        ("11-17", FOOD, "late", "超期 1 个工作日"),
        ("11-05", FOOD_PROMISE, "ok", "剩 2 个工作日"),
        ("11-06", FOOD_PROMISE, "soon", "剩 1 个工作日"),
        ("11-07", FOOD_PROMISE, "soon", "剩 1 个工作日"),  # on Saturday Monday is left
        ("11-24", TWENTY, "soon", "剩 4 个工作日"),
        ("11-23", TWENTY, "ok", "剩 5 个工作日"),
        ("11-14", DAYS_15, "soon", "剩 3 日"),
        ("11-18", DAYS_15, "late", "超期 1 日"),
    ],
)
def test_soon_is_one_fifth_or_one_working_day_and_late_is_after_the_last_day(today, limit, state, words):
    found = light(stand(accepted("11-02"), today, limit))
    assert (found.state, found.words) == (state, words)


def test_on_a_day_off_right_after_the_last_day_it_is_late():
    found = light(stand(accepted("10-30"), "11-14"))
    assert (found.state, found.words) == ("late", "已超期")


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=4, minutes=20), "剩 4 小时"),
        (timedelta(minutes=35), "剩 35 分钟"),
        (timedelta(seconds=5), "剩 1 分钟"),
        (timedelta(0), "今天到期"),
    ],
)
def test_the_hours_of_the_last_day_change_the_words_never_the_state(left, words):
    found = light(stand(accepted("11-02"), "11-16"), left)
    assert (found.state, found.words) == ("soon", words)


def test_one_working_day_left_is_soon_however_short_the_limit():
    three = Limit(3, Unit.WORKDAY, "市场主体登记管理条例第十九条")
    assert [light(stand(accepted("11-02"), today, three)).state for today in ("11-03", "11-04")] == ["ok", "soon"]


def test_stopped_days_are_no_working_days_left():
    found = stand(stopped(accepted("11-02"), "11-04", "11-06"), "11-03")
    assert (found.days_left, found.working_days_left) == (9, 9)
    assert stand(stopped(accepted("11-02"), "11-04", "11-06"), "11-03", DAYS_15).working_days_left == 10


def test_what_is_stopped_or_not_begun_is_not_counted():
    assert light(stand(stopped(accepted("11-02"), "11-13", "11-17"), "11-13")).words == "不计时（检验）"
    assert light(None).state == "stopped"


def test_a_stop_never_hides_that_it_is_late():
    # A record may say so, though ``open_stop`` refuses it: the limit had run out before.
    clock = stopped(accepted("11-02"), "11-17", "11-20", limit=None)
    found = stand(clock, "11-18")
    assert light(found).state == "late"
    assert not found.stopped and not stand(clock, "11-16").provisional


# A new calendar


def test_a_new_calendar_moves_open_clocks_only():
    typhoon = WorkingCalendar(CALENDAR.holidays | {day("11-05")}, CALENDAR.make_up_days, CALENDAR.announced)
    clocks = [
        ("open", accepted("11-02"), FOOD),
        ("promise", accepted("11-02"), FOOD_PROMISE),
        ("ended", end(accepted("11-02"), day("11-04")), FOOD),
        ("later", accepted("11-05"), FOOD),
        ("calendar days", accepted("11-02"), DAYS_15),
    ]
    moved = recompute(clocks, CALENDAR, typhoon)
    assert [(one.id, one.before, one.after) for one in moved] == [
        ("open", day("11-16"), day("11-17")),
        ("promise", day("11-09"), day("11-10")),
    ]
    assert moved[1].limit is FOOD_PROMISE


def test_the_same_calendar_moves_nothing():
    assert recompute([("one", accepted("11-02"), FOOD)], CALENDAR, calendar()) == []


def test_other_events_start_clocks_too():
    clock = LegalClock(date(2026, 11, 2), "收到全部有效文件")
    assert due(clock, Limit(60, Unit.DAY, "社会团体登记管理条例第十二条"), CALENDAR, date(2026, 11, 2)).day == date(
        2027, 1, 1
    )
