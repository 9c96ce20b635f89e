"""Orders of a year for the tests, an ear that hears what is announced, and random orders."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import strategies as st

from yimen.ground.audit import Actor
from yimen.ground.calendar.events import CalendarChanged
from yimen.ground.calendar.order import OrderedDay, is_weekend
from yimen.ground.outbox import registry
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listen

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OPERATOR = Actor(id="7", name="李敏", kind="staff", authority="云溪市市场监督管理局 业务系统管理员")
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知"
LINES = """\
2027-01-01 元旦 休
2027-01-02 元旦 休
2027-01-03 元旦 休
2027-02-05 春节 休
2027-02-06 春节 休
2027-02-20 春节 班"""


def off(day: str, name: str = "元旦") -> OrderedDay:
    return OrderedDay(date.fromisoformat(day), True, name)


def worked(day: str, name: str = "元旦") -> OrderedDay:
    return OrderedDay(date.fromisoformat(day), False, name)


DAYS = [
    off("2027-01-01"),
    off("2027-01-02"),
    off("2027-01-03"),
    off("2027-02-05", "春节"),
    off("2027-02-06", "春节"),
    worked("2027-02-20", "春节"),
]


class Ear:
    """Hears what the calendar announces, at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registry, "_LISTENERS", {})
        listen(CalendarChanged, lambda event, now: None, name="test.ear")

    @property
    def heard(self) -> list[CalendarChanged]:
        return [CalendarChanged(**one.payload) for one in Delivery.objects.filter(listener="test.ear").order_by("id")]


_NAMES = st.sampled_from(["元旦", "春节", "国庆节、中秋节", "端午节（补假）", "Labour Day"])


@st.composite
def orders(draw: st.DrawFn, year: int = 2027) -> list[OrderedDay]:
    """A random order of a year that may be entered: any days off, weekend days worked, the last of December before."""
    first = date(year - 1, 12, 28)
    every = [first + timedelta(days=offset) for offset in range((date(year, 12, 31) - first).days + 1)]
    days = draw(st.lists(st.sampled_from(every), min_size=1, max_size=40, unique=True))
    return [OrderedDay(day, draw(st.booleans()) if is_weekend(day) else True, draw(_NAMES)) for day in sorted(days)]
