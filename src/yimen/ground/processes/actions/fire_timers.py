import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from yimen.engines import bpmn
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Timer

log = logging.getLogger(__name__)


def fire_due_timers(now: Callable[[], datetime], limit: int = 50) -> int:
    """Fire timers that are due, missed ones too, each in its own transaction; one that fails comes round again."""
    due = Timer.objects.filter(closed_at=None, due_at__lte=now()).order_by("due_at", "id")[:limit]
    fired = 0
    for timer in due:
        try:
            fired += _fire(timer, now())
        except Exception:
            log.exception("timer %s of instance %s failed", timer.pk, timer.instance_id)
    return fired


@transaction.atomic
def _fire(timer: Timer, now: datetime) -> int:
    locked(timer.instance_id)
    if not Timer.objects.filter(pk=timer.pk, closed_at=None).update(closed_at=now):
        return 0
    try:
        go_on(timer.instance_id, bpmn.TimerFired(timer.token), now)
    except bpmn.StaleHappening:
        log.info("timer %s came after its token had gone", timer.pk)
    return 1
