"""The clocks of a case: until the answer on acceptance, until the decision, until delivery. Read from its rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status
from yimen.engines import clock
from yimen.engines.clock import AnswerRule, ExtensionRule, LegalClock, Limit, StopRules, Unit
from yimen.engines.feel import compile_expression
from yimen.engines.service.limits import extension_rule, limit_of, stop_rules
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.places.office import office_hours_of
from yimen.ground.processes.queries import variables_of

PERMIT = "01"
_RECEIVED = "收到申请"
# A matter without a rule of its own answers in the same five days; no law makes silence an acceptance there.
_OWN_ANSWER = AnswerRule(Limit(5, Unit.WORKDAY, promise=True))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the service says about time. ``statutory`` is None where no law sets a limit; ``from_application``: the law
    counts it from the application, not from acceptance."""

    answer: AnswerRule
    promised: Limit
    statutory: Limit | None
    deliver: Limit | None
    stops: StopRules
    extension: ExtensionRule | None
    from_application: bool = False


class Phase(StrEnum):
    """Which clock runs."""

    ANSWER = "answer"
    APPLICANT = "applicant"
    DECIDE = "decide"
    DELIVER = "deliver"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Running:
    """The clock that runs for a case; none while the applicant has to act and when all is done."""

    phase: Phase
    clock: LegalClock | None = None
    limit: Limit | None = None


def rules_of(case: Case) -> Rules:
    meta = service_of(case).meta
    limits = meta["limits"]
    permit = meta["code"]["task_type"] == PERMIT
    statutory = limits.get("statutory")
    return Rules(
        answer=_answer_rule(limits, permit=permit),
        promised=_promise(case, limits),
        statutory=limit_of(statutory) if statutory else None,
        deliver=limit_of(limits["deliver"]) if "deliver" in limits else clock.permit.ISSUE if permit else None,
        stops=stop_rules(meta),
        extension=extension_rule(limits),
        from_application=statutory is not None and statutory.get("clock_from") == "application",
    )


def intake_of(case: Case) -> clock.Intake:
    """The papers before acceptance. Raises ValueError when nothing was received."""
    if case.received_on is None:
        raise ValueError(f"{case.number} has not been received")
    correction = getattr(case, "correction", None)
    if correction is None:
        return clock.Intake(case.received_on)
    return clock.Intake(case.received_on, correction.told_on, correction.supplied_on)


def answer_clock_of(case: Case) -> LegalClock | None:
    """The clock until the answer on acceptance; None where nothing was received or the applicant has to act."""
    if case.received_on is None:
        return None
    intake = intake_of(case)
    if intake.told_on is not None and intake.corrected_on is None:
        return None
    answered = case.accepted_on or (legal_day(case.closed_at) if case.closed_at else None)
    return LegalClock(intake.counts_from, "收到申请材料", ended=answered)


def clock_of(case: Case) -> LegalClock | None:
    """The clock of the decision, from acceptance; None before it."""
    if case.accepted_on is None:
        return None
    extension = getattr(case, "extension", None)
    running = LegalClock(
        case.accepted_on,
        case.clock_event or "受理",
        stops=tuple(_stop(one) for one in case.special_procedures.all()),
        extension=_extension(extension) if extension else None,
    )
    return clock.end(running, legal_day(case.decided_at)) if case.decided_at else running


def statutory_clock_of(case: Case, rules: Rules) -> LegalClock | None:
    """The clock that is held against the limit of the law; None where it does not run yet.

    Where the law counts from the application (建筑法 8) it runs before acceptance too, from the papers that were
    complete: what was asked for and not brought yet is no application that could be decided.
    """
    decision = clock_of(case)
    if not rules.from_application or case.received_on is None:
        return decision
    if decision is None:
        received = answer_clock_of(case)
        return replace(received, event=_RECEIVED) if received is not None else None
    return replace(decision, started=min(intake_of(case).counts_from, decision.started), event=_RECEIVED)


def delivery_clock_of(case: Case) -> LegalClock | None:
    """The clock from the decision to delivery (行政许可法 44)."""
    if case.decided_at is None:
        return None
    ended = legal_day(case.closed_at) if case.closed_at else None
    return LegalClock(legal_day(case.decided_at), "作出决定", ended=ended)


def delivery_day(case: Case, decided: date) -> date | None:
    """The last day for issuing and delivering what is decided on a day; None where no rule sets one."""
    limit = rules_of(case).deliver
    return clock.last_day(LegalClock(decided, "作出决定"), limit, working_calendar()).day if limit else None


def running(case: Case) -> Running:
    """The clock that runs now, against the promise where there is one."""
    rules = rules_of(case)
    match Status(case.status):
        case Status.SUBMITTED if case.received_on is not None:
            return Running(Phase.ANSWER, answer_clock_of(case), rules.answer.limit)
        case Status.CORRECTING:
            return Running(Phase.APPLICANT)
        case Status.ACCEPTED:
            return Running(Phase.DECIDE, clock_of(case), rules.promised)
        case Status.GRANTED | Status.REFUSED if case.closed_at is None and rules.deliver is not None:
            return Running(Phase.DELIVER, delivery_clock_of(case), rules.deliver)
    return Running(Phase.OVER)


