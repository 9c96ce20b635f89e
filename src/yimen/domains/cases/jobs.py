from datetime import datetime

from django.db import transaction
from django_tasks import task

from yimen.domains.cases.actions.deem_accepted import deem_accepted
from yimen.domains.cases.actions.recompute_days import recompute_days
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import open_cases, to_answer
from yimen.domains.cases.states import Status
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day

_BATCH = 500


@task()
@transaction.atomic
def clear_old_drafts(now: str) -> int:
    """Delete drafts whose 30 days are over: what somebody never filed is not ours to keep. ``now`` in ISO form."""
    moment = datetime.fromisoformat(now)
    # Locked, so that a draft that is being submitted at this moment is not deleted under its applicant's hands.
    old = list(Case.objects.select_for_update().filter(status=Status.DRAFT, keep_until__lt=moment)[:1000])
    for case in old:
        record(SYSTEM, "clear-draft", object_kind="case", object_ref=case.number, at=moment)
        case.delete()
    return len(old)


@task()
def deem_accepted_cases(now: str) -> int:
    """Accept what nobody has answered in time (行政许可法 32(1)(4)), each case in its own transaction."""
    moment = datetime.fromisoformat(now)
    late = to_answer(legal_day(moment)).select_related("version__item", "correction")
    return sum(deem_accepted(case=case, now=moment) for case in late[:_BATCH])


@task()
def recompute_open_cases(now: str, after: int = 0) -> int:
    """Compute the days of open cases anew after the calendar changed, from a cursor on; the rest in a further job."""
    moment, moved, last = datetime.fromisoformat(now), 0, after
    batch = list(open_cases(after)[:_BATCH])
    for case in batch:
        moved += bool(recompute_days(case=case, now=moment))
        last = case.pk
    if len(batch) == _BATCH:
        recompute_open_cases.enqueue(now, last)
    return moved
