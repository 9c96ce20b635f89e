from datetime import datetime

from django.db import transaction

from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task

# Why a task changes hands. Words to choose from: the evidence holds no free text about people.
REASONS = ("请假、外出", "要回避", "分工调整", "手头的件太多", "只是改一下记录")


@transaction.atomic
def release(*, officer: Account, task: Task, now: datetime, reason: str = "") -> None:
    """退回待领取: the officer gives an own task back, so that a colleague can take it. The clock runs on.

    Args:
        reason: one of ``REASONS``, kept in the evidence; anything else counts as none.

    Raises:
        Stale: it is not the officer's, or it is done.
    """
    if not Task.objects.filter(pk=task.pk, closed_at=None, claimed_by=officer).update(claimed_by=None, claimed_at=None):
        raise Stale("这件事不在您手里", "刷新页面看最新进度。")
    instance = task.instance
    record(
        officer.actor(now),
        "release-task",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"task": task.node, **({"reason": reason} if reason in REASONS else {})},
    )
