from datetime import datetime

from django.db import transaction
from django_tasks import task

from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record


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
