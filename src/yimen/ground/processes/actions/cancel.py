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
    """Call the running process of a subject off where it stands: its tasks and timers close, nothing follows.

    What was done and can be undone is undone by the worker, the last first; until then the process has not ended.

    What it has called is cancelled too, each by its domain; if it was called itself, its caller is told ``cancelled``.
    One whose rows are damaged, so that nobody can say where it stands, is closed by its rows: whoever withdraws need
    not wait until it is mended.

    Belongs inside the caller's transaction. What a worker still has in hand for it finds its token gone.
    """
    subject_of(kind).lock(reference)
    # Locked as they are found: one that a worker brings to its end at this moment is not there to be cancelled.
    running = Instance.objects.select_for_update().filter(subject_kind=kind, subject_ref=reference, ended_at=None)
    # One that was called off before is only undoing what it has done.
    for number in list(running.filter(ended_with="").values_list("pk", flat=True)):
        details: dict[str, object] = {"ended_with": ended_with}
        _close_all(number, ended_with, now)
        try:
            # Apart: where it fails it has written nothing.
            with transaction.atomic():
                go_on(number, bpmn.InstanceCancelled(), now)
        except (OperationalError, InterfaceError, DomainError):
            raise
        except Exception as error:
            log.error("instance %s is closed by its rows: %s", number, traced(error))
            details |= {"by_rows": True, "error": type(error).__name__}
            _close_by_rows(number, details, now)
        record(actor, "cancel-process", object_kind=kind, object_ref=reference, at=now, details=details)


def _close_all(number: int, ended_with: str, now: datetime) -> None:
    """Nobody and nothing waits for it any more, whatever its tokens say: an incident is no task of the engine's, and
    damaged rows may still be read as tokens that wait for nothing. Nor would one that had stopped undo anything."""
    Task.objects.filter(instance=number, closed_at=None).update(closed_at=now, outcome="cancelled")
    Timer.objects.filter(instance=number, closed_at=None).update(closed_at=now)
    Subscription.objects.filter(instance=number).delete()
    Instance.objects.filter(pk=number).update(ended_with=ended_with, stopped_at=None)


def _close_by_rows(number: int, told: dict[str, object], now: datetime) -> None:
    """The same without asking the engine, which cannot say what it would take back or undo."""
    instance = Instance.objects.get(pk=number)
    instance.ended_at, instance.result = now, bpmn.CANCELLED
    close_by_rows(instance, told, now)
    for child in Instance.objects.filter(caller=instance, ended_at=None):
        subject_of(child.subject_kind).cancel_called(child.subject_ref, now)
    announce_end(instance, now)
