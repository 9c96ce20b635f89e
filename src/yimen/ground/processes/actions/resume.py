from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, Stale
from yimen.ground.processes.actions.stop import NO_TOKEN
from yimen.ground.processes.carry_out import ask_again
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Task, Timer
from yimen.ground.processes.store import load
from yimen.ground.processes.subjects import subject_of


@transaction.atomic
def resume(*, actor: Actor, instance_id: int, now: datetime) -> None:
    """Let a stopped instance go on: its timers ring again, and what the machine has in hand is asked for anew.

    One that goes on already is left as it is.

    Raises:
        Stale: the instance is over.
        DomainError: where it stands, or its definition, cannot be read.
    """
    instance = locked(instance_id)
    if instance.ended_at is not None:
        raise Stale("这个流程已经结束", "刷新页面看结果。")
    if instance.stopped_at is None:
        return
    instance.stopped_at, instance.stopped_reason, instance.stopped_detail = None, "", ""
    instance.save(update_fields=["stopped_at", "stopped_reason", "stopped_detail"])
    Timer.objects.filter(instance=instance, closed_at=None).update(attempts=0, leased_until=None)
    Task.objects.filter(instance=instance, token=NO_TOKEN, kind=Task.INCIDENT, closed_at=None).update(
        closed_at=now, outcome="retry"
    )
    record(
        actor,
        "resume-process",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"instance": instance.pk},
    )
    try:
        process = subject_of(instance.subject_kind).definition(instance.definition)
        ask_again(instance, process, load(instance), now)
    except bpmn.BpmnError as error:
        raise DomainError(error.sentence, "先修好再继续；修不好的，撤回这件事重新办。") from error
