from datetime import datetime

from yimen.ground.processes.models import Timer


def move_timer(*, kind: str, reference: str, was: datetime, becomes: datetime) -> None:
    """Let the open timer of a subject that was to ring at one moment ring at another.

    Belongs inside the caller's transaction. A timer that has rung stays as it is.
    """
    Timer.objects.filter(
        instance__subject_kind=kind, instance__subject_ref=reference, closed_at=None, due_at=was
    ).update(due_at=becomes)
