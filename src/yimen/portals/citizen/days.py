"""The clocks of a case day by day: each day counted or not, with its reason, as a table and as a strip of weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yimen.domains.cases.clocks import clock_of, delivery_clock_of, intake_of
from yimen.domains.cases.states import BEFORE_ACCEPTANCE, Status
from yimen.engines import clock
from yimen.engines.clock import LegalClock, Limit, Unit, WorkingCalendar
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.warning import unannounced_warning
from yimen.portals.citizen.glance import Glance
from yimen.portals.citizen.present import amount, by_day

WEEK = 7
_ONE = timedelta(days=1)
# A case that lies for years after its limit: the page stays one that a phone can show.
MOST_LATE = 90


@dataclass(frozen=True, slots=True)
class Day:
    """``state`` is start, counted, off, stopped, late (after the limit) or end (a last day that is not counted);
    ``number`` says the how-manieth day of the limit it is, or how many days late."""

    day: date
    state: str
    reason: str
    number: int = 0

    @property
    def mark(self) -> str:
        """What stands in the square: 起, 第3, 休, 停, 超2."""
        words = {"start": "起", "off": "休", "stopped": "停", "end": "止"}
        if self.state == "counted":
            return f"第{self.number}"
        return f"超{self.number}" if self.state == "late" and self.number else words.get(self.state, "休")

    @property
    def words(self) -> str:
        if self.state == "counted":
            return f"第 {self.number} 天"
        return f"超期第 {self.number} 天" if self.state == "late" and self.number else "不算"


@dataclass(frozen=True, slots=True)
class Column:
    """One limit of a clock, with all its days. ``name`` is 承诺期限, 法定期限 or what the limit is for."""

    name: str
    limit: Limit
    running: LegalClock
    days: tuple[Day, ...]
    end: date
    unannounced: frozenset[int]


def columns(running: LegalClock, limits: Iterable[tuple[str, Limit]], g: Glance) -> list[Column]:
    """What a clock counts against each of its limits."""
    found = []
    for name, limit in limits:
        last = clock.last_day(running, limit, g.calendar)
        days = (*_inside(running, limit, g.calendar), *_after(running, limit, last.day, g))
        found.append(Column(name, limit, running, days, last.day, last.unannounced))
    return found


def _inside(running: LegalClock, limit: Limit, calendar: WorkingCalendar) -> list[Day]:
    lines = clock.explain(running, limit, calendar)
    return [Day(line.day, _state(at, line, running, limit, calendar), line.reason, line.number)
            for at, line in enumerate(lines)]  # fmt: skip


def _state(at: int, line: clock.DayLine, running: LegalClock, limit: Limit, calendar: WorkingCalendar) -> str:
    if line.counted:
        return "counted"
    if at == 0 and limit.value:
        return "start"
    if limit.unit == Unit.WORKDAY and not calendar.is_working_day(line.day):
        return "off"
    return "stopped" if running.stops_on(line.day) else "end"


def _after(running: LegalClock, limit: Limit, end: date, g: Glance) -> list[Day]:
    """The days after the last one until today, or until it was done: each worked one is a day late."""
    until = min(g.today, running.ended or g.today, end + MOST_LATE * _ONE)
    found, day, number = [], end, 0
    while day < until:
        day += _ONE
        late = limit.unit != Unit.WORKDAY or g.calendar.is_working_day(day)
        number += late
        found.append(Day(day, "late" if late else "off", g.calendar.reason(day), number if late else 0))
    return found


def explained(g: Glance) -> list[dict[str, Any]]:
    """Each clock that has begun: its title, its limits, one row per day, and one strip per limit."""
    return [_section(title, found, g) for title, found in _clocks(g) if found]


def _clocks(g: Glance) -> list[tuple[str, list[Column]]]:
    found = []
    case = g.case
    if case.status in BEFORE_ACCEPTANCE | {Status.NOT_ACCEPTED} and case.received_on is not None:
        intake = intake_of(case)
        if case.status != Status.CORRECTING:
            answered = legal_day(case.closed_at) if case.closed_at else None
            running = LegalClock(intake.counts_from, "收到申请材料", ended=answered)
            found.append(("告知是否受理", columns(running, [("告知期限", g.rules.answer.limit)], g)))
    decision = clock_of(case)
    if decision is not None:
        if case.status == Status.WITHDRAWN and case.closed_at is not None:
            decision = clock.end(decision, legal_day(case.closed_at))
        limits = [("承诺期限", g.rules.promised)]
        limits += [("法定期限", g.rules.statutory)] if g.rules.statutory else []
        found.append(("作出决定", columns(decision, limits, g)))
    delivery = delivery_clock_of(case)
    if delivery is not None and g.rules.deliver is not None:
        found.append(("送达", columns(delivery, [("送达期限", g.rules.deliver)], g)))
    return found


def _section(title: str, found: list[Column], g: Glance) -> dict[str, Any]:
    by_date: dict[date, list[Day | None]] = {}
    for at, column in enumerate(found):
        for one in column.days:
            by_date.setdefault(one.day, [None] * len(found))[at] = one
    ended = found[0].running.ended
    return {
        "title": title,
        "began": f"{by_day(found[0].running.started, g.today)} {found[0].running.event}，从第二天起算",
        "ended": f"{by_day(ended, g.today)}办完" if ended else "",
        "limits": [_limit(column, g) for column in found],
        "strips": [{"name": one.name, "says": _says(one, g), "weeks": weeks(one, g.today)} for one in found],
        "rows": [_row(day, cells, g) for day, cells in sorted(by_date.items())],
        "warning": unannounced_warning(*found),
    }


def _limit(column: Column, g: Glance) -> dict[str, str]:
    extension = column.running.extension
    added = f"，延长 {amount(extension.limit.value, extension.limit.unit)}" if extension else ""
    return {
        "name": column.name,
        "text": amount(column.limit.value, column.limit.unit) + ("" if column.limit.promise else added),
        "basis": column.limit.basis,
        "end": by_day(column.end, g.today),
    }


def _says(column: Column, g: Glance) -> str:
    """The strip in words, for those who do not see it."""
    counted = sum(one.state == "counted" for one in column.days)
    stopped = sum(one.state == "stopped" for one in column.days)
    stops = f"，其中 {stopped} 天停着不算" if stopped else ""
    start = by_day(column.running.started, g.today)
    return (
        f"{column.name}从{start}起，数满 {counted} 天{stops}，到{by_day(column.end, g.today)}为止。下面的表逐天写明。"
    )


def _row(day: date, cells: list[Day | None], g: Glance) -> dict[str, Any]:
    reasons = list(dict.fromkeys(one.reason for one in cells if one is not None))
    return {
        "date": by_day(day, g.today),
        "iso": day.isoformat(),
        "today": day == g.today,
        "off": not any(one is not None and one.state in ("counted", "late") for one in cells),
        "cells": [one.words if one is not None else "" for one in cells],
        "reason": _shortest(reasons),
    }


def _shortest(reasons: list[str]) -> str:
    """One reason where one says what the other says: 工作日 beside 工作日，延长的期限."""
    return "；".join(one for one in reasons if not any(other != one and other.startswith(one) for other in reasons))


def weeks(column: Column, today: date) -> list[list[dict[str, Any] | None]]:
    """The days as weeks from Monday; None where the count has not begun or is over."""
    first, last = column.days[0].day, column.days[-1].day
    monday = first - first.weekday() * _ONE
    by_date = {one.day: one for one in column.days}
    found = []
    while monday <= last:
        days = [monday + at * _ONE for at in range(WEEK)]
        found.append([_square(by_date.get(day), column, today, is_first=day == first) for day in days])
        monday += WEEK * _ONE
    return found


def _square(one: Day | None, column: Column, today: date, *, is_first: bool) -> dict[str, Any] | None:
    if one is None:
        return None
    short = f"{one.day.month}/{one.day.day}" if is_first or one.day.day == 1 else str(one.day.day)
    return {
        "text": short,
        "mark": one.mark,
        "state": one.state,
        "today": one.day == today,
        "last": one.day == column.end,
    }
