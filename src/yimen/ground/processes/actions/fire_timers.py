"""Fire the timers that are due, those that were missed too, in the order in which they were due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError, traced
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.errors import Stopped
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Timer

LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
MAX_ATTEMPTS = 6
# A database that is busy, or that answers others: as many attempts, over an hour instead of six minutes.
DATABASE, PATIENCE = (OperationalError, InterfaceError), 10

log = logging.getLogger(__name__)


class WorkerLost(Exception):
    """No worker that tried has come back."""


def fire_due_timers(now: Callable[[], datetime], limit: int = 50) -> int:
    """Fire timers that are due and return how many were tried, each in its own transaction.

    Each is leased first: of several workers no two hold the same one, and none waits for another's. A worker that is
    killed loses its lease after ``LEASE``; a timer that fails comes round again after a pause that grows. After
    the last attempt its instance stops, and no other does. Where the database does not answer pauses are longer.

    Args:
        now: the clock, asked before each timer, since one of them may take seconds.
    """
    timers = _leased(now(), limit)
    for timer in timers:
        before = timer.attempts
        try:
            _count(timer)
            if timer.attempts > MAX_ATTEMPTS:
                # Whoever tried it last never came back: what kills the worker must not do so for ever.
                raise WorkerLost()
            _fire(timer, now())
        except Exception as error:
            level = logging.WARNING if isinstance(error, DomainError) else logging.ERROR
            log.log(level, "timer %s of instance %s failed: %s", timer.pk, timer.instance_id, traced(error))
            _failed(timer, before + 1, error, now())
    return len(timers)


def _failed(timer: Timer, attempts: int, error: Exception, now: datetime) -> None:
    """Let it come round again; after the last attempt its instance stops.

    Raises:
        DatabaseError: the database is away: that is no fault of the instance. The worker waits for it, and the lease
            runs out by itself.
    """
    # Written down before anything else: what the database takes now is no outage, and what it refuses for ever for this
    # one instance alone must come before a person like any other fault.
    _try_later(timer, now, attempts=attempts, patience=PATIENCE if isinstance(error, DATABASE) else 1)
    if attempts < MAX_ATTEMPTS:
        return
    try:
        stop(actor=SYSTEM, instance_id=timer.instance_id, what="timer", token=timer.token, error=error, now=now)
    except DATABASE as again:
        # The rows that say it has stopped are themselves what cannot be written: see ``access.overdue``.
        log.error("instance %s could not be stopped: %s", timer.instance_id, traced(again))


def _leased(now: datetime, limit: int) -> list[Timer]:
    # Looked first: on SQLite the lease takes the turn to write, and an idle worker asks twice a second.
    if not _free(now).exists():
        return []
    with transaction.atomic():
        timers = list(_free(now).select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "id")[:limit])
        until = now + LEASE
        Timer.objects.filter(pk__in=[timer.pk for timer in timers]).update(leased_until=until)
    for timer in timers:
        timer.leased_until = until
    return timers


def _count(timer: Timer) -> None:
    """An attempt counts when a timer is taken in hand, by itself: of a worker that dies the others are not to blame."""
    held = Timer.objects.filter(pk=timer.pk, closed_at=None, leased_until=timer.leased_until)
    held.update(attempts=F("attempts") + 1)
    timer.attempts += 1


def _free(now: datetime) -> QuerySet[Timer]:
    """Due, and nobody's. Of one process only the first: two workers must not fire its timers in the wrong order."""
    before = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
    earlier = Timer.objects.filter(before, instance=OuterRef("instance"), closed_at=None)
    nobodys = Q(leased_until=None) | Q(leased_until__lte=now)
    return Timer.objects.filter(~Exists(earlier), nobodys, closed_at=None, due_at__lte=now, instance__stopped_at=None)


@transaction.atomic
def _fire(timer: Timer, now: datetime) -> None:
    locked(timer.instance_id)
    # Closed only by whoever still holds it, and only if nobody has moved it meanwhile.
    held = Timer.objects.filter(pk=timer.pk, closed_at=None, leased_until=timer.leased_until, due_at__lte=now)
    if not held.update(closed_at=now):
        return
    try:
        go_on(timer.instance_id, bpmn.TimerFired(timer.token), now)
    except bpmn.StaleHappening:
        log.info("timer %s came after its token had gone", timer.pk)
    except Stopped:
        # Stopped since it was leased: the timer stays open and rings when the instance goes on.
        transaction.set_rollback(True)


def _try_later(timer: Timer, now: datetime, *, attempts: int, patience: int) -> None:
    """Give the lease back for the time of the pause."""
    pause = min(timedelta(seconds=patience * 4 ** min(attempts - 1, 10)), LONGEST_PAUSE)
    held = Timer.objects.filter(pk=timer.pk, closed_at=None, leased_until=timer.leased_until)
    held.update(leased_until=now + pause, attempts=attempts)
