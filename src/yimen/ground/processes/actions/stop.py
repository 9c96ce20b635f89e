import logging
from datetime import datetime
from typing import Literal

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import traced
from yimen.ground.processes.faults import described
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Instance, Task, Token
from yimen.ground.processes.subjects import subject_of

log = logging.getLogger(__name__)

# The incident of an instance that has stopped belongs to none of its tokens: their numbers begin with 1.
NO_TOKEN = 0
_REASONS = {
    "timer": "“{name}”的时间到了，往下办时程序出错，试了几次都没成",
    "answer": "“{name}”有了结果，往下办时程序出错，试了几次都没成",
    "message": "“{name}”等的消息到了，往下办时程序出错，试了几次都没成",
}


def stop(
    *,
    actor: Actor,
    instance_id: int,
    what: Literal["timer", "answer", "message"],
    token: int,
    error: BaseException,
    now: datetime,
) -> None:
    """Leave an instance alone that no attempt brings on: the worker passes it by, and an operator is asked.

    Stopping comes first and by itself, since whatever fails here may be what puts a task before people. One that has
    stopped or is over stays as it is.
    """
    if not _stop(actor, instance_id, what, token, described(error), now):
        return
    try:
        _ask(instance_id, now)
    except Exception as fault:
        # It stands on the page of stopped processes all the same.
        log.error("no incident could be opened for instance %s: %s", instance_id, traced(fault))


@transaction.atomic
def _stop(actor: Actor, number: int, what: str, token: int, detail: str, now: datetime) -> bool:
    instance = Instance.objects.select_for_update().get(pk=number)
    if instance.stopped_at is not None or instance.ended_at is not None:
        return False
    node = Token.objects.filter(instance=instance, number=token).values_list("node", flat=True).first() or ""
    instance.stopped_at, instance.stopped_detail = now, detail
    instance.stopped_reason = _REASONS[what].format(name=_name(instance, node))[:300]
    instance.save(update_fields=["stopped_at", "stopped_reason", "stopped_detail"])
    record(
        actor,
        "stop-process",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"instance": number, "what": what, "node": node},
    )
    return True


def _name(instance: Instance, node: str) -> str:
    try:
        return subject_of(instance.subject_kind).definition(instance.definition).nodes[node].label
    except Exception:
        # The definition itself may be what cannot be read.
        return node or "某一步"


@transaction.atomic
def _ask(number: int, now: datetime) -> None:
    instance = locked(number)
    subject = subject_of(instance.subject_kind)
    schedule = subject.schedule(instance.subject_ref, now)
    Task.objects.get_or_create(
        instance=instance,
        token=NO_TOKEN,
        kind=Task.INCIDENT,
        closed_at=None,
        defaults={
            "node": "",
            "name": "流程停住了，等人处理",
            "post": subject.post(instance.subject_ref, ""),
            "outcomes": ["retry"],
            "reason": instance.stopped_reason,
            "opened_at": now,
            "due_on": schedule.due_on,
            "soon_on": schedule.soon_on,
            "paused_until": schedule.paused_until,
        },
    )
