from dataclasses import dataclass
from datetime import date

from yimen.engines import clock
from yimen.ground.calendar.queries import working_calendar


@dataclass(frozen=True, slots=True)
class Fact:
    """``value``: text, whole number, truth value, or None when nothing is known. ``source``: where it was read."""

    value: str | int | bool | None
    source: str


Facts = dict[str, Fact]


def day(one: date) -> str:
    return f"{one.year}年{one.month}月{one.day}日"


def late_days(last: date, on: date) -> int:
    """How many working days after ``last``; at least one for every day after it, also for one that is off."""
    return max(1, clock.working_days_between(last, on, working_calendar())) if on > last else 0
