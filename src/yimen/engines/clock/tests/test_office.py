"""When papers count as received, and when a day ends."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from yimen.engines.clock import (
    ClockError,
    OfficeHours,
    Receipt,
    Side,
    end_of,
    hours_left,
    received_on,
    weekdays,
)

from .make import HOURS, calendar, day

CALENDAR = calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("moment", "counts_as"),
    [
        ("09-18 17:30", "09-18"),  # at the very close
        ("09-18 17:30:01", "09-20"),  # Friday evening: the Sunday is worked for the National Day
        ("09-18 07:00", "09-18"),  # before the opening
        ("09-18 12:40", "09-18"),  # in the lunch break
        ("09-19 10:00", "09-20"),  # a Saturday
        ("09-20 10:00", "09-20"),  # a make-up Sunday
        ("09-30 18:00", "10-08"),  # before the holiday
        ("10-03 09:00", "10-08"),
        ("10-01 09:00", "10-08"),  # a Thursday on which the office is closed
    ],
)
def test_after_hours_or_on_a_day_off_counts_from_the_next_working_day(moment, counts_as):
    assert received_on(at(moment), HOURS, CALENDAR) == day(counts_as)


@pytest.mark.parametrize("moment", ["09-18 23:59", "09-19 03:00", "10-03 12:00"])
def test_by_arrival_a_message_is_received_when_it_comes(moment):
    assert received_on(at(moment), HOURS, CALENDAR, Receipt.ARRIVAL) == at(moment).date()


def test_each_policy_names_its_basis():
    assert "民法典第二百零三条" in Receipt.OFFICE_HOURS.basis
    assert "电子签名法第十一条" in Receipt.ARRIVAL.basis


def test_a_special_day_goes_before_the_week():
    special = {day("09-19"): ((time(9), time(12)),), day("09-21"): ()}
    hours = OfficeHours(HOURS.week, HOURS.make_up, special)
    assert received_on(at("09-19 11:00"), hours, CALENDAR) == day("09-19")  # the hall opens this Saturday
    assert received_on(at("09-20 18:00"), hours, CALENDAR) == day("09-22")  # and is closed on Monday


def test_a_hall_that_opens_on_saturdays_takes_papers_then_but_evenings_still_count_from_monday():
    hours = OfficeHours({**HOURS.week, 5: ((time(9), time(12)),)}, HOURS.make_up)
    assert received_on(at("11-07 10:00"), hours, CALENDAR) == day("11-07")
    assert received_on(at("11-06 18:00"), hours, CALENDAR) == day("11-09")


def test_it_takes_local_time_and_refuses_utc():
    china = timezone(timedelta(hours=8))
    assert received_on(at("09-18 17:00").replace(tzinfo=china), HOURS, CALENDAR) == day("09-18")
    with pytest.raises(ClockError, match="不能用 UTC"):
        received_on(at("09-18 09:00").replace(tzinfo=UTC), HOURS, CALENDAR)


def test_it_refuses_an_office_that_never_opens():
    with pytest.raises(ClockError, match="没有一个办公日"):
        received_on(at("09-18 09:00"), OfficeHours({}, ()), CALENDAR)


@pytest.mark.parametrize(
    ("on", "side", "ends"),
    [
        ("09-18", Side.APPLICANT, "09-19 00:00"),
        ("09-18", Side.DEPARTMENT, "09-18 17:30"),
        ("09-20", Side.DEPARTMENT, "09-20 17:30"),
        ("10-03", Side.DEPARTMENT, "10-04 00:00"),  # no office hours on that day
    ],
)
def test_an_applicants_day_ends_at_midnight_and_a_departments_at_office_close(on, side, ends):
    assert end_of(day(on), side, HOURS, CALENDAR) == at(ends)


@pytest.mark.parametrize(
    ("moment", "until", "hours"),
    [
        ("09-18 13:30", "09-18", 4),
        ("09-18 12:30", "09-18", 4),  # the break is not open time
        ("09-18 11:30", "09-18", 4.5),
        ("09-18 18:00", "09-18", 0),
        ("09-18 17:00", "09-20", 8),  # half an hour on Friday, seven and a half on the make-up Sunday
        ("09-22 09:00", "09-18", 0),
    ],
)
def test_it_tells_the_open_hours_that_are_left(moment, until, hours):
    assert hours_left(at(moment), day(until), HOURS, CALENDAR) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "make",
    [
        lambda: weekdays((time(9), time(9))),
        lambda: weekdays((time(13), time(17)), (time(9), time(12))),
        lambda: weekdays((time(9), time(12)), (time(11), time(17))),
        lambda: OfficeHours({7: ()}, ()),
        lambda: OfficeHours({}, (), {date(2026, 1, 1): ((time(12), time(9)),)}),
    ],
)
def test_it_refuses_hours_that_make_no_sense(make):
    with pytest.raises(ClockError, match="办公时间"):
        make()
