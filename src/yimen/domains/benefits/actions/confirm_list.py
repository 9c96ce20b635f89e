from datetime import datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.draw_up_list import planned_lines
from yimen.domains.benefits.errors import ListOrder, SecondPerson
from yimen.domains.benefits.events import ListConfirmed
from yimen.domains.benefits.ledger import checksum
from yimen.domains.benefits.models import PaymentList
from yimen.domains.benefits.states import ListState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce


@transaction.atomic
def confirm_list(*, actor: Actor, payment_list: PaymentList, seen: str, now: datetime) -> PaymentList:
    """A second person confirms the list; from now on it never changes.

    Args:
        seen: the checksum of the page from which it is confirmed.

    Raises:
        SecondPerson: it was drawn up by the same person.
        ListOrder: there is nothing in it.
        Stale: it is confirmed already, or what is due has changed since it was drawn up.
    """
    drawn = PaymentList.objects.select_for_update().select_related("body").get(pk=payment_list.pk)
    if drawn.state != ListState.DRAFT:
        raise Stale(f"{months.text(drawn.month)}的名单刚刚已经确认", "刷新页面看最新状态。")
    if drawn.drawn_by == actor.id:
        raise SecondPerson("起草名单的人不能自己确认", "让确认岗的另一个人核对后确认。")
    if not drawn.count:
        raise ListOrder("名单里没有要发的钱", "有了要发的人，再起草、确认。")
    planned, held, _ = planned_lines(drawn.service, drawn.body, drawn.month)
    if seen != drawn.checksum or checksum(planned) != drawn.checksum or held != drawn.held:
        raise Stale("名单起草以后又有变化", "重新起草，看过变化再确认。")

    drawn.state = ListState.CONFIRMED
    drawn.confirmed_by, drawn.confirmed_by_name, drawn.confirmed_at = actor.id, actor.name, now
    drawn.save(update_fields=["state", "confirmed_by", "confirmed_by_name", "confirmed_at"])

    details = {"lines": drawn.count, "total": str(drawn.total), "checksum": drawn.checksum}
    record(actor, "confirm-list", object_kind="payment-list", object_ref=drawn.reference, at=now, details=details)
    announce(ListConfirmed(drawn.pk), now=now)
    return drawn
