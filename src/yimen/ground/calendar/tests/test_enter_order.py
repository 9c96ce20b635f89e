"""Entering the holiday order of a year, and what other domains learn of it."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.engines import clock
from yimen.engines.clock import LegalClock, Limit, Unit, recompute
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.actions.enter_order import enter_order
from yimen.ground.calendar.actions.load_orders import ANNOUNCED, load_orders
from yimen.ground.calendar.errors import CalendarRefused
from yimen.ground.calendar.models import HolidayOrder
from yimen.ground.calendar.order import OrderedDay
from yimen.ground.calendar.queries import (
    add_working_days,
    calendar_of,
    days_of,
    fingerprint,
    working_calendar,
)
from yimen.ground.calendar.tests.make import DAYS, NOW, OPERATOR, SOURCE, Ear, off, orders, worked
from yimen.ground.errors import NotFound, Stale

pytestmark = pytest.mark.django_db
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TWENTY = Limit(20, Unit.WORKDAY, "行政许可法第四十二条第一款")


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    return Ear(monkeypatch)


@pytest.fixture
def announced() -> None:
    load_orders(actor=SYSTEM, files=sorted(ANNOUNCED.glob("*.json")), now=NOW)


def enter(days: list[OrderedDay] = DAYS, year: int = 2027, source: str = SOURCE, **more: Any) -> list[date]:
    return enter_order(actor=OPERATOR, year=year, source=source, days=days, now=NOW, **more)


def test_a_year_is_announced_from_then_on(announced: None) -> None:
    assert add_working_days(date(2026, 12, 30), 3).unannounced == {2027}
    assert enter() == [one.day for one in DAYS]
    assert add_working_days(date(2026, 12, 30), 3) == clock.Deadline(date(2027, 1, 5))
    assert HolidayOrder.objects.get(year=2027).source == SOURCE
    assert days_of(2027) == DAYS


def test_another_order_takes_the_place_of_the_first() -> None:
    enter()
    changed = enter([*DAYS[1:], off("2027-01-04")], source=f"{SOURCE}（更正）")
    assert changed == [date(2027, 1, 1), date(2027, 1, 4)]
    calendar = working_calendar()
    assert calendar.is_working_day(date(2027, 1, 1))
    assert not calendar.is_working_day(date(2027, 1, 4))


def test_it_is_recorded_who_entered_what() -> None:
    enter()
    entry = Entry.objects.get(action="enter-order")
    assert (entry.actor_name, entry.authority, entry.at) == (OPERATOR.name, OPERATOR.authority, NOW)
    assert (entry.object_kind, entry.object_ref) == ("calendar", "2027")
    assert entry.details == {"source": SOURCE, "days": 6, "changed": [one.day.isoformat() for one in DAYS]}


def test_the_same_order_again_leaves_no_trace(ear: Ear) -> None:
    enter()
    assert enter(list(reversed(DAYS))) == []
    assert Entry.objects.filter(action="enter-order").count() == 1
    assert len(ear.heard) == 1


def test_other_domains_hear_what_changed_and_what_was_before(announced: None, ear: Ear) -> None:
    before = working_calendar()
    enter()
    (event,) = ear.heard
    assert (event.years, event.days) == ([2027], [one.day.isoformat() for one in DAYS])
    old, new = calendar_of(event)
    assert (old, new) == (before, working_calendar())
    assert old.names == before.names
    assert old.announced == {2023, 2024, 2025, 2026}
    assert new.announced == {2023, 2024, 2025, 2026, 2027}


def test_open_limits_move_by_the_two_calendars(announced: None, ear: Ear) -> None:
    running = ("YX1", LegalClock(date(2026, 12, 10)), TWENTY)
    decided = ("YX2", LegalClock(date(2026, 12, 10), ended=date(2026, 12, 11)), TWENTY)
    assert clock.due(running[1], TWENTY, working_calendar(), date(2026, 12, 10)).day == date(2027, 1, 7)
    enter()
    moved = recompute([running, decided], *calendar_of(ear.heard[0]))
    assert [(one.id, one.before, one.after) for one in moved] == [("YX1", date(2027, 1, 7), date(2027, 1, 8))]


def test_a_new_source_alone_is_recorded_and_moves_nobody(ear: Ear) -> None:
    enter()
    assert enter(source="国办发明电〔2026〕7号") == []
    assert Entry.objects.filter(action="enter-order").count() == 2
    assert len(ear.heard) == 1


def test_the_end_of_december_belongs_to_one_order(announced: None, ear: Ear) -> None:
    enter([off("2026-12-31"), *DAYS])
    assert ear.heard[0].years == [2026, 2027]
    with pytest.raises(CalendarRefused, match="2026年12月31日（周四）已经写在 2027 年的安排里") as refusal:
        enter([*days_of(2026), off("2026-12-31")], year=2026)
    assert [fault.field for fault in refusal.value.faults] == ["lines"]


@pytest.mark.parametrize(
    ("days", "source", "fields"),
    [
        (DAYS, "", {"source"}),
        ([], SOURCE, {"lines"}),
        ([], "", {"source", "lines"}),
        ([off("2028-01-01")], SOURCE, {"lines"}),
        ([off("2027-02-06"), worked("2027-02-06")], SOURCE, {"lines"}),
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing(
    days: list[OrderedDay], source: str, fields: set[str], ear: Ear
) -> None:
    enter()
    with pytest.raises(CalendarRefused) as refusal:
        enter(days, source=source)
    assert {fault.field for fault in refusal.value.faults} == fields
    assert refusal.value.sentence and refusal.value.advice
    assert days_of(2027) == DAYS
    assert len(ear.heard) == 1


@pytest.mark.parametrize("year", [1999, 2100, 0, -1])
def test_a_year_that_no_calendar_keeps_is_refused(year: int) -> None:
    with pytest.raises(NotFound):
        enter(year=year)
    assert not HolidayOrder.objects.exists()


def test_whoever_saves_over_the_work_of_another_is_told_first() -> None:
    enter(seen=fingerprint("", []))
    seen = fingerprint(SOURCE, DAYS)
    enter(DAYS[:3], seen=seen)
    with pytest.raises(Stale, match="刚刚被别人改过"):
        enter(DAYS[3:], seen=seen)
    assert days_of(2027) == DAYS[:3]
    # Twice the same, by a second click: it is as they wanted.
    assert enter(DAYS[:3], seen=seen) == []


@few
@given(first=orders(), second=orders())
def test_the_calendar_holds_what_the_last_order_says_and_nothing_else(
    first: list[OrderedDay], second: list[OrderedDay]
) -> None:
    with transaction.atomic():
        enter(first)
        enter(second)
        calendar, said = working_calendar(), {one.day: one.off for one in second}
        for day in (date(2026, 12, 25) + timedelta(days=offset) for offset in range(380)):
            assert calendar.is_working_day(day) == (not said[day] if day in said else day.weekday() < 5)
        transaction.set_rollback(True)


@few
@given(both=st.lists(orders(), min_size=2, max_size=3, unique_by=tuple))
def test_each_event_brings_back_the_calendar_before_it(both: list[list[OrderedDay]], ear: Ear) -> None:
    with transaction.atomic():
        states = [working_calendar()]
        for days in both:
            enter(days)
            states.append(working_calendar())
        pairs = [calendar_of(event) for event in ear.heard]
        counted = [pair for pair in zip(states, states[1:], strict=False) if _differ(*pair)]
        assert [old for old, _ in pairs] == [old for old, _ in counted]
        assert all(new == states[-1] for _, new in pairs)
        transaction.set_rollback(True)


def test_an_event_is_plain_values(ear: Ear) -> None:
    enter()
    assert json.loads(json.dumps(asdict(ear.heard[0]))) == asdict(ear.heard[0])


def test_orders_that_come_with_the_system_are_announced_too(ear: Ear) -> None:
    load_orders(actor=SYSTEM, files=sorted(ANNOUNCED.glob("*.json")), now=NOW)
    load_orders(actor=SYSTEM, files=sorted(ANNOUNCED.glob("*.json")), now=NOW)
    (event,) = ear.heard
    assert event.years == [2023, 2024, 2025, 2026]
    assert calendar_of(event)[0] == clock.WorkingCalendar()


def _differ(old: clock.WorkingCalendar, new: clock.WorkingCalendar) -> bool:
    return (old.holidays, old.make_up_days, old.announced) != (new.holidays, new.make_up_days, new.announced)
