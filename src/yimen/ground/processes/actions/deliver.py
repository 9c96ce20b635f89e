"""Bring messages to the one who waits and signals to all who wait; done by the worker, each in its own transaction."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from yimen.engines import bpmn
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import traced
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.carry_out import begin
from yimen.ground.processes.errors import Stopped
from yimen.ground.processes.events import MessageSent, SignalBegins, SignalDue, SignalThrown, WaitBegan
from yimen.ground.processes.letters import variables_of
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Instance, Message, Subscription
from yimen.ground.processes.models.letters import MESSAGE, SIGNAL
from yimen.ground.processes.subjects import Called, Letter, all_subjects, subject_of

BATCH = 100

log = logging.getLogger(__name__)


def message_sent(event: MessageSent, now: datetime) -> None:
    """Bring a message that has just been sent; without anybody waiting it is kept."""
    _bring(event.message, now)


def wait_began(event: WaitBegan, now: datetime) -> None:
    """Bring what was kept for one who has begun to wait, the oldest first, as long as somebody waits."""
    row = Subscription.objects.filter(pk=event.subscription).first()
    if row is None:
        return
    kept = Message.objects.filter(kind=MESSAGE, name=row.name, key=row.key, consumed_at=None, expires_at__gt=now)
    for number in kept.order_by("id").values_list("pk", flat=True)[:BATCH]:
        if not _waiting(row.name, row.key).exists():
            return
        # Where another worker was faster, the next message may still be wanted.
        _bring(number, now)


def signal_thrown(event: SignalThrown, now: datetime) -> None:
    """Find who waited when a signal was thrown, a batch at a time: each is told by itself."""
    with transaction.atomic():
        # Locked: who was killed after the commit is asked once more, perhaps beside another.
        message = Message.objects.select_for_update().get(pk=event.message)
        if message.consumed_at is not None:
            return
        waiting = Subscription.objects.filter(
            kind=SIGNAL, name=message.name, key="", heard=False, pk__lte=message.reaches, instance__gt=event.after
        ).exclude(instance=message.sent_by_id)
        found = list(waiting.order_by("instance").values_list("instance", flat=True).distinct()[:BATCH])
        for number in found:
            announce(SignalDue(message.pk, number), now=now)
        if not event.after:
            for subject in all_subjects():
                announce(SignalBegins(message.pk, subject.kind), now=now)
        if len(found) == BATCH:
            announce(SignalThrown(message.pk, found[-1]), now=now)
        else:
            Message.objects.filter(pk=message.pk, consumed_at=None).update(consumed_at=now)


def signal_due(event: SignalDue, now: datetime) -> None:
    """Tell those waits of one process that began before the signal; told twice, or over, they stay as they are."""
    with transaction.atomic():
        message, instance = Message.objects.get(pk=event.message), locked(event.instance)
        tokens = tuple(_reached(message, instance).values_list("token", flat=True))
        if not tokens:
            return
        happening = bpmn.SignalCaught(message.name, variables_of(message), tokens)
        try:
            go_on(instance.pk, happening, now, key=f"signal:{message.pk}")
        except bpmn.StaleHappening:
            log.info("signal %s finds instance %s at its end", message.pk, instance.pk)
        except Stopped:
            log.info("signal %s is told to instance %s when it goes on", message.pk, instance.pk)


def _reached(message: Message, instance: Instance) -> QuerySet[Subscription]:
    waiting = Subscription.objects.filter(instance=instance, kind=SIGNAL, name=message.name, pk__lte=message.reaches)
    return waiting.order_by("id")


def signal_begins(event: SignalBegins, now: datetime) -> None:
    """Begin the processes of one kind that a signal begins; a subject that has a process keeps it."""
    message = Message.objects.get(pk=event.message)
    with transaction.atomic():
        for called in subject_of(event.kind).begun_by(_letter(message), now):
            subject_of(called.kind).lock(called.reference)
            if not Instance.objects.filter(subject_kind=called.kind, subject_ref=called.reference).exists():
                begin(SYSTEM, called, now)


def message_not_taken(event: MessageSent, reason: str, now: datetime) -> None:
    """No attempt succeeded: whoever cannot take it in stops, and an operator sees it; the next one may have it."""
    _bring_or_stop(event.message, now)


def wait_in_vain(event: WaitBegan, reason: str, now: datetime) -> None:
    """The same, of a message that was kept."""
    row = Subscription.objects.filter(pk=event.subscription).first()
    if row is not None:
        kept = Message.objects.filter(kind=MESSAGE, name=row.name, key=row.key, consumed_at=None, expires_at__gt=now)
        for number in kept.order_by("id").values_list("pk", flat=True)[:BATCH]:
            _bring_or_stop(number, now)


def signal_not_taken(event: SignalDue, reason: str, now: datetime) -> None:
    """No attempt succeeded: the process stops, and an operator sees it."""
    message = Message.objects.get(pk=event.message)
    row = _reached(message, Instance(pk=event.instance)).first()
    try:
        signal_due(event, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.error("instance %s cannot take in signal %s: %s", event.instance, message.pk, traced(error))
        token = row.token if row is not None else 0
        stop(actor=SYSTEM, instance_id=event.instance, what="message", token=token, error=error, now=now)


def _bring_or_stop(number: int, now: datetime) -> None:
    message = Message.objects.get(pk=number)
    while row := _waiting(message.name, message.key).first():
        try:
            _bring(number, now)
            return
        except (OperationalError, InterfaceError):
            # The database is away: that is no fault of the process.
            raise
        except Exception as error:
            log.error("instance %s cannot take in message %s: %s", row.instance_id, number, traced(error))
            stop(actor=SYSTEM, instance_id=row.instance_id, what="message", token=row.token, error=error, now=now)


def _waiting(name: str, key: str) -> QuerySet[Subscription]:
    """Who waits, the one who has waited longest first. One that has stopped is passed by until it goes on."""
    return _wanted(name, key).filter(instance__stopped_at=None).order_by("id")


def _wanted(name: str, key: str) -> QuerySet[Subscription]:
    return Subscription.objects.filter(kind=MESSAGE, name=name, key=key, heard=False)


def _bring(number: int, now: datetime) -> None:
    """Bring one message to the one who has waited longest; one that is over, or that nobody wants yet, stays."""
    while message := Message.objects.filter(pk=number, consumed_at=None, expires_at__gt=now).first():
        row = _waiting(message.name, message.key).first()
        if row is None:
            # What only one waits for that has stopped is kept for him: it begins nothing in his place.
            if not _wanted(message.name, message.key).exists():
                _begin_with(message, now)
            return
        if _hand_over(message, row, now):
            return


def _hand_over(message: Message, row: Subscription, now: datetime) -> bool:
    """Subject, instance, then the message: whoever takes them in this order never waits for one who waits for him.

    False when somebody else was faster, or the one who waited is gone: then another may have it.
    """
    with transaction.atomic():
        instance = locked(row.instance_id)
        still = Subscription.objects.filter(pk=row.pk, heard=False)
        if not still.exists() or not _take(message, instance, now):
            return False
        try:
            # Apart: a step that is refused has written nothing, and the message goes to the next one.
            with transaction.atomic():
                happening = bpmn.MessageArrived(row.token, message.name, variables_of(message))
                go_on(instance.pk, happening, now, key=f"message:{message.pk}")
        except bpmn.StaleHappening:
            log.info("message %s finds nobody waiting in instance %s", message.pk, instance.pk)
            still.delete()
            Message.objects.filter(pk=message.pk).update(consumed_by=None, consumed_at=None)
            return False
        except Stopped:
            transaction.set_rollback(True)
            return False
    return True


def _take(message: Message, instance: Instance | None, now: datetime) -> bool:
    """Only one of several workers takes it."""
    free = Message.objects.filter(pk=message.pk, consumed_at=None)
    return free.update(consumed_by=instance, consumed_at=now) == 1


def _begin_with(message: Message, now: datetime) -> None:
    """Begin a process with a message that nobody waits for, where a domain says for which subject."""
    with transaction.atomic():
        called = _called(message, now)
        if called is None:
            return
        subject_of(called.kind).lock(called.reference)
        if not _take(message, None, now):
            transaction.set_rollback(True)
            return
        instance = begin(SYSTEM, called, now)
        Message.objects.filter(pk=message.pk).update(consumed_by=instance)


def _called(message: Message, now: datetime) -> Called | None:
    found = (called for subject in all_subjects() for called in subject.begun_by(_letter(message), now))
    return next(found, None)


def _letter(message: Message) -> Letter:
    return Letter(message.kind, message.name, message.key, variables_of(message))
