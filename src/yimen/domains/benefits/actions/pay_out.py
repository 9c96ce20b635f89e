"""The listener behind ``ListSent``: outside of any transaction it asks the channel, then takes down what it said."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.recover import recover
from yimen.domains.benefits.events import ListPaid, ListSent, PaymentReturned
from yimen.domains.benefits.models import Entitlement, PaymentLine, PaymentList
from yimen.domains.benefits.ports import Receipt, Result, Transfer, payment_channel
from yimen.domains.benefits.states import LineState, ListState, Standing
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError
from yimen.ground.outbox.announce import announce

_CHUNK = 500


def pay_out(event: ListSent, now: datetime) -> None:
    """Ask the channel to pay a sent list, and keep its answer line by line; asked again, nothing is paid again.

    Raises:
        Unavailable: the channel does not answer; the outbox tries again.
        DomainError: the channel refuses the list.
    """
    sent = PaymentList.objects.select_related("body").get(pk=event.list_id)
    if sent.state != ListState.SENT:
        return
    receipt = payment_channel().pay(sent.reference, [_transfer(one) for one in _lines(sent)])
    take_receipt(sent, receipt, now)


def gave_up(event: ListSent, sentence: str, now: datetime) -> None:
    """No try has succeeded: the desk sees why, and may send again."""
    PaymentList.objects.filter(pk=event.list_id, state=ListState.SENT).update(
        trouble=(sentence or "发放渠道没有回应")[:300]
    )


@transaction.atomic
def take_receipt(sent: PaymentList, receipt: Receipt, now: datetime) -> None:
    """Keep what the channel says of each line that still waits; what was kept before stays as it is.

    Raises:
        DomainError: the receipt is about another list.
    """
    locked = PaymentList.objects.select_for_update().select_related("body").get(pk=sent.pk)
    if receipt.reference != locked.reference:
        raise DomainError(f"回单是 {receipt.reference} 的，不是 {locked.reference} 的", "让系统管理员查发放渠道。")
    results = {one.line: one for one in receipt.results}
    waiting = list(_lines(locked).filter(state=LineState.WAITING))
    for line in waiting:
        _take(line, results, now)
    PaymentLine.objects.bulk_update(waiting, ["state", "failure"], batch_size=_CHUNK)
    settled = [one for one in waiting if one.state != LineState.WAITING]
    _recover_late_ones(settled, now)
    _close(locked, receipt, len(settled) == len(waiting), now)
    if settled:
        failed = sum(1 for one in settled if one.state == LineState.FAILED)
        details = {"lines": len(settled), "failed": failed, "batch": receipt.batch}
        record(SYSTEM, "pay-out", object_kind="payment-list", object_ref=locked.reference, at=now, details=details)


def _take(line: PaymentLine, results: Mapping[str, Result], now: datetime) -> None:
    result = results.get(line.number)
    if result is None or result.state == "pending":
        return
    if result.state == "paid":
        line.state = LineState.PAID
        return
    line.state, line.failure = LineState.FAILED, (result.reason or "发放渠道没有说明原因")[:200]
    # Only the account that failed is at fault: it may have been mended while the list was on its way.
    Entitlement.objects.filter(pk=line.entitlement_id, account_number=line.account_number).update(
        account_fault=line.failure
    )
    one = line.entitlement
    month = months.key(line.month)
    announce(PaymentReturned(line.list_id, line.pk, one.case_number, one.person_id, month, line.failure), now=now)


def _recover_late_ones(settled: list[PaymentLine], now: datetime) -> None:
    """Money that reached somebody after the stop month, because the list was on its way when the event was known."""
    stopped = {
        one.entitlement_id: one.entitlement
        for one in settled
        if one.state == LineState.PAID and one.entitlement.standing == Standing.STOPPED
    }
    for entitlement in stopped.values():
        recover(actor=SYSTEM, entitlement=entitlement, now=now)


def _close(sent: PaymentList, receipt: Receipt, is_complete: bool, now: datetime) -> None:
    sent.batch, sent.trouble = receipt.batch[:100], ""
    if is_complete:
        sent.state, sent.paid_at = ListState.PAID, now
        announce(ListPaid(sent.pk), now=now)
    sent.save(update_fields=["batch", "trouble", "state", "paid_at"])


def _lines(sent: PaymentList) -> QuerySet[PaymentLine]:
    return sent.lines.select_related("entitlement").order_by("pk")


def _transfer(line: PaymentLine) -> Transfer:
    one = line.entitlement
    return Transfer(
        line=line.number,
        name=one.recipient,
        id_number=one.id_number,
        way=line.account_way,
        account_name=line.account_name,
        account=line.account_number,
        amount=line.amount,
        note=f"{one.matter}{months.text(line.month)}"[:60],
    )
