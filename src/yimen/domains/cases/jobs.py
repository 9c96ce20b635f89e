import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db import transaction
from django_tasks import task

from yimen.domains.cases.actions.carry_out_destruction import carry_out_destruction
from yimen.domains.cases.actions.deem_accepted import deem_accepted
from yimen.domains.cases.actions.order_destruction import order_destruction
from yimen.domains.cases.actions.recompute_days import recompute_days
from yimen.domains.cases.keeping import due, ended_on, kept_until, unsettled
from yimen.domains.cases.letting_go import let_go
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.queries import open_cases, to_answer
from yimen.domains.cases.states import Status
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.daily import Incomplete
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.queries import to_destroy
from yimen.ground.processes.actions.reschedule import reschedule

_BATCH = 500
_FILES = 100
log = logging.getLogger(__name__)


@task()
@transaction.atomic
def clear_old_drafts(now: str) -> int:
    """Delete drafts whose 30 days are over: what somebody never filed is not ours to keep. ``now`` in ISO form."""
    moment = datetime.fromisoformat(now)
    # Locked, so that a draft that is being submitted at this moment is not deleted under its applicant's hands.
    old = list(Case.objects.select_for_update().filter(status=Status.DRAFT, keep_until__lt=moment)[:1000])
    for case in old:
        record(SYSTEM, "clear-draft", object_kind="case", object_ref=case.number, at=moment)
        for row in case.materials.select_related("file"):
            let_go(actor=SYSTEM, row=row, reason="草稿到期", now=moment)
            row.delete()
        case.delete()
    return len(old)


@task()
def deem_accepted_cases(now: str) -> int:
    """Accept what nobody has answered in time (行政许可法 32(1)(4)), each case in its own transaction."""
    moment = datetime.fromisoformat(now)
    accepted, last = 0, 0
    failed: list[str] = []
    # By a cursor: late cases of matters that silence does not accept must not keep the others from their turn.
    while batch := list(to_answer(legal_day(moment), last).select_related("version__item", "correction")[:_BATCH]):
        accepted += _each(batch, lambda case: deem_accepted(case=case, now=moment), failed)
        last = batch[-1].pk
    return _complete(accepted, failed)


@task()
def relight_stopped_cases(now: str) -> int:
    """Give the tasks of cases with an open special procedure today's light: one may begin, or end, today."""
    moment = datetime.fromisoformat(now)
    stopped = open_cases().filter(special_procedures__ended=None, special_procedures__start__lte=legal_day(moment))

    @transaction.atomic
    def again(case: Case) -> bool:
        reschedule(kind="case", reference=case.number, now=moment)
        return True

    failed: list[str] = []
    return _complete(_each(stopped.distinct(), again, failed), failed)


@task()
def destroy_due_materials(now: str) -> int:
    """Destroy what was handed in for cases that ended so long ago that its period is over; how many files went.

    1. Whatever a run before has ordered and not carried out. 2. The last day of each file of cases that have ended
    meanwhile is written down. 3. Case by case, what is due is ordered, then carried out. In batches, each with
    transactions of its own: killed anywhere, the next run goes on.
    """
    moment = datetime.fromisoformat(now)
    failed: list[str] = []
    gone = _carry_out(moment)
    _settle_periods()
    today, last = legal_day(moment), 0
    while batch := list(due(today).filter(pk__gt=last)[:_BATCH]):
        _each(
            {row.case_id: row.case for row in batch}.values(),
            lambda case: bool(order_destruction(actor=SYSTEM, case=case, now=moment)),
            failed,
        )
        gone += _carry_out(moment)
        last = batch[-1].pk
    left = [f"文件 {file.pk}（{file.subject_reference}）" for file in to_destroy()[:_FILES]]
    return _complete(gone, [*failed, *left])


def _carry_out(moment: datetime) -> int:
    gone, last = 0, 0
    while files := list(to_destroy(last)[:_FILES]):
        gone += carry_out_destruction(actor=SYSTEM, files=files, now=moment)
        last = files[-1].pk
    return gone


def _settle_periods() -> None:
    last = 0
    while rows := list(unsettled().filter(pk__gt=last)[:_BATCH]):
        ends = {row.case_id: ended_on(row.case) for row in rows}
        for row in rows:
            row.kept_until = kept_until(row, ends[row.case_id])
        Material.objects.bulk_update(rows, ["kept_until"])
        last = rows[-1].pk


def recompute_open_cases(now: datetime) -> int:
    """Compute the days of all open cases anew after the calendar changed, batch by batch; done again it changes
    nothing. Returns how many moved."""
    moved, last = 0, 0
    while batch := list(open_cases(last)[:_BATCH]):
        moved += _each(batch, lambda case: bool(recompute_days(case=case, now=now)), [])
        last = batch[-1].pk
    return moved


def _each(cases: Iterable[Case], act: Callable[[Case], bool], failed: list[str]) -> int:
    """Do it to each case. One that fails is logged and comes round again: it must not keep the others waiting."""
    done = 0
    for case in cases:
        try:
            done += act(case)
        except Exception:
            log.exception("%s failed", case.number)
            failed.append(case.number)
    return done


def _complete(done: int, failed: Collection[str]) -> int:
    """What a job returns. Raises Incomplete where something failed: an operator must see it."""
    if failed:
        raise Incomplete(done, failed)
    return done
