"""Office hours of an organisation: the city's by default, its own where it says them, never nonsense."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import REGULATOR, Cast
from yimen.engines.clock import WorkingCalendar
from yimen.ground.errors import DomainError
from yimen.ground.places.models import Organisation
from yimen.ground.places.office import CITY_HOURS, office_hours_of, read_office_hours
from yimen.ground.places.queries import organisation

CALENDAR = WorkingCalendar(
    holidays=frozenset({date(2026, 10, 1)}), make_up_days=frozenset({date(2026, 10, 10)}), announced=frozenset({2026})
)
FRIDAY, SATURDAY, MAKE_UP, HOLIDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 10, 10), date(2026, 10, 1)
MORNING, AFTERNOON = (time(8, 30), time(12)), (time(13, 30), time(17, 30))
OWN = {
    "week": {"1": ["09:00-16:00"], "6": ["09:00-12:00"]},
    "make_up": [],
    "special": {"2026-11-20": ["08:00-09:30"], "2026-11-23": []},
}


@st.composite
def openings(draw: st.DrawFn) -> list[str]:
    edges = sorted(draw(st.sets(st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None)))))
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in zip(edges[::2], edges[1::2], strict=False)]


DOCUMENTS = st.fixed_dictionaries(
    {"week": st.dictionaries(st.sampled_from("1234567"), openings(), min_size=1)},
    optional={"make_up": openings(), "special": st.dictionaries(st.dates().map(date.isoformat), openings())},
).filter(lambda document: any(document["week"].values()))


def test_an_organisation_that_says_nothing_is_open_as_the_city_is() -> None:
    assert office_hours_of(Organisation(name="样例局")) is CITY_HOURS
    assert all(CITY_HOURS.openings(day, CALENDAR) == (MORNING, AFTERNOON) for day in (FRIDAY, MAKE_UP))
    assert all(CITY_HOURS.openings(day, CALENDAR) == () for day in (SATURDAY, HOLIDAY))


def test_its_own_hours_go_before_those_of_the_city(cast: Cast) -> None:
    body = organisation(REGULATOR)
    body.office_hours = OWN
    body.save()
    hours = office_hours_of(organisation(REGULATOR))
    assert hours.openings(date(2026, 11, 16), CALENDAR) == ((time(9), time(16)),)
    assert hours.openings(date(2026, 11, 17), CALENDAR) == ()
    assert hours.openings(SATURDAY, CALENDAR) == ((time(9), time(12)),)
    assert hours.openings(FRIDAY, CALENDAR) == ((time(8), time(9, 30)),)
    assert hours.openings(date(2026, 11, 23), CALENDAR) == ()
    assert hours.openings(MAKE_UP, CALENDAR) == ()


def test_make_up_days_are_as_the_first_open_weekday_when_nothing_is_said() -> None:
    hours = read_office_hours({"week": {"1": [], "3": ["09:00-12:00"], "2": ["10:00-11:00"]}})
    assert hours.openings(MAKE_UP, CALENDAR) == ((time(10), time(11)),)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "不是一组"),
        ("08:30-17:30", "不是一组"),
        ({}, "缺少 week"),
        ({"week": {}}, "没有一天办公"),
        ({"week": {"1": []}}, "没有一天办公"),
        ({"week": {"0": ["09:00-12:00"]}}, "星期写成了“0”"),
        ({"week": {"8": ["09:00-12:00"]}}, "星期写成了“8”"),
        ({"week": {"12": ["09:00-12:00"]}}, "星期写成了“12”"),
        ({"week": {"monday": ["09:00-12:00"]}}, "星期写成了“monday”"),
        ({"week": {"1": "09:00-12:00"}}, "不是一列时间段"),
        ({"week": {"1": ["9:00-12:00"]}}, "时间段写成了“9:00-12:00”"),
        ({"week": {"1": ["09:00-24:00"]}}, "时间段写成了“09:00-24:00”"),
        ({"week": {"1": ["09:00-12:00\n"]}}, "时间段写成了"),
        ({"week": {"1": [None]}}, "时间段写成了“None”"),
        ({"week": {"1": ["12:00-09:00"]}}, "从早到晚"),
        ({"week": {"1": ["09:00-12:00", "11:00-13:00"]}}, "不能重叠"),
        ({"week": {"1": ["09:00-12:00"]}, "lunch": "12:00"}, "不认识的项“lunch”"),
        ({"week": {"1": ["09:00-12:00"]}, "special": {"2026-02-30": []}}, "特别的一天写成了“2026-02-30”"),
        ({"week": {"1": ["09:00-12:00"]}, "special": {"20261120": []}}, "特别的一天写成了“20261120”"),
        ({"week": {"1": ["09:00-12:00"]}, "special": {date(2026, 11, 20): []}}, "带引号"),
        ({"week": {"1": ["09:00-12:00"]}, "special": []}, "special不是一组"),
        ({"week": {"1": ["09:00-12:00"]}, "make_up": None}, "调休上班日的办公时间不是一列时间段"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_what_to_write(document: Any, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_office_hours(document)
    assert sentence in f"{refusal.value.sentence}。{refusal.value.advice}"
    assert refusal.value.advice


def test_an_organisation_with_such_hours_is_not_saved(cast: Cast) -> None:
    body = organisation(REGULATOR)
    before = office_hours_of(body)
    body.office_hours = {"week": {"1": ["12:00-09:00"]}}
    with pytest.raises(ValidationError, match="从早到晚"):
        body.save()
    with pytest.raises(ValidationError, match="从早到晚"):
        body.full_clean()
    assert office_hours_of(organisation(REGULATOR)) == before


@given(document=DOCUMENTS, day=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_what_is_written_is_what_holds(document: dict[str, Any], day: date) -> None:
    hours = read_office_hours(document)
    if day.isoformat() in document.get("special", {}):
        written = document["special"][day.isoformat()]
    elif day == MAKE_UP:
        first = next(rows for weekday, rows in sorted(document["week"].items()) if rows)
        written = document.get("make_up", first)
    else:
        written = [] if day == HOLIDAY else document["week"].get(str(day.isoweekday()), [])
    assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in hours.openings(day, CALENDAR)] == written
