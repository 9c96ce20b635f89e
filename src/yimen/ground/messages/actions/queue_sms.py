from datetime import datetime
from uuid import uuid4

from django.db import transaction

from yimen.ground.accounts.forms import mobile_fault, plain
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.messages.events import SmsQueued
from yimen.ground.messages.models import Notice, Sms
from yimen.ground.messages.words import safe_text
from yimen.ground.outbox.announce import announce


@transaction.atomic
def queue_sms(*, actor: Actor, key: str, mobile: str, text: str, now: datetime, notice: Notice | None = None) -> Sms:
    """Queue a text message in the caller's transaction; it goes out after the commit.

    Args:
        key: what caused it; the same cause sends no second message.
        mobile: read kindly; a number that cannot be one is kept with the reason and never tried, because a wrong
            number must not stop the act that the message is about.
        text: see ``words.safe_text`` for what is taken out of it.
    """
    number = plain(mobile)
    sms, is_new = Sms.objects.get_or_create(
        key=key,
        defaults={
            "notice": notice,
            "reference": uuid4().hex,
            "mobile": number[:20],
            "text": safe_text(text),
            "queued_at": now,
            "failed": mobile_fault(number),
        },
    )
    if is_new:
        details = {"notice": notice.pk if notice else None, "possible": not sms.failed}
        record(actor, "queue-sms", object_kind="sms", object_ref=str(sms.pk), at=now, details=details)
        if not sms.failed:
            announce(SmsQueued(sms=sms.pk), now=now)
    return sms
