from datetime import datetime

from django.db import transaction

from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task


@transaction.atomic
def claim(*, officer: Account, task: Task, now: datetime) -> None:
    """领取: the officer takes a free task; from now on nobody else works on it. Claiming one's own changes nothing.

    Raises:
        Stale: a colleague has taken it, or it is done.
    """
    taken = Task.objects.filter(pk=task.pk, closed_at=None, claimed_by=None).update(claimed_by=officer, claimed_at=now)
    if not taken:
        current = Task.objects.select_related("claimed_by").get(pk=task.pk)
        if current.closed_at is None and current.claimed_by_id == officer.pk:
            return
        _refuse(current)
    task.claimed_by, task.claimed_at = officer, now
    instance = task.instance
    record(
        officer.actor(now),
        "claim-task",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"task": task.node},
    )


def _refuse(task: Task) -> None:
    if task.closed_at is not None or task.claimed_by is None:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")
    raise Stale(f"这件事刚刚被{task.claimed_by.name}领取了", "回到待办，领取下一件；要换人办，由对方先退回。")
