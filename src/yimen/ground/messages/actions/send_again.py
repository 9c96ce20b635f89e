from datetime import datetime

from django.db import transaction

from yimen.ground.accounts.forms import mobile_fault
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.messages.events import SmsQueued
from yimen.ground.messages.models import Sms
from yimen.ground.outbox.announce import announce


@transaction.atomic
def send_again(*, actor: Actor, sms: Sms, now: datetime) -> None:
    """Try a message again that was given up, under the same reference.

    Raises:
        Stale: it is not given up (any more), or its number cannot be one.
    """
    row = Sms.objects.select_for_update().get(pk=sms.pk)
    if row.sent_at is not None or not row.failed:
        raise Stale("这条短信已经发出，或者正在发", "刷新页面看最新情况。")
    if fault := mobile_fault(row.mobile):
        raise Stale(f"这条短信发不了：{fault}", "换一种方式告诉对方，比如打电话。")
    Sms.objects.filter(pk=row.pk).update(failed="", trying_until=None)
    record(actor, "send-sms-again", object_kind="sms", object_ref=str(row.pk), at=now)
    announce(SmsQueued(sms=row.pk), now=now)
