"""The clocks of a case day by day: each day counted or not, with its reason, for whoever must explain a limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yimen.domains.cases.clocks import (
    Rules,
    answer_clock_of,
    clock_of,
    delivery_clock_of,
    rules_of,
    statutory_clock_of,
)
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.engines import clock
from yimen.engines.clock import LegalClock, Limit, Unit, WorkingCalendar
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar

# A case that lies for years after its limit: the page stays one that a phone can show.
MOST_LATE = 90
_ONE = timedelta(days=1)


class Kind(StrEnum):
    """What a clock is for; the name is what people call it."""

    ANSWER = "告知是否受理"
    DECIDE = "作出决定"
    DELIVER = "送达"


class State(StrEnum):
    """What a day is: the event itself, counted, no working day, stopped, after the limit, or a last day not counted."""

    START = "start"
    COUNTED = "counted"
    OFF = "off"
    STOPPED = "stopped"
    LATE = "late"
    END = "end"


@dataclass(frozen=True, slots=True)
class Day:
    """``number`` says the how-manieth day of the limit it is, or how many days late."""

    day: date
    state: State
    reason: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One limit of a clock, with all its days up to the last one, and those after it that passed. ``name`` is
    承诺期限, 法定期限 or what the limit is for; ``unannounced`` are years without a holiday order that it touches."""

    name: str
    limit: Limit
    days: tuple[Day, ...]
    end: date
    unannounced: frozenset[int]


@dataclass(frozen=True, slots=True)
class Explained:
    """A clock of a case that has begun, against each of its limits."""

    kind: Kind
    running: LegalClock
    columns: tuple[Column, ...]

    @property
    def dates(self) -> tuple[tuple[date, tuple[Day | None, ...]], ...]:
        """Every day that any limit tells of, with what each says of it; None where a limit is over."""
        found: dict[date, list[Day | None]] = {}
        for at, column in enumerate(self.columns):
            for one in column.days:
                found.setdefault(one.day, [None] * len(self.columns))[at] = one
        return tuple((day, tuple(cells)) for day, cells in sorted(found.items()))


def day_by_day(case: Case, today: date) -> list[Explained]:
    """Every clock of a case that has begun, in the order in which they run."""
    rules, calendar, found = rules_of(case), working_calendar(), []
    for kind, running, limits in _clocks(case, rules):
        columns = tuple(column(name, running, limit, calendar, today) for name, limit in limits)
        found.append(Explained(kind, running, columns))
    return found


def column(name: str, running: LegalClock, limit: Limit, calendar: WorkingCalendar, today: date) -> Column:
    """What a clock counts against one limit."""
    last = clock.last_day(running, limit, calendar)
    days = (*_inside(running, limit, calendar), *_after(running, limit, last.day, calendar, today))
    return Column(name, limit, days, last.day, last.unannounced)


def _clocks(case: Case, rules: Rules) -> Iterable[tuple[Kind, LegalClock, list[tuple[str, Limit]]]]:
    answer = answer_clock_of(case)
    if answer is not None:
        yield Kind.ANSWER, answer, [("告知期限", rules.answer.limit)]
    decision, by_law = _until_withdrawn(case, clock_of(case)), _until_withdrawn(case, statutory_clock_of(case, rules))
    promised, statutory = [("承诺期限", rules.promised)], [("法定期限", rules.statutory)] if rules.statutory else []
    if decision is not None:
        yield Kind.DECIDE, decision, promised if rules.from_application else promised + statutory
    if by_law is not None and rules.from_application:
        yield Kind.DECIDE, by_law, statutory
    delivery = delivery_clock_of(case)
    if delivery is not None and rules.deliver is not None:
        yield Kind.DELIVER, delivery, [("送达期限", rules.deliver)]


def _until_withdrawn(case: Case, running: LegalClock | None) -> LegalClock | None:
    """The clock, ended by the applicant where that is how it ended."""
    if running is not None and case.status == Status.WITHDRAWN and case.closed_at is not None and running.ended is None:
        return clock.end(running, legal_day(case.closed_at))
    return running


def _inside(running: LegalClock, limit: Limit, calendar: WorkingCalendar) -> Iterable[Day]:
    for at, line in enumerate(clock.explain(running, limit, calendar)):
        yield Day(line.day, _state(at, line, running, limit, calendar), line.reason, line.number)


def _state(at: int, line: clock.DayLine, running: LegalClock, limit: Limit, calendar: WorkingCalendar) -> State:
    if line.counted:
        return State.COUNTED
    if at == 0 and limit.value:
        return State.START
    if limit.unit == Unit.WORKDAY and not calendar.is_working_day(line.day):
        return State.OFF
    return State.STOPPED if running.stops_on(line.day) else State.END


def _after(running: LegalClock, limit: Limit, end: date, calendar: WorkingCalendar, today: date) -> Iterable[Day]:
    """The days after the last one until today, or until it was done: each worked one is a day late."""
    until, day, number = min(today, running.ended or today, end + MOST_LATE * _ONE), end, 0
    while day < until:
        day += _ONE
        late = limit.unit != Unit.WORKDAY or calendar.is_working_day(day)
        number += late
        yield Day(day, State.LATE if late else State.OFF, calendar.reason(day), number if late else 0)
