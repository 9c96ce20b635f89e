from datetime import date, datetime

from django.db import transaction

from yimen.domains.cases.clocks import Rules, rules_of, set_days, statutory_clock_of
from yimen.domains.cases.errors import TimeRefused
from yimen.domains.cases.events import SpecialProcedureOpened
from yimen.domains.cases.handling import checked_text, locked
from yimen.domains.cases.models import Case, SpecialProcedure
from yimen.domains.cases.papers.timing import tell_special_procedure
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.reschedule import reschedule


@transaction.atomic
def open_special_procedure(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    required_by: str,
    why: str,
    done_by: str,
    start: date,
    planned_end: date,
    now: datetime,
) -> SpecialProcedure:
    """特别程序 (行政许可法 45): the time of a hearing, tender, auction, inspection, testing, quarantine, appraisal or
    expert review is not counted; the applicant is told in writing how long it takes. Without the notice nothing stops.

    Raises:
        TimeRefused: no article stops the clock for this, it is told too late, or the limit has run out.
        ReasonMissing, NoteTooLong, MissingGlyphs: the notice would not be complete.
        DomainError of documents: the notice cannot be sealed; then nothing is opened.
    """
    case = locked(case)
    rules, today = rules_of(case), legal_day(now)
    running = _running(case, rules)
    told = checked_text(why, missing="没有写为什么要做", advice="写清因为什么情况、要查明什么，会写进告知书。")
    place = checked_text(done_by, missing="没有写由谁来做", advice="写明承办的机构或者组织。", longest=100)
    if required_by.strip():
        required_by = checked_text(required_by, missing="", advice="", longest=200)
    try:
        stopped = clock.open_stop(
            running,
            rules=rules.stops,
            kind=kind,
            start=start,
            planned_end=planned_end,
            notice_on=today,
            limit=rules.statutory,
            calendar=working_calendar(),
            required_by=required_by,
        )
    except clock.ClockError as error:
        raise TimeRefused(str(error)) from error
    stop = stopped.stops[-1]
    row = SpecialProcedure.objects.create(
        case=case,
        kind=kind,
        article=stop.article,
        required_by=stop.required_by,
        why=told,
        done_by=place,
        start=start,
        notice_on=today,
        planned_end=planned_end,
        opened_by=actor.name,
        opened_at=now,
    )
    case.save(update_fields=set_days(case, now))
    # Inside the transaction on purpose: a stop without its sealed notice must not exist, not even for a second.
    tell_special_procedure(case, row, now)
    add_step(case, "special-procedure-opened", by=actor, now=now, note=f"{kind}，到 {planned_end:%Y-%m-%d} 为止不计时")
    record(
        actor,
        "open-special-procedure",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"kind": kind, "start": str(start), "planned_end": str(planned_end)},
    )
    announce(SpecialProcedureOpened(case.pk, case.number, row.pk), now=now)
    reschedule(kind="case", reference=case.number, now=now)
    return row


def _running(case: Case, rules: Rules) -> clock.LegalClock:
    found = statutory_clock_of(case, rules)
    if case.status != Status.ACCEPTED or found is None or case.decision:
        raise Stale("这件申请现在没有在计时的办理期限", "受理以后、决定以前，才有特别程序。")
    return found
