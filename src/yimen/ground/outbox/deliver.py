"""The worker's half: take what is due, hand it over, keep count."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import F

from yimen.ground.errors import DomainError, traced
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listener

MAX_ATTEMPTS = 6
LEASE = timedelta(minutes=2)
# A database that is busy, or refuses this alone: as many attempts, over an hour instead of six minutes.
DATABASE, PATIENCE = (OperationalError, InterfaceError), 10

log = logging.getLogger(__name__)
_FAILED = f"试了 {MAX_ATTEMPTS} 次都没有办成。原因看服务日志，查明后再试一次。"
_NOT_SURVIVED = "办这一步的程序每次都中途停了。原因看服务日志，查明后再试一次。"


def deliver_due(now: Callable[[], datetime], limit: int = 50) -> int:
    """Deliver what is due and return how many deliveries were tried.

    Args:
        now: the clock, asked before each delivery, since one of them may take seconds.
    """
    due = Delivery.objects.filter(done_at=None, given_up_at=None, next_at__lte=now()).order_by("next_at", "id")[:limit]
    tried = 0
    for delivery in due:
        if _claim(delivery, now()):
            tried += 1
            if delivery.attempts > MAX_ATTEMPTS:
                # Whoever tried it last never came back, or nobody could be told: neither must go on for ever.
                told = _FAILED if delivery.last_error else _NOT_SURVIVED
                _give_up(delivery, delivery.last_error or "the worker did not survive it", told, now())
            else:
                _hand_over(delivery, now)
    return tried


def _claim(delivery: Delivery, now: datetime) -> bool:
    # A lease instead of a lock: a worker that is killed loses the row after LEASE, and nobody holds a transaction open.
    changed = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, done_at=None).update(
        attempts=F("attempts") + 1, next_at=now + LEASE
    )
    delivery.attempts += 1
    return changed == 1


def _hand_over(delivery: Delivery, now: Callable[[], datetime]) -> None:
    try:
        target = listener(delivery.listener)
        target.react(target.event(**delivery.payload), now())
    except Exception as error:
        # A refusal by rule is no fault of the program: whoever is told of it reads its sentence.
        level = logging.WARNING if isinstance(error, DomainError) else logging.ERROR
        log.log(level, "delivery %s to %s failed: %s", delivery.pk, delivery.listener, traced(error))
        _try_later(delivery, error, now())
        return
    Delivery.objects.filter(pk=delivery.pk).update(done_at=now(), last_error="")


def _try_later(delivery: Delivery, error: Exception, now: datetime) -> None:
    """The next attempt after a pause that grows, or none.

    Raises:
        DatabaseError: the database is away. That is no fault of the delivery: the worker waits, and the lease runs out.
    """
    sentence = traced(error)[:2000]
    # Written down first: what the database takes now is no outage.
    patience = PATIENCE if isinstance(error, DATABASE) else 1
    pause = timedelta(seconds=patience * 4 ** (delivery.attempts - 1)) if delivery.attempts < MAX_ATTEMPTS else LEASE
    Delivery.objects.filter(pk=delivery.pk).update(next_at=now + pause, last_error=sentence)
    if delivery.attempts < MAX_ATTEMPTS:
        return
    _give_up(delivery, sentence, _told(error), now)


def _told(error: Exception) -> str:
    """What whoever looks into it reads: our own sentences as they are; what others say may be somebody's data."""
    if isinstance(error, DomainError):
        return f"{error.sentence}。{error.advice}"
    return f"试了 {MAX_ATTEMPTS} 次都没有办成（{type(error).__name__}）。原因看服务日志，查明后再试一次。"


def _give_up(delivery: Delivery, sentence: str, told: str, now: datetime) -> None:
    """Tell a person. Where none can be told it stands before the operators (``undelivered``)."""
    was_told = False
    try:
        target = listener(delivery.listener)
    except KeyError:
        log.error("delivery %s has no listener any more: %s", delivery.pk, delivery.listener)
        target = None
    try:
        if target is not None and target.gave_up:
            target.gave_up(target.event(**delivery.payload), told, now)
            was_told = True
    except Exception as error:
        log.error("giving up delivery %s could not be told: %s", delivery.pk, traced(error))
        if delivery.attempts <= 2 * MAX_ATTEMPTS:
            # Not marked yet: it comes round again after its lease, until somebody has been told.
            return
    # Told first, marked after: killed in between, it is told again, and nothing is stuck in silence.
    told_at = now if was_told else None
    Delivery.objects.filter(pk=delivery.pk).update(given_up_at=now, told_at=told_at, last_error=sentence)
