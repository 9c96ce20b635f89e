"""By when, how much is used, how much is left; and which ends move when the calendar changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .count import working_days_between
from .days import deadline, explain, last_day, total
from .limit import Limit, Unit
from .record import LegalClock


@dataclass(frozen=True, slots=True)
class Due:
    """Where a clock stands against one limit.

    Attributes:
        day: the last day of the limit.
        unannounced: years whose missing holiday order may still move it.
        stopped: the day of asking is not counted because something stops the clock.
        provisional: ``day`` rests on the planned end of a stop that is still open.
        unit, total: how the limit is counted, and how many days it has with its extension (months are told in days).
        days_used, days_left: counted days up to the day of asking, and after it; ``days_left`` is negative when late
            (it may be 0 on a day off right after the last day: ask ``late``).
        working_days_left: the working days from the day after the day of asking to ``day``, without stopped ones.
        as_of: the day of asking; of an ended clock not later than its end.
        stopped_by: what stops it, as one says it; empty when nothing does.
    """

    day: date
    unannounced: frozenset[int]
    stopped: bool
    provisional: bool
    unit: Unit
    total: int
    days_used: int
    days_left: int
    working_days_left: int
    as_of: date
    stopped_by: str = ""

    @property
    def late(self) -> bool:
        """The last day has passed, or had passed when the clock ended."""
        return self.as_of > self.day


def due(clock: LegalClock, limit: Limit, calendar: WorkingCalendar, today: date) -> Due:
    """Where the clock stands on ``today`` against the limit, statutory or promised.

    Raises:
        ClockError: the end cannot be told.
    """
    as_of = today if clock.ended is None else min(today, clock.ended)
    lines = explain(clock, limit, calendar)
    end = deadline(lines, clock, limit, calendar)
    used = sum(line.counted for line in lines if line.day <= as_of)
    stops = clock.stops_on(as_of) if as_of <= end.day and clock.ended is None else ()
    return Due(
        day=end.day,
        unannounced=end.unannounced,
        stopped=bool(stops),
        provisional=_rests_on_a_plan(clock, end.day, as_of),
        unit=limit.unit,
        total=total(clock, limit),
        days_used=used,
        days_left=_overrun(end.day, as_of, limit, calendar) if as_of > end.day else total(clock, limit) - used,
        working_days_left=sum(
            calendar.is_working_day(line.day) and not clock.stops_on(line.day) for line in lines if line.day > as_of
        ),
        as_of=as_of,
        stopped_by="、".join(sorted({stop.kind for stop in stops})),
    )


def _overrun(end: date, as_of: date, limit: Limit, calendar: WorkingCalendar) -> int:
    return -working_days_between(end, as_of, calendar) if limit.unit == Unit.WORKDAY else (end - as_of).days


def _rests_on_a_plan(clock: LegalClock, end: date, as_of: date) -> bool:
    if clock.ended is not None:
        return False
    return any(stop.ended is None and stop.start <= end and as_of <= stop.told_until for stop in clock.stops)


@dataclass(frozen=True, slots=True)
class Moved:
    """The end of an open clock that a new calendar moves. ``limit`` tells apart statute and promise of one clock."""

    id: str
    before: date
    after: date
    limit: Limit


def recompute(
    clocks: Iterable[tuple[str, LegalClock, Limit]], old: WorkingCalendar, new: WorkingCalendar
) -> list[Moved]:
    """The open clocks whose last day differs between the two calendars, in the order given. Ended ones stay as told."""
    moved = []
    for name, clock, limit in clocks:
        if clock.ended is not None:
            continue
        before, after = (last_day(clock, limit, calendar).day for calendar in (old, new))
        if before != after:
            moved.append(Moved(name, before, after, limit))
    return moved
