from datetime import datetime

from yimen.engines import bpmn
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.subjects import subject_of


def cancel_process(*, actor: Actor, kind: str, reference: str, ended_with: str, now: datetime) -> None:
    """End the running process of a subject where it stands: its tasks and timers close, nothing follows.

    What it has called is cancelled too, each by its domain; if it was called itself, its caller is told ``cancelled``.

    Belongs inside the caller's transaction. What a worker still has in hand for it finds its token gone.
    """
    subject_of(kind).lock(reference)
    # Locked as they are found: one that a worker brings to its end at this moment is not there to be cancelled.
    running = Instance.objects.select_for_update().filter(subject_kind=kind, subject_ref=reference, ended_at=None)
    for number in list(running.values_list("pk", flat=True)):
        instance = go_on(number, bpmn.InstanceCancelled(), now)
        # An incident's token carries no task of the engine's: nobody else would close it.
        Task.objects.filter(instance=instance, closed_at=None).update(closed_at=now, outcome="cancelled")
        instance.ended_with = ended_with
        instance.save(update_fields=["ended_with"])
        record(
            actor, "cancel-process", object_kind=kind, object_ref=reference, at=now, details={"ended_with": ended_with}
        )
