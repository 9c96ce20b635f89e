"""Correcting one day of a year that has its order."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.ground.audit.models import Entry
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.calendar.actions.enter_order import enter_order
from yimen.ground.calendar.errors import CalendarRefused
from yimen.ground.calendar.order import is_weekend
from yimen.ground.calendar.queries import calendar_of, days_of, working_calendar
from yimen.ground.calendar.tests.make import DAYS, NOW, OPERATOR, SOURCE, Ear, off

pytestmark = pytest.mark.django_db
MONDAY, SATURDAY = date(2027, 3, 8), date(2027, 3, 13)


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    """2027 has its order; what happens from now on is heard."""
    enter_order(actor=OPERATOR, year=2027, source=SOURCE, days=DAYS, now=NOW)
    return Ear(monkeypatch)


def correct(day: date, kind: DayKind, name: str = "样例节", reason: str = "市政府通告", **more: Any) -> bool:
    return correct_day(actor=OPERATOR, day=day, kind=kind, name=name, reason=reason, now=NOW, **more)


def test_a_day_becomes_off_worked_and_plain_again(ear: Ear) -> None:
    assert correct(MONDAY, DayKind.OFF)
    assert not working_calendar().is_working_day(MONDAY)
    assert correct(SATURDAY, DayKind.WORKED)
    assert working_calendar().is_working_day(SATURDAY)
    assert correct(MONDAY, DayKind.PLAIN, name="")
    assert correct(SATURDAY, DayKind.PLAIN, name="")
    assert days_of(2027) == DAYS
    assert [event.days for event in ear.heard] == [["2027-03-08"], ["2027-03-13"], ["2027-03-08"], ["2027-03-13"]]


def test_the_event_brings_back_the_calendar_before_it(ear: Ear) -> None:
    before = working_calendar()
    correct(MONDAY, DayKind.OFF)
    old, new = calendar_of(ear.heard[0])
    assert (old, new) == (before, working_calendar())
    assert old.is_working_day(MONDAY) and not new.is_working_day(MONDAY)


def test_it_is_recorded_what_the_day_was_and_why_it_changed(ear: Ear) -> None:
    correct(date(2027, 1, 1), DayKind.PLAIN, name="", reason="录入有误，按国办通知更正")
    entry = Entry.objects.get(action="correct-day")
    assert (entry.object_ref, entry.actor_name) == ("2027", "李敏")
    assert entry.details == {
        "day": "2027-01-01",
        "was": "休 元旦",
        "is": "平常",
        "reason": "录入有误，按国办通知更正",
    }


def test_a_day_that_is_so_already_leaves_no_trace(ear: Ear) -> None:
    assert not correct(date(2027, 1, 1), DayKind.OFF, name="元旦")
    assert not correct(MONDAY, DayKind.PLAIN, name="")
    assert ear.heard == []
    assert not Entry.objects.filter(action="correct-day").exists()


def test_another_name_alone_moves_nobody(ear: Ear) -> None:
    assert correct(date(2027, 1, 1), DayKind.OFF, name="新年")
    assert working_calendar().names[date(2027, 1, 1)] == "新年"
    assert ear.heard == []


def test_a_day_of_december_stays_in_the_order_that_names_it(ear: Ear) -> None:
    enter_order(actor=OPERATOR, year=2026, source="国办通知", days=[off("2026-01-01")], now=NOW)
    enter_order(actor=OPERATOR, year=2027, source=SOURCE, days=[off("2026-12-31"), *DAYS], now=NOW)
    correct(date(2026, 12, 31), DayKind.OFF, name="新年")
    assert days_of(2027)[0].name == "新年"


@pytest.mark.parametrize(
    ("day", "kind", "name", "reason", "faults"),
    [
        (date(2028, 1, 3), DayKind.OFF, "元旦", "通告", {"day": "2028 年的放假安排还没有录入"}),
        (MONDAY, DayKind.OFF, "", "通告", {"name": "还没有写是哪个节日"}),
        (MONDAY, DayKind.OFF, "节" * 41, "通告", {"name": "最多 40 个字"}),
        (MONDAY, DayKind.WORKED, "样例节", "通告", {"kind": "2027年3月8日（周一）本来就上班"}),
        (MONDAY, DayKind.OFF, "样例节", "", {"reason": "写明为什么改"}),
        (MONDAY, DayKind.OFF, "样例节", "由" * 201, {"reason": "最多 200 个字"}),
        (MONDAY, DayKind.OFF, "", "", {"name": "哪个节日", "reason": "写明为什么改"}),
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(
    ear: Ear, day: date, kind: DayKind, name: str, reason: str, faults: dict[str, str]
) -> None:
    with pytest.raises(CalendarRefused) as refusal:
        correct(day, kind, name, reason)
    told = {fault.field: fault.sentence for fault in refusal.value.faults}
    assert told.keys() == faults.keys()
    assert all(part in told[field] for field, part in faults.items())
    assert days_of(2027) == DAYS
    assert ear.heard == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.sampled_from(DayKind)), min_size=1, max_size=8
    )
)
def test_the_last_correction_of_a_day_holds_and_others_stay(ear: Ear, steps: list[tuple[date, DayKind]]) -> None:
    with transaction.atomic():
        said = {one.day: one.off for one in DAYS}
        for day, kind in steps:
            if kind == DayKind.WORKED and not is_weekend(day):
                with pytest.raises(CalendarRefused):
                    correct(day, kind)
                continue
            correct(day, kind)
            said.pop(day, None)
            if kind != DayKind.PLAIN:
                said[day] = kind == DayKind.OFF
        assert {one.day: one.off for one in days_of(2027)} == said
        transaction.set_rollback(True)
