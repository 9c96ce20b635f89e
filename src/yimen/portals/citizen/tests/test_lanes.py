"""The bar agrees with the clock: as many cells as days that count or are stopped, used ones as many as used days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.engines import clock
from yimen.engines.clock import Limit, Unit, WorkingCalendar
from yimen.portals.citizen.lanes import MOST_LATE, cells, used_text

START = date(2026, 9, 21)
# National Day with a make-up Sunday, as ordered for 2026.
CALENDAR = WorkingCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    make_up_days=frozenset({date(2026, 9, 27)}),
    announced=frozenset({2026, 2027}),
)


@st.composite
def clocks(draw: st.DrawFn) -> tuple[clock.LegalClock, Limit, date]:
    """A clock with up to two stops, a limit, and the day on which somebody looks."""
    running = clock.LegalClock(START)
    for kind in draw(st.lists(st.sampled_from(["听证", "检验"]), unique=True, max_size=2)):
        start = START + timedelta(days=draw(st.integers(1, 20)))
        end = start + timedelta(days=draw(st.integers(0, 15)))
        stop = clock.Stop(kind, "行政许可法第四十五条", start, start, end)
        running = clock.LegalClock(START, stops=(*running.stops, stop))
    limit = Limit(draw(st.integers(1, 20)), draw(st.sampled_from([Unit.WORKDAY, Unit.DAY])), promise=True)
    return running, limit, START + timedelta(days=draw(st.integers(0, 60)))


@settings(max_examples=150, deadline=None)
@given(clocks())
def test_the_bar_says_what_the_clock_says(given_clock: tuple[clock.LegalClock, Limit, date]) -> None:
    running, limit, today = given_clock
    due = clock.due(running, limit, CALENDAR, today)
    light = clock.light(due)
    found = cells(running, limit, due, CALENDAR, soon=light.state == clock.State.SOON)
    used = found.count("on") + found.count("soon")
    assert len([one for one in found if one not in ("pz", "late")]) == limit.value
    assert used == due.days_used or (due.total, due.days_used) == (0, 0)
    assert bool(found.count("late")) == due.late and found.count("late") <= MOST_LATE
    assert found.count("soon") <= 1 and (light.state == clock.State.SOON or "soon" not in found)


@pytest.mark.parametrize(
    ("value", "today", "ended", "words"),
    [
        (5, START, None, "已用 0 天 / 承诺 5 个工作日"),
        (5, START + timedelta(days=2), None, "已用 2 天 / 承诺 5 个工作日"),
        (1, START + timedelta(days=3), None, "已用 3 天 / 承诺 1 个工作日"),
        (5, START + timedelta(days=9), START + timedelta(days=1), "用时 1 天 / 承诺 5 个工作日"),
        (5, START + timedelta(days=9), START, "当天办完 / 承诺 5 个工作日"),
        (0, START, START, "当天办完 / 承诺 当场"),
    ],
)
def test_used_days_are_told_with_the_limit(value: int, today: date, ended: date | None, words: str) -> None:
    limit = Limit(value, Unit.WORKDAY, promise=True)
    due = clock.due(clock.LegalClock(START, ended=ended), limit, CALENDAR, today)
    assert used_text(due, limit, over=ended is not None) == words


def test_a_limit_on_the_spot_has_one_cell() -> None:
    limit = Limit(0, Unit.WORKDAY, promise=True)
    done = clock.LegalClock(START, ended=START)
    assert cells(done, limit, clock.due(done, limit, CALENDAR, START), CALENDAR) == ["on"]
    late = clock.LegalClock(START)
    due = clock.due(late, limit, CALENDAR, START + timedelta(days=1))
    assert cells(late, limit, due, CALENDAR) == ["", "late"]
