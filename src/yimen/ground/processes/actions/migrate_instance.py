from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError
from yimen.ground.processes.carry_out import carry_out
from yimen.ground.processes.errors import CannotMove
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Instance, Task, Timer, Token
from yimen.ground.processes.store import Happened, load
from yimen.ground.processes.subjects import subject_of


@transaction.atomic
def migrate_instance(
    *, actor: Actor, instance_id: int, to: str, mapping: Mapping[str, str], now: datetime
) -> tuple[str, ...]:
    """Bring a running instance, and its subject with it, to another version of its process: whole, or not at all.

    One that is there already stays as it is, so that a migration that was broken off can be run again.

    Args:
        to: key and version of the definition. mapping: elements and flows whose ids differ, old to new.

    Returns:
        What will be other than before for those who work on it, in sentences.

    Raises:
        CannotMove: with every reason; nothing has changed.
    """
    instance = locked(instance_id)
    subject, origin = subject_of(instance.subject_kind), instance.definition
    if origin == to:
        return ()
    if instance.ended_at is not None:
        raise CannotMove(("这个流程已经结束，不用迁移。",))
    try:
        old, new, before = subject.definition(origin), subject.definition(to), load(instance)
        found = bpmn.migrate(old, new, before, mapping)
    except bpmn.BpmnError as error:
        raise CannotMove((error.sentence,)) from error
    if found.step is None:
        raise CannotMove(found.reasons)
    try:
        subject.moved(instance.subject_ref, to, now)
    except DomainError as error:
        raise CannotMove((f"{error.sentence}。{error.advice}",)) from error
    instance.definition = to
    instance.save(update_fields=["definition"])
    _rename(instance, found.renamed)
    told: dict[str, object] = {"from": origin, "to": to, **({"mapping": dict(mapping)} if mapping else {})}
    carry_out(instance, new, before, found.step, Happened("Migrated", told), now)
    record(
        actor,
        "migrate-process",
        object_kind=instance.subject_kind,
        object_ref=instance.subject_ref,
        at=now,
        details={"instance": instance.pk, **told},
    )
    return found.notes


def _rename(instance: Instance, renamed: Mapping[int, str]) -> None:
    """What has been waiting goes on waiting since then, under the new id: the turns of a repeating timer count on."""
    for number, node in renamed.items():
        Token.objects.filter(instance=instance, number=number, gone_at=None).update(node=node)
        for kind in (Task, Timer):
            kind.objects.filter(instance=instance, token=number, closed_at=None).update(node=node)
