import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django_tasks import task

from yimen.domains.cases.actions.deem_accepted import deem_accepted
from yimen.domains.cases.actions.recompute_days import recompute_days
from yimen.domains.cases.letting_go import let_go
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import open_cases, to_answer
from yimen.domains.cases.states import Status
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.processes.actions.reschedule import reschedule

_BATCH = 500
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
    # By a cursor: late cases of matters that silence does not accept must not keep the others from their turn.
    while batch := list(to_answer(legal_day(moment), last).select_related("version__item", "correction")[:_BATCH]):
        accepted += _each(batch, lambda case: deem_accepted(case=case, now=moment))
        last = batch[-1].pk
    return accepted


@task()
def relight_stopped_cases(now: str) -> int:
    """Give the tasks of cases with an open special procedure today's light: one may begin, or end, today."""
    moment = datetime.fromisoformat(now)
    stopped = open_cases().filter(special_procedures__ended=None, special_procedures__start__lte=legal_day(moment))

    @transaction.atomic
    def again(case: Case) -> bool:
        reschedule(kind="case", reference=case.number, now=moment)
        return True

    return _each(stopped.distinct(), again)


def recompute_open_cases(now: datetime) -> int:
    """Compute the days of all open cases anew after the calendar changed, batch by batch; done again it changes
    nothing. Returns how many moved."""
    moved, last = 0, 0
    while batch := list(open_cases(last)[:_BATCH]):
        moved += _each(batch, lambda case: bool(recompute_days(case=case, now=now)))
        last = batch[-1].pk
    return moved


def _each(cases: Iterable[Case], act: Callable[[Case], bool]) -> int:
    """Do it to each case. One that fails is logged and comes round again: it must not keep the others waiting."""
    done = 0
    for case in cases:
        try:
            done += act(case)
        except Exception:
            log.exception("%s failed", case.number)
    return done
