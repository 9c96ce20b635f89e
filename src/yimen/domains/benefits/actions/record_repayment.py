from datetime import datetime
from decimal import Decimal

from django.db import transaction

from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.models import Claim
from yimen.domains.benefits.states import ClaimState
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale


@transaction.atomic
def record_repayment(*, actor: Actor, claim: Claim, amount: Decimal, seen: Decimal, now: datetime) -> Claim:
    """Money that came back, in whole or in part; the oldest month first.

    Args:
        seen: what had come back when the page was opened: a second click on the button counts nothing twice.

    Raises:
        BadAnswer: not more than nothing, parts of a fen, or more than is still owed.
        Stale: the claim is closed, or somebody has just recorded a repayment.
    """
    held = Claim.objects.select_for_update(of=("self",)).select_related("entitlement").get(pk=claim.pk)
    if held.state != ClaimState.OPEN or held.repaid != seen:
        raise Stale("这笔多发款项刚刚登记过", "刷新页面看还差多少。")
    owed = held.amount - held.repaid
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")) or amount > owed:
        raise BadAnswer("amount", f"退回的金额在 0.01 元到 {owed:.2f} 元之间", "按银行回单上的金额写，最多两位小数。")

    held.repaid += amount
    if held.repaid == held.amount:
        held.state, held.closed_on = ClaimState.REPAID, legal_day(now)
    held.save(update_fields=["repaid", "state", "closed_on"])
    left = amount
    for month in held.months.order_by("month"):
        part = min(left, month.amount - month.repaid)
        month.repaid, left = month.repaid + part, left - part
        month.save(update_fields=["repaid"])

    number = held.entitlement.case_number
    details = {"amount": str(amount), "left": str(held.amount - held.repaid)}
    record(actor, "record-repayment", object_kind="benefit", object_ref=number, at=now, details=details)
    return held
