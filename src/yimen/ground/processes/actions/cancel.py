import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, traced
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.carry_out import announce_end
from yimen.ground.processes.models import Instance, Subscription, Task, Timer
from yimen.ground.processes.store import close_by_rows
from yimen.ground.processes.subjects import subject_of

log = logging.getLogger(__name__)


def cancel_process(*, actor: Actor, kind: str, reference: str, ended_with: str, now: datetime) -> None:
    """End the running process of a subject where it stands: its tasks and timers close, nothing follows.

    What it has called is cancelled too, each by its domain; if it was called itself, its caller is told ``cancelled``.
    One whose rows are damaged, so that nobody can say where it stands, is closed by its rows: whoever withdraws need
    not wait until it is mended.

    Belongs inside the caller's transaction. What a worker still has in hand for it finds its token gone.
    """
    subject_of(kind).lock(reference)
    # Locked as they are found: one that a worker brings to its end at this moment is not there to be cancelled.
    running = Instance.objects.select_for_update().filter(subject_kind=kind, subject_ref=reference, ended_at=None)
    for number in list(running.values_list("pk", flat=True)):
        details: dict[str, object] = {"ended_with": ended_with}
        try:
            # Apart: where it fails it has written nothing.
            with transaction.atomic():
                instance = go_on(number, bpmn.InstanceCancelled(), now)
        except (OperationalError, InterfaceError, DomainError):
            raise
        except Exception as error:
            log.error("instance %s is closed by its rows: %s", number, traced(error))
            details |= {"by_rows": True, "error": type(error).__name__}
            instance = _closed_by_rows(number, details, now)
        # By rows in any case: what is damaged may still be read, as tokens that wait for nothing.
        Task.objects.filter(instance=instance, closed_at=None).update(closed_at=now, outcome="cancelled")
        Timer.objects.filter(instance=instance, closed_at=None).update(closed_at=now)
        Subscription.objects.filter(instance=instance).delete()
        instance.ended_with = ended_with
        instance.save(update_fields=["ended_with"])
        record(actor, "cancel-process", object_kind=kind, object_ref=reference, at=now, details=details)


def _closed_by_rows(number: int, told: dict[str, object], now: datetime) -> Instance:
    """The same without asking the engine, which cannot say what it would take back."""
    instance = Instance.objects.get(pk=number)
    instance.ended_at, instance.result = now, bpmn.CANCELLED
    close_by_rows(instance, told, now)
    for child in Instance.objects.filter(caller=instance, ended_at=None):
        subject_of(child.subject_kind).cancel_called(child.subject_ref, now)
    announce_end(instance, now)
    return instance
