"""The worker's half: take what is due, hand it over, keep count."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F

from yimen.ground.errors import DomainError, traced
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listener

MAX_ATTEMPTS = 6
LEASE = timedelta(minutes=2)

log = logging.getLogger(__name__)
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
                # Whoever tried it last never came back: what kills the worker must not do so for ever.
                _give_up(delivery, "the worker did not survive it", _NOT_SURVIVED, now())
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
    sentence = traced(error)[:2000]
    if delivery.attempts < MAX_ATTEMPTS:
        pause = timedelta(seconds=4 ** (delivery.attempts - 1))
        Delivery.objects.filter(pk=delivery.pk).update(next_at=now + pause, last_error=sentence)
        return
    _give_up(delivery, sentence, _told(error), now)


def _told(error: Exception) -> str:
    """What whoever looks into it reads: our own sentences as they are; what others say may be somebody's data."""
    if isinstance(error, DomainError):
        return f"{error.sentence}。{error.advice}"
    return f"试了 {MAX_ATTEMPTS} 次都没有办成（{type(error).__name__}）。原因看服务日志，查明后再试一次。"


def _give_up(delivery: Delivery, sentence: str, told: str, now: datetime) -> None:
    try:
        target = listener(delivery.listener)
    except KeyError:
        log.error("delivery %s has no listener any more: %s", delivery.pk, delivery.listener)
        target = None
    try:
        if target is not None and target.gave_up:
            target.gave_up(target.event(**delivery.payload), told, now)
    except Exception as error:
        log.error("giving up delivery %s could not be told: %s", delivery.pk, traced(error))
        if delivery.attempts <= 2 * MAX_ATTEMPTS:
            # Not marked yet: it comes round again after its lease, until somebody has been told.
            return
    # Told first, marked after: killed in between, it is told again, and nothing is stuck in silence.
    Delivery.objects.filter(pk=delivery.pk).update(given_up_at=now, last_error=sentence)
