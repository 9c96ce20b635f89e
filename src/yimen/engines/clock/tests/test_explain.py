"""The explanation of every day, and what holds for any calendar, any stops and any extension."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.clock import (
    DayLine,
    Extension,
    LegalClock,
    Limit,
    Stop,
    Unit,
    WorkingCalendar,
    add_months,
    add_working_days,
    due,
    explain,
    last_day,
    total,
    working_days_between,
)

from .make import accepted, calendar, day, extended, stopped

CALENDAR = calendar()
FIRST = date(2026, 1, 1)
_DAY = timedelta(days=1)


def told(clock, limit):
    return [(line.day.isoformat()[5:], line.number, line.reason) for line in explain(clock, limit, CALENDAR)]


def test_it_explains_every_day_of_a_stopped_limit():
    clock = stopped(accepted("09-30"), "10-09", "10-11")
    assert told(clock, Limit(3, Unit.WORKDAY, "某条例第一条")) == [
        ("09-30", 0, "受理，首日不计"),
        *[(f"10-0{n}", 0, "国庆节放假") for n in range(1, 8)],
        ("10-08", 1, "工作日"),
        ("10-09", 0, "检验期间不计时（行政许可法第四十五条）"),
        ("10-10", 0, "检验期间不计时（行政许可法第四十五条）"),
        ("10-11", 0, "周末"),
        ("10-12", 2, "工作日"),
        ("10-13", 3, "工作日"),
    ]


def test_it_names_make_up_days_weekends_and_the_extension():
    clock = extended(accepted("10-09"), "10-10", added=1)
    assert told(clock, Limit(1, Unit.WORKDAY, "某条例第一条")) == [
        ("10-09", 0, "受理，首日不计"),
        ("10-10", 1, "国庆节调休上班"),
        ("10-11", 0, "周末"),
        ("10-12", 2, "工作日，延长的期限"),
    ]


def test_it_names_all_that_stops_a_day():
    clock = stopped(stopped(accepted("11-02"), "11-03", "11-03", "鉴定"), "11-03", "11-03", "检测")
    assert told(clock, Limit(1, Unit.WORKDAY, "某条例第一条"))[1][2] == "检测、鉴定期间不计时（行政许可法第四十五条）"
    other = replace(clock.stops[0], kind="公示", article="某法第二十条")
    both = replace(clock, stops=(*clock.stops, other))
    assert told(both, Limit(1, Unit.WORKDAY, "某条例第一条"))[1][2].count("期间不计时") == 2


def test_it_says_why_a_last_day_moves():
    limit = Limit(1, Unit.DAY, "某条例第一条", rolls_over_by="民法典第二百零三条第一款")
    assert told(accepted("11-06"), limit) == [
        ("11-06", 0, "受理，首日不计"),
        ("11-07", 1, "自然日"),
        ("11-08", 0, "周末，顺延（民法典第二百零三条第一款）"),
        ("11-09", 0, "顺延后的最后一日（民法典第二百零三条第一款）"),
    ]


def test_it_explains_what_is_done_on_the_spot():
    limit = Limit(0, Unit.WORKDAY, "行政许可法第五十六条")
    assert told(accepted("11-06"), limit) == [("11-06", 0, "受理当日届满")]
    assert told(accepted("11-08"), limit) == [("11-08", 0, "周末，顺延"), ("11-09", 0, "顺延后的最后一日")]


# Properties

DATES = st.dates(FIRST, date(2026, 12, 31))


@st.composite
def calendars(draw):
    off = draw(st.frozensets(DATES, max_size=40))
    worked = draw(st.frozensets(DATES, max_size=20)) - off
    weekend = frozenset(one for one in worked if one.weekday() > 4)
    return WorkingCalendar(
        off, weekend, draw(st.sampled_from([frozenset(), frozenset({2026}), frozenset({2026, 2027})]))
    )


@st.composite
def stops(draw, start):
    first = start + timedelta(days=draw(st.integers(0, 60)))
    planned = first + timedelta(days=draw(st.integers(0, 30)))
    ended = draw(st.none() | st.integers(0, 45).map(lambda n: first + timedelta(days=n)))
    return Stop(draw(st.sampled_from(["检验", "听证"])), "行政许可法第四十五条", first, first, planned, ended)


@st.composite
def clocks(draw):
    start = draw(st.dates(FIRST, date(2026, 9, 30)))
    extension = draw(st.none() | st.integers(1, 15))
    return LegalClock(
        start,
        stops=tuple(draw(st.lists(stops(start), max_size=4))),
        extension=extension and Extension(Limit(extension, Unit.WORKDAY, "第四十二条"), "李敏", start, start, "理由"),
    )


LIMITS = st.integers(0, 45).map(lambda n: Limit(n, Unit.WORKDAY, "第四十二条"))
DAY_LIMITS = st.builds(
    Limit,
    st.integers(0, 60),
    st.just(Unit.DAY),
    st.just("某条例第一条"),
    rolls_over_by=st.sampled_from(["", "民法典第二百零三条第一款"]),
)


@given(clocks(), LIMITS, calendars())
def test_the_counted_days_are_as_many_as_the_limit(clock, limit, any_calendar):
    lines = explain(clock, limit, any_calendar)
    added = clock.extension.limit.value if clock.extension else 0
    assert sum(line.counted for line in lines) == limit.value + added == total(clock, limit)
    assert [line.number for line in lines if line.counted] == list(range(1, limit.value + added + 1))
    assert [line.day for line in lines] == [clock.started + n * _DAY for n in range(len(lines))]
    for line in lines:
        assert isinstance(line, DayLine) and line.reason
        if line.counted:
            assert any_calendar.is_working_day(line.day)
            assert not any(stop.start <= line.day <= stop.last for stop in clock.stops)


@given(clocks(), LIMITS, calendars())
def test_a_limit_of_working_days_ends_on_a_working_day_that_is_not_stopped(clock, limit, any_calendar):
    end = last_day(clock, limit, any_calendar)
    assert any_calendar.is_working_day(end.day) and not clock.stops_on(end.day)


@given(clocks(), LIMITS, calendars(), st.integers(-5, 200))
def test_due_agrees_with_the_explanation(clock, limit, any_calendar, offset):
    today = clock.started + timedelta(days=offset)
    found, lines = due(clock, limit, any_calendar, today), explain(clock, limit, any_calendar)
    assert found.day == lines[-1].day
    assert found.late is (today > lines[-1].day)
    if not found.late:
        assert found.days_used + found.days_left == found.total
        assert found.days_left == sum(line.counted for line in lines if line.day > today)
        assert found.stopped is bool(clock.stops_on(today))


@given(clocks(), LIMITS, calendars())
def test_without_stops_it_is_the_plain_count(clock, limit, any_calendar):
    plain = replace(clock, stops=())
    assert last_day(plain, limit, any_calendar) == add_working_days(clock.started, total(clock, limit), any_calendar)


@given(clocks(), LIMITS, calendars(), st.integers(1, 15), st.data())
def test_stopping_for_n_working_days_moves_the_end_by_n_working_days(clock, limit, any_calendar, n, data):
    plain = replace(clock, stops=())
    before = last_day(plain, limit, any_calendar).day
    running = [line.day for line in explain(plain, limit, any_calendar)[1:]] or [before]
    first = data.draw(st.sampled_from(running))
    last = add_working_days(first - _DAY, n, any_calendar).day
    stopped_clock = replace(plain, stops=(Stop("检验", "第四十五条", first, first, last),))
    after = last_day(stopped_clock, limit, any_calendar).day
    assert working_days_between(before, after, any_calendar) == n
    assert sum("检验" in line.reason for line in explain(stopped_clock, limit, any_calendar)) == n


@given(clocks(), LIMITS | DAY_LIMITS, calendars(), st.randoms())
def test_the_order_of_stops_does_not_matter(clock, limit, any_calendar, random):
    clock = replace(clock, extension=None)
    mixed = list(clock.stops)
    random.shuffle(mixed)
    assert explain(replace(clock, stops=tuple(mixed)), limit, any_calendar) == explain(clock, limit, any_calendar)


@given(clocks(), LIMITS | DAY_LIMITS, calendars(), st.data())
def test_no_stop_and_no_extension_ever_shortens(clock, limit, any_calendar, data):
    if limit.unit == Unit.DAY:
        clock = replace(clock, extension=None)
    end = last_day(clock, limit, any_calendar).day
    more = replace(clock, stops=(*clock.stops, data.draw(stops(clock.started))))
    assert last_day(more, limit, any_calendar).day >= end
    assert last_day(replace(clock, extension=None), limit, any_calendar).day <= end


@given(clocks(), DAY_LIMITS, calendars())
def test_calendar_days_end_after_the_limit_and_the_stopped_days(clock, limit, any_calendar):
    clock = replace(clock, extension=None)
    lines = explain(clock, limit, any_calendar)
    assert sum(line.counted for line in lines) == limit.value
    assert lines[-1].day >= clock.started + timedelta(days=limit.value)
    assert not clock.stops_on(lines[-1].day)
    if limit.rolls_over_by:
        assert any_calendar.is_working_day(lines[-1].day)


@given(st.dates(FIRST, date(2026, 12, 31)), st.integers(0, 24))
def test_months_without_stops_are_the_corresponding_day(start, months):
    assert last_day(LegalClock(start), Limit(months, Unit.MONTH, "某条例第一条"), CALENDAR).day == add_months(
        start, months
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Limit(-1, Unit.DAY, "某条例第一条"), "0 到"),
        (lambda: Limit(True, Unit.DAY, "某条例第一条"), "整数"),
        (lambda: Limit(1, "hour", "某条例第一条"), "单位"),
        (lambda: Limit(1, Unit.DAY, " "), "依据"),
        (lambda: Limit(1, Unit.WORKDAY, "某条例第一条", rolls_over_by="民法典第二百零三条"), "不需要顺延"),
    ],
)
def test_it_refuses_a_limit_that_makes_no_sense(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_a_limit_reads_as_one_says_it():
    assert [Limit(3, unit, "某条例第一条").text for unit in Unit] == ["3个工作日", "3日", "3个月"]
    assert last_day(LegalClock(day("11-02")), Limit(3, "day", "某条例第一条"), CALENDAR).day == day("11-05")