def due_of(case: Case, today: date) -> clock.Due | None:
    """Where the running clock stands; None when none runs."""
    now = running(case)
    if now.clock is None or now.limit is None:
        return None
    return clock.due(now.clock, now.limit, working_calendar(), today)


def light_of(case: Case, now: datetime) -> clock.Light:
    """The light of the running clock, with the hours of the body's office on the last day."""
    return light_at(case, due_of(case, legal_day(now)), working_calendar, now)


def light_at(
    case: Case, due: clock.Due | None, calendar: Callable[[], clock.WorkingCalendar], now: datetime
) -> clock.Light:
    """The same for whoever knows already where the clock stands; the calendar is asked for on the last day only."""
    if due is None or due.day != legal_day(now):
        return clock.light(due)
    left = clock.hours_left(now.astimezone(CITY), due.day, office_hours_of(case.body), calendar())
    return clock.light(due, left)


def soon_on(running_clock: LegalClock, limit: Limit, today: date) -> date | None:
    """The first day from ``today`` on which the light will be ``soon``; None when the last day is behind."""
    calendar = working_calendar()
    end = clock.last_day(running_clock, limit, calendar).day
    day = today
    while day <= end:
        if clock.light(clock.due(running_clock, limit, calendar, day)).state == clock.State.SOON:
            return day
        day += timedelta(days=1)
    return None


def set_days(case: Case, now: datetime) -> list[str]:
    """Compute the days of the law anew and set them on the case. Returns the names of the fields that changed."""
    calendar, rules = working_calendar(), rules_of(case)
    days: dict[str, date | None] = {
        "answer_by": case.answer_by,
        "promised_on": None,
        "statutory_on": None,
        "deliver_by": None,
    }
    if case.accepted_on is None and (answer := answer_clock_of(case)) is not None:
        days["answer_by"] = clock.last_day(answer, rules.answer.limit, calendar).day
    if case.decided_at is not None:
        # What has ended stays as it was told.
        days.update(promised_on=case.promised_on, statutory_on=case.statutory_on)
    else:
        decision, by_law = clock_of(case), statutory_clock_of(case, rules)
        if decision is not None:
            days["promised_on"] = clock.last_day(decision, rules.promised, calendar).day
        if by_law is not None and rules.statutory is not None:
            days["statutory_on"] = clock.last_day(by_law, rules.statutory, calendar).day
    if (delivery := delivery_clock_of(case)) is not None and rules.deliver is not None:
        days["deliver_by"] = clock.last_day(delivery, rules.deliver, calendar).day
    changed = [name for name, day in days.items() if getattr(case, name) != day]
    for name in changed:
        setattr(case, name, days[name])
    return changed


def _answer_rule(limits: Any, *, permit: bool) -> AnswerRule:
    if "answer" in limits:
        told = limits["answer"]
        return AnswerRule(limit_of(told), deemed_by=told.get("deemed_by", ""))
    return clock.PERMIT_ANSWER if permit else _OWN_ANSWER


def _promise(case: Case, limits: Any) -> Limit:
    """The promise of the first mode that applies (service.yaml ``limits.modes``), else the general one."""
    if limits["modes"]:
        known = variables_of("case", case.number)
        for mode in limits["modes"]:
            if compile_expression(mode["when"], tuple(known)).evaluate(known).value is True:
                return _promised(mode)
        if not known and case.decided_at is not None:
            return _as_told(case, limits)
    return _promised(limits["promised"])


def _as_told(case: Case, limits: Any) -> Limit:
    """What the process knew is forgotten some time after its end: the promise is the one whose last day was told."""
    general, running_clock, calendar = _promised(limits["promised"]), clock_of(case), working_calendar()
    if running_clock is None:
        return general
    all_of_them = (_promised(one) for one in (limits["promised"], *limits["modes"]))
    told = (one for one in all_of_them if clock.last_day(running_clock, one, calendar).day == case.promised_on)
    return next(told, general)


def _promised(told: Any) -> Limit:
    return Limit(int(told["value"]), Unit(told["unit"]), promise=True)


def _stop(row: Any) -> clock.Stop:
    return clock.Stop(
        kind=row.kind,
        article=row.article,
        start=row.start,
        notice_on=row.notice_on,
        planned_end=row.planned_end,
        ended=row.ended,
        required_by=row.required_by,
        later_notices=tuple(
            clock.Notice(date.fromisoformat(one["given_on"]), date.fromisoformat(one["planned_end"]))
            for one in row.later_notices
        ),
    )


def _extension(row: Any) -> clock.Extension:
    limit = Limit(row.added, Unit(row.unit), row.basis)
    return clock.Extension(limit, row.approved_by, row.approved_on, row.notice_on, row.reason)
