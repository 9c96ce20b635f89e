"""The day on which papers count as received: by the office hours of whoever receives them, in the city's time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.actions.load_orders import ANNOUNCED, load_orders
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.calendar.receipt import received_day
from yimen.ground.calendar.tests.make import NOW
from yimen.ground.places.models import Organisation
from yimen.ground.places.office import office_hours_of

pytestmark = pytest.mark.django_db
CITY_OFFICE = Organisation(name="样例局")
SATURDAY_OFFICE = Organisation(
    name="样例大厅", office_hours={"week": {"1": ["09:00-16:00"], "6": ["09:00-12:00"]}, "special": {"2026-11-23": []}}
)


@pytest.fixture(autouse=True)
def announced() -> None:
    load_orders(actor=SYSTEM, files=sorted(ANNOUNCED.glob("*.json")), now=NOW)


def local(day: str, at: str) -> datetime:
    """A moment told in the city's time, kept in UTC as everywhere."""
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=CITY).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "at", "received"),
    [
        ("2026-11-20", "10:00", "2026-11-20"),
        ("2026-11-20", "00:01", "2026-11-20"),  # before the opening: the same day
        ("2026-11-20", "12:30", "2026-11-20"),  # in the lunch break
        ("2026-11-20", "17:30", "2026-11-20"),
        ("2026-11-20", "17:31", "2026-11-23"),  # Friday evening: Monday
        ("2026-11-21", "10:00", "2026-11-23"),
        ("2026-10-10", "10:00", "2026-10-10"),  # a Saturday worked in exchange
        ("2026-09-30", "18:00", "2026-10-08"),  # over the National Day week
        ("2026-10-03", "23:59", "2026-10-08"),
    ],
)
def test_papers_count_from_the_day_on_which_the_office_is_open(day: str, at: str, received: str) -> None:
    assert received_day(local(day, at), CITY_OFFICE) == date.fromisoformat(received)


def test_a_late_evening_in_utc_is_the_next_morning_in_the_city() -> None:
    assert received_day(datetime(2026, 11, 19, 16, 30, tzinfo=UTC), CITY_OFFICE) == date(2026, 11, 20)


def test_the_hours_are_those_of_the_office_that_receives() -> None:
    evening = local("2026-11-16", "16:30")
    assert received_day(evening, CITY_OFFICE) == date(2026, 11, 16)
    # Open on Mondays and Saturdays, and a Saturday is no working day; the next Monday it is closed.
    assert received_day(evening, SATURDAY_OFFICE) == date(2026, 11, 30)
    assert received_day(local("2026-11-21", "10:00"), SATURDAY_OFFICE) == date(2026, 11, 21)


def test_a_moment_without_a_time_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        received_day(datetime(2026, 11, 20, 10, 0), CITY_OFFICE)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20), timezones=st.just(UTC)),
    later=st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_nothing_is_received_before_it_arrives_and_what_comes_later_never_counts_earlier(
    moment: datetime, later: timedelta
) -> None:
    received, calendar = received_day(moment, CITY_OFFICE), working_calendar()
    assert legal_day(moment) <= received <= received_day(moment + later, CITY_OFFICE)
    openings = office_hours_of(CITY_OFFICE).openings(received, calendar)
    assert calendar.is_working_day(received) and openings
    if received == legal_day(moment):
        assert moment.astimezone(CITY).time() <= openings[-1][1] == time(17, 30)
