from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.accounts.models import Account
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.errors import refusing_values
from yimen.ground.processes.models import Task
from yimen.ground.processes.store import close_task, waiting


@transaction.atomic
def complete_task(*, actor: Actor, task: Task, outcome: str, variables: Mapping[str, object], now: datetime) -> None:
    """Close a task with its outcome and let the process go on.

    Raises:
        Stale: somebody else has closed or taken it meanwhile.
        ValueRefused: a variable cannot be kept.
    """
    waits = waiting(task.pk)
    if not waits.is_open:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")
    if actor.kind == "staff" and waits.claimed_by is not None and str(waits.claimed_by) != actor.id:
        holder = Account.objects.get(pk=waits.claimed_by)
        raise Stale(f"这件事已经由{holder.name}领取", "要换人办，由对方先退回待领取。")
    close_task(task.pk, outcome, now)
    record(
        actor,
        "complete-task",
        object_kind=waits.subject_kind,
        object_ref=waits.subject_ref,
        at=now,
        details={"task": task.node, "outcome": outcome},
    )
    try:
        with refusing_values():
            go_on(task.instance_id, bpmn.TaskCompleted(task.token, outcome, dict(variables)), now)
    except bpmn.StaleHappening as error:
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。") from error
