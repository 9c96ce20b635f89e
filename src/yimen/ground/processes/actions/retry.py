from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.actions.resume import resume
from yimen.ground.processes.actions.stop import NO_TOKEN
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Task


@transaction.atomic
def retry(*, actor: Actor, incident: Task, now: datetime) -> None:
    """Try a failed step again, after its cause has been removed. A process that has stopped goes on before.

    Raises:
        Stale: somebody else has dealt with it meanwhile.
    """
    instance = locked(incident.instance_id)
    if instance.stopped_at is not None:
        resume(actor=actor, instance_id=instance.pk, now=now)
        if incident.token == NO_TOKEN:
            return
    if not Task.objects.filter(pk=incident.pk, kind=Task.INCIDENT, closed_at=None).update(
        closed_at=now, outcome="retry"
    ):
        raise Stale("这个问题刚刚已经处理", "刷新页面看最新进度。")
    record(
        actor,
        "retry-step",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"node": incident.node},
    )
    try:
        go_on(instance.pk, bpmn.IncidentResolved(incident.token), now)
    except bpmn.StaleHappening as error:
        raise Stale("这个问题刚刚已经处理", "刷新页面看最新进度。") from error
