from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.models import Task


@transaction.atomic
def complete_task(*, actor: Actor, task: Task, outcome: str, variables: Mapping[str, object], now: datetime) -> None:
    """Close a task with its outcome and let the process go on.

    Raises:
        Stale: somebody else has closed or taken it meanwhile.
    """
    row = Task.objects.select_for_update(of=("self",)).select_related("claimed_by").get(pk=task.pk)
    if row.closed_at is not None:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")
    if actor.kind == "staff" and row.claimed_by is not None and str(row.claimed_by_id) != actor.id:
        raise Stale(f"这件事已经由{row.claimed_by.name}领取", "要换人办，由对方先退回待领取。")
    Task.objects.filter(pk=task.pk).update(closed_at=now, outcome=outcome)
    instance = task.instance
    record(
        actor,
        "complete-task",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"task": task.node, "outcome": outcome},
    )
    try:
        go_on(instance.pk, bpmn.TaskCompleted(task.token, outcome, dict(variables)), now)
    except bpmn.StaleHappening as error:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。") from error
