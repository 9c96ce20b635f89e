from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.mark_material import check_not_told
from yimen.domains.cases.actions.request_correction import CORRECT
from yimen.domains.cases.handling import check_task, locked
from yimen.domains.cases.models import Case, MaterialMark
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.models import Task


@transaction.atomic
def remove_mark(*, actor: Actor, case: Case, task: Task, mark: int, now: datetime) -> bool:
    """Take a mark back before the notice is told. The row stays; False if there is none: two clicks do no harm.

    Raises:
        AlreadyTold: the notice names it. Stale, WrongOutcome: the case is not before acceptance any more.
    """
    case = locked(case)
    check_task(case, task, "accept", CORRECT)
    check_not_told(case)
    found = MaterialMark.objects.filter(row__case=case, pk=mark, removed_at=None).select_related("row").first()
    if found is None:
        return False
    found.removed_at = now
    found.save(update_fields=["removed_at"])
    details = {"material": found.row.material, "row": found.row_id, "page": found.page}
    record(actor, "remove-mark", object_kind="case", object_ref=case.number, at=now, details=details)
    return True
