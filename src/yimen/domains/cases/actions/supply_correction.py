from datetime import datetime

from django.db import transaction

from yimen.domains.cases.clocks import set_days
from yimen.domains.cases.errors import NotComplete
from yimen.domains.cases.events import CorrectionSupplied
from yimen.domains.cases.handling import check_task, locked
from yimen.domains.cases.lanes import share_corrected
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, lists_of
from yimen.domains.cases.receipt import received_day
from yimen.domains.cases.region import region_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.reschedule import reschedule
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks_of

SUPPLIED = "supplied"


@transaction.atomic
def supply_correction(*, actor: Actor, case: Case, task: Task | None, now: datetime) -> None:
    """交回补正材料: the department's days to answer run again, from the corrected papers.

    Args:
        task: the applicant's own; None when the time that was aimed at has passed and the officer has the case
            back: what comes late comes still in time as long as nothing is decided.

    Raises:
        NotComplete: what was asked for is still not there.
        Stale: nothing is waited for any more.
    """
    case = locked(case)
    if case.declined or case.accepted_on is not None:
        raise Stale("这件申请刚刚已经有了结果", "刷新页面看最新进度。")
    task = task or open_tasks_of("case", case.number).filter(post=None).first()
    if task is not None:
        check_task(case, task, "supplement", SUPPLIED)
    if case.status != Status.CORRECTING:
        raise Stale("这件申请现在不等补正", "刷新页面看最新进度。")
    failures, lacking = failures_of(case, legal_day(now), lists_of(case)), lacking_materials(case, now)
    if failures or lacking:
        raise NotComplete(len(failures), len(lacking))
    correction = case.correction
    # Papers brought in after hours are received on the next working day, but never before the notice.
    correction.supplied_on, correction.supplied_at = max(received_day(case, now), correction.told_on), now
    correction.save(update_fields=["supplied_on", "supplied_at"])
    case.status, case.region = Status.SUBMITTED, region_of(case)
    case.save(update_fields=["status", "region", *set_days(case, now)])
    share_corrected(case, now)
    add_step(case, "correction-supplied", by=actor, now=now)
    record(actor, "supply-correction", object_kind="case", object_ref=case.number, at=now)
    announce(CorrectionSupplied(case.pk, case.number), now=now)
    if task is not None:
        complete_task(actor=actor, task=task, outcome=SUPPLIED, variables={}, now=now)
    reschedule(kind="case", reference=case.number, now=now)
