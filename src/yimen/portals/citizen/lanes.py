"""The bar of a case: one cell for each day of the running clock, used, to come, not counted, or late."""

from datetime import date
from typing import Any

from yimen.domains.cases.clocks import answer_clock_of, clock_of
from yimen.domains.cases.day_by_day import Kind
from yimen.domains.cases.states import Status
from yimen.engines import clock
from yimen.engines.clock import Due, LegalClock, Limit, Unit, WorkingCalendar
from yimen.portals.citizen.glance import LIGHTS, Glance
from yimen.portals.citizen.present import amount, by_day

Item = dict[str, Any]
# A bar of more late days says no more than this one.
MOST_LATE = 10
_WAITING_CELLS = 2


def lanes(g: Glance) -> list[Item]:
    """Items for the lanes component: the clock that runs, and of a decided case the one that has ended."""
    match Status(g.case.status):
        case Status.SUBMITTED if g.running.clock and g.running.limit and g.due:
            return [_running(Kind.ANSWER, g, g.running.clock, g.running.limit, g.due)]
        case Status.CORRECTING:
            return [_waiting(g)]
        case Status.NOT_ACCEPTED if (answered := answer_clock_of(g.case)) is not None:
            return [_ended(Kind.ANSWER, g, answered, g.rules.answer.limit)]
        case Status.ACCEPTED if g.running.clock and g.running.limit and g.due:
            return [_running(Kind.DECIDE, g, g.running.clock, g.running.limit, g.due)]
        case Status.GRANTED | Status.REFUSED:
            return _decided(g)
    return []


def _decided(g: Glance) -> list[Item]:
    decision = clock_of(g.case)
    found = [_ended(Kind.DECIDE, g, decision, g.rules.promised)] if decision is not None else []
    if g.running.clock and g.running.limit and g.due:
        found.append(_running(Kind.DELIVER, g, g.running.clock, g.running.limit, g.due))
    return found


def _running(name: str, g: Glance, running: LegalClock, limit: Limit, due: Due) -> Item:
    return {
        "name": name,
        "office": g.office.name,
        "state": LIGHTS[g.light.state],
        "text": g.light.words,
        "used": used_text(due, limit),
        "due": f"截止 {by_day(due.day, g.today)}",
        "days": cells(running, limit, due, g.calendar, soon=g.light.state == clock.State.SOON),
    }


def _ended(name: str, g: Glance, ended: LegalClock, limit: Limit) -> Item:
    due = clock.due(ended, limit, g.calendar, g.today)
    return {
        "name": name,
        "office": g.case.body.name,
        "state": "late" if due.late else "ok",
        "text": clock.light(due).words if due.late else "按时办完",
        "used": used_text(due, limit, over=True),
        "due": f"{by_day(due.as_of, g.today)}办完",
        "days": cells(ended, limit, due, g.calendar),
    }


def _waiting(g: Glance) -> Item:
    """等您补正: the clock of the decision has not begun."""
    promised = g.rules.promised
    return {
        "name": Kind.DECIDE,
        "office": g.case.body.name,
        "state": LIGHTS[g.light.state],
        "text": g.light.words,
        "used": f"已用 0 天 / 承诺 {amount(promised.value, promised.unit)}",
        "due": "等您补正，尚未受理",
        "days": ["pz"] * min(_WAITING_CELLS, promised.value) + [""] * max(promised.value - _WAITING_CELLS, 0),
    }


def used_text(due: Due, limit: Limit, *, over: bool = False) -> str:
    """``已用 2 天 / 承诺 5 个工作日``; what goes beyond the limit is told too."""
    told = "承诺" if limit.promise else "期限"
    used = due.total - due.days_left
    spent = f"用时 {used} 天" if over and used else "当天办完" if over else f"已用 {used} 天"
    return f"{spent} / {told} {amount(due.total, _unit(limit))}"


def _unit(limit: Limit) -> Unit:
    """A limit of months is told in days."""
    return limit.unit if limit.unit == Unit.WORKDAY else Unit.DAY


def cells(running: LegalClock, limit: Limit, due: Due, calendar: WorkingCalendar, *, soon: bool = False) -> list[str]:
    """One cell for each day that counts or would have counted: on, soon, late, pz (not counted), or to come."""
    lines = clock.explain(running, limit, calendar)
    if not due.total:
        found = ["on" if running.ended else "soon" if soon else ""]
    else:
        marks = (_cell(line, running, limit, due.as_of, calendar) for line in lines[1:])
        found = [mark for mark in marks if mark is not None]
    if soon and "on" in found:
        found[len(found) - 1 - found[::-1].index("on")] = "soon"
    return found + ["late"] * min(max(-due.days_left, int(due.late)), MOST_LATE)


def _cell(line: clock.DayLine, running: LegalClock, limit: Limit, as_of: date, calendar: WorkingCalendar) -> str | None:
    if line.counted:
        return "on" if line.day <= as_of else ""
    worked = limit.unit != Unit.WORKDAY or calendar.is_working_day(line.day)
    return "pz" if worked and running.stops_on(line.day) else None
