"""The listener of ``SmsQueued``: sends after the commit, outside any transaction: no slow gateway holds a lock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, Unavailable
from yimen.ground.messages.events import SmsQueued
from yimen.ground.messages.models import Sms
from yimen.ground.messages.ports import Undeliverable, sms_gateway
from yimen.ground.messages.words import for_logs

# Shorter than the lease of the outbox: after a worker was killed, the next try finds the message free again.
LEASE = timedelta(seconds=90)


def send_sms(event: SmsQueued, now: datetime) -> None:
    """Hand a message to the gateway and write down that it was sent.

    A worker that is killed in between leaves it unsent in our books; it is handed over again under the same reference,
    and the gateway drops the second one.

    Raises:
        Unavailable: not now; the outbox tries again. Its words carry neither number nor text.
    """
    sms = _claim(event.sms, now)
    if sms is None:
        return
    try:
        sms_gateway().send(sms.mobile, sms.text, sms.reference)
    except Undeliverable as error:
        _fail(sms, error.sentence, now)
    except Exception as error:
        Sms.objects.filter(pk=sms.pk).update(trying_until=None)
        # From None: the log would print what the gateway said, with the number in it.
        raise Unavailable(_reason(sms, error), "过一会儿会自动再发。") from None
    else:
        _sent(sms, now)


def gave_up(event: SmsQueued, reason: str, now: datetime) -> None:
    """The outbox has tried for the last time: the message stays, with the reason."""
    sms = Sms.objects.filter(pk=event.sms, sent_at=None, failed="").first()
    if sms is not None:
        _fail(sms, reason, now)


def _claim(number: int, now: datetime) -> Sms | None:
    """The message, held for this try alone; None if there is nothing to send any more."""
    waiting = Sms.objects.filter(pk=number, sent_at=None, failed="")
    free = waiting.filter(Q(trying_until=None) | Q(trying_until__lte=now))
    if free.update(attempts=F("attempts") + 1, trying_until=now + LEASE):
        return Sms.objects.get(pk=number)
    if waiting.exists():
        raise Unavailable("另一个进程正在发这条短信", "过一会儿会自动再看。")
    return None


@transaction.atomic
def _sent(sms: Sms, now: datetime) -> None:
    if Sms.objects.filter(pk=sms.pk, sent_at=None).update(sent_at=now, trying_until=None, failed=""):
        record(SYSTEM, "send-sms", object_kind="sms", object_ref=str(sms.pk), at=now)


@transaction.atomic
def _fail(sms: Sms, reason: str, now: datetime) -> None:
    told = for_logs(reason, sms.mobile, sms.text) or "没有说明原因"
    Sms.objects.filter(pk=sms.pk).update(failed=told, trying_until=None)
    record(SYSTEM, "fail-sms", object_kind="sms", object_ref=str(sms.pk), at=now, details={"reason": told})


def _reason(sms: Sms, error: Exception) -> str:
    said = error.sentence if isinstance(error, DomainError) else f"{type(error).__name__} {error}"
    return for_logs(said, sms.mobile, sms.text)
