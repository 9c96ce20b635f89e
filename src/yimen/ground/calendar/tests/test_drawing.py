"""A year as twelve months, and the same in words."""

from datetime import date, timedelta

from hypothesis import given

from yimen.engines.clock import WorkingCalendar
from yimen.ground.calendar.drawing import in_words, months
from yimen.ground.calendar.order import OrderedDay
from yimen.ground.calendar.tests.make import DAYS, orders, worked


def calendar(days: list[OrderedDay]) -> WorkingCalendar:
    return WorkingCalendar(
        holidays=frozenset(one.day for one in days if one.off),
        make_up_days=frozenset(one.day for one in days if not one.off),
        names={one.day: one.name for one in days},
    )


@given(days=orders())
def test_each_day_is_drawn_once_under_its_weekday_as_what_it_is(days: list[OrderedDay]) -> None:
    known = calendar(days)
    drawn = months(2027, known, date(2027, 3, 1))
    squares = [(at, square) for month in drawn for week in month.weeks for at, square in enumerate(week) if square]
    assert [square.day for _, square in squares] == [date(2027, 1, 1) + timedelta(days=at) for at in range(365)]
    assert all(at == square.day.weekday() for at, square in squares)
    assert [square.day for _, square in squares if square.today] == [date(2027, 3, 1)]
    for _, square in squares:
        assert (square.kind in ("plain", "worked")) == known.is_working_day(square.day)
        assert square.word == {"off": "休", "worked": "班"}.get(square.kind, "")
    assert sum(month.working_days for month in drawn) == sum(known.is_working_day(one.day) for _, one in squares)


def test_runs_of_days_are_told_together() -> None:
    assert in_words([*DAYS, worked("2027-01-09")]) == [
        {"label": "元旦", "value": "1月1日（周五）至1月3日（周日）休，共 3 天；1月9日（周六）班"},
        {"label": "春节", "value": "2月5日（周五）至2月6日（周六）休，共 2 天；2月20日（周六）班"},
    ]


@given(days=orders())
def test_each_holiday_has_its_row(days: list[OrderedDay]) -> None:
    assert [row["label"] for row in in_words(days)] == list(dict.fromkeys(one.name for one in sorted(days)))
