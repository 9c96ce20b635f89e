from datetime import datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.errors import ListOrder
from yimen.domains.benefits.events import ListSent
from yimen.domains.benefits.models import PaymentList
from yimen.domains.benefits.states import ListState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce


@transaction.atomic
def send_list(*, actor: Actor, payment_list: PaymentList, now: datetime) -> PaymentList:
    """Hand a confirmed list over for payment; the worker brings it to the payment channel (``pay_out``).

    A list that got stuck on the way may be sent again: the channel knows it by its reference and pays once.

    Raises:
        ListOrder: it is not confirmed.
        Stale: it is on its way, or paid.
    """
    sent = PaymentList.objects.select_for_update().select_related("body").get(pk=payment_list.pk)
    if sent.state == ListState.DRAFT:
        raise ListOrder(f"{months.text(sent.month)}的名单还没有确认", "确认岗的人确认以后再送发放。")
    if sent.state == ListState.PAID or (sent.state == ListState.SENT and not sent.trouble):
        raise Stale(f"{months.text(sent.month)}的名单刚刚已经送出", "刷新页面看发放结果。")

    sent.state, sent.trouble = ListState.SENT, ""
    sent.sent_at = sent.sent_at or now
    sent.save(update_fields=["state", "trouble", "sent_at"])

    details = {"lines": sent.count, "total": str(sent.total)}
    record(actor, "send-list", object_kind="payment-list", object_ref=sent.reference, at=now, details=details)
    announce(ListSent(sent.pk), now=now)
    return sent
