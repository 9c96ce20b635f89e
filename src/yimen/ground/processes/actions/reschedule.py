from datetime import datetime

from yimen.ground.processes.models import Task
from yimen.ground.processes.subjects import subject_of


def reschedule(*, kind: str, reference: str, now: datetime) -> None:
    """Give the open tasks of a subject the clock that runs for it now. Belongs inside the caller's transaction."""
    schedule = subject_of(kind).schedule(reference, now)
    Task.objects.filter(instance__subject_kind=kind, instance__subject_ref=reference, closed_at=None).update(
        due_on=schedule.due_on, soon_on=schedule.soon_on, paused_until=schedule.paused_until
    )
