from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import SameOfficer
from yimen.domains.cases.handling import check_task, locked
from yimen.domains.cases.inspections import DONE, finish
from yimen.domains.cases.models import Case, Inspection
from yimen.domains.cases.states import Status
from yimen.ground.accounts.models import Account
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task


@transaction.atomic
def confirm_inspection(*, officer: Account, case: Case, task: Task, seen_at: datetime, now: datetime) -> None:
    """The second officer confirms the record of the visit with the own account (行政许可法 34).

    Args:
        seen_at: ``recorded_at`` of the record that was on the page.

    Raises:
        SameOfficer: it is not the second officer that the record names.
        Stale: there is no record, or it was changed after the page was opened.
    """
    # What was permitted on a promise is looked at afterwards (消防法 15).
    case = locked(case, also={Status.GRANTED})
    check_task(case, task, "inspect", DONE)
    row = Inspection.objects.filter(case=case, token=task.token).first()
    if row is None or row.recorded_at != seen_at:
        raise Stale("核查记录刚刚改过", "再看一遍记录，确认无误后再点确认。")
    if row.second_id != officer.pk:
        name = row.second.name if row.second else "另一名核查员"
        raise SameOfficer(f"这份记录要由{name}确认", "由一起到现场的人用自己的账号确认。")
    # Whoever holds the task: the record names the second officer, so the second may end it.
    Task.objects.filter(pk=task.pk, closed_at=None).update(claimed_by=officer, claimed_at=now)
    finish(officer, case, task, row, now)
