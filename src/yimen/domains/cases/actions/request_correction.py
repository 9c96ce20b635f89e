from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from yimen.domains.cases.clocks import intake_of, rules_of, set_days
from yimen.domains.cases.errors import AlreadyTold, NotOpenForChange, ReasonMissing
from yimen.domains.cases.handling import check_task, checked_text, locked, receive_by
from yimen.domains.cases.models import Case, Correction
from yimen.domains.cases.papers.intake import make_correction_notice
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

CORRECT = "correct"


@transaction.atomic
def request_correction(
    *, actor: Actor, case: Case, task: Task, points: Sequence[Mapping[str, str]], now: datetime
) -> Correction:
    """一次告知补正 (行政许可法 32(1)(4)): everything that lacks, at once. The clock has not begun; nothing is paused.

    Args:
        points: {kind: field|material, key, why, basis}; exactly these are opened for the applicant.

    Raises:
        AlreadyTold: a notice was given before, or silence has accepted the papers.
        ReasonMissing: no point, or a point that does not say why.
        NotOpenForChange: a point names nothing of this service.
    """
    case = locked(case)
    check_task(case, task, "accept", CORRECT)
    receive_by(case, now)
    told_on = legal_day(now)
    _may_tell(case, told_on)
    # The same thing named twice is told once.
    told = list({(one["kind"], one["key"]): one for one in [_point(case, point) for point in points]}.values())
    if not told:
        raise ReasonMissing("还没有写要补正什么", "至少勾选一项内容或者一份材料，写明为什么要补。")
    correction = Correction.objects.create(
        case=case,
        points=told,
        told_on=told_on,
        told_at=now,
        told_by=actor.name,
        supply_by=supply_by(case, told_on),
    )
    case.save(update_fields=["received_on", *set_days(case, now)])
    # Inside the transaction on purpose: told is told by a sealed notice, and after the fifth day it would be too late.
    make_correction_notice(case, now)
    add_step(case, "correction-asked", by=actor, now=now, note="；".join(one["what"] for one in told))
    record(
        actor,
        "request-correction",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"points": [one["key"] for one in told]},
    )
    complete_task(actor=actor, task=task, outcome=CORRECT, variables={}, now=now)
    return correction


def supply_by(case: Case, told_on: date) -> date | None:
    """By when the applicant should bring what lacks, where the service names a time; no law ends it by itself."""
    told = service_of(case).meta.get("correction")
    if not told:
        return None
    limit = clock.Limit(int(told["value"]), clock.Unit(told["unit"]), promise=True)
    return clock.last_day(clock.LegalClock(told_on, "告知补正"), limit, working_calendar()).day


def _may_tell(case: Case, on: date) -> None:
    try:
        clock.tell_correction(intake_of(case), on, working_calendar(), rules_of(case).answer)
    except clock.ClockRefused as error:
        raise AlreadyTold(str(error)) from error


def _point(case: Case, told: Mapping[str, str]) -> dict[str, str]:
    service, key = service_of(case), told.get("key", "")
    names = {
        "field": {one.key: one.label for one in service.form.fields.values()},
        "material": {one["id"]: one["name"] for one in service.meta["materials"]},
    }
    what = names.get(told.get("kind", ""), {}).get(key)
    if what is None:
        raise NotOpenForChange("要补正的内容不在这个事项里", "从页面列出的内容和材料里选。")
    why = checked_text(
        told.get("why", ""), missing=f"“{what}”没有写为什么要补正", advice="写清缺什么、哪里不符合、怎样改。"
    )
    basis = told.get("basis", "").strip() or "行政许可法第三十二条第一款第四项"
    basis = checked_text(basis, missing="没有写依据", advice="写明是哪一条要求的。")
    return {"kind": told["kind"], "key": key, "what": what, "why": why, "basis": basis}
