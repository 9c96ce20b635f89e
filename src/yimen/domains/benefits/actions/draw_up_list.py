from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.amounts import rule_book
from yimen.domains.benefits.errors import ListOrder
from yimen.domains.benefits.ledger import Planned, checksum, histories, plan
from yimen.domains.benefits.models import Entitlement, PaymentLine, PaymentList
from yimen.domains.benefits.states import ListState
from yimen.domains.benefits.terms import terms_of
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.places.models import Organisation

_CHUNK = 500


@transaction.atomic
def draw_up_list(*, actor: Actor, service: str, body: Organisation, month: date, now: datetime) -> PaymentList:
    """The list for payment of a month, computed anew as long as it is a draft: each line with its reason.

    Months that were due and are not paid yet come along as arrears: from before the first list, from a suspension that
    is over, or because a payment came back.

    Raises:
        ListOrder: the list is confirmed already; an earlier one is not; a later one exists; the month has not begun.
        NoAmount: the service's rules give no amount for somebody.
    """
    # One row per body is locked, so that two officers who click at once draw up one list after the other.
    Organisation.objects.select_for_update().get(pk=body.pk)
    _check_order(service, body, month, now)
    planned, held, matter = planned_lines(service, body, month)

    told = {
        "matter": matter,
        "count": len(planned),
        "total": sum((one.amount for one in planned), Decimal(0)),
        "held": held,
        "checksum": checksum(planned),
        "drawn_by": actor.id,
        "drawn_by_name": actor.name,
        "drawn_at": now,
    }
    drawn, _ = PaymentList.objects.update_or_create(service=service, body=body, month=month, defaults=told)
    drawn.lines.all().delete()
    PaymentLine.objects.bulk_create((_line(drawn, one) for one in planned), batch_size=_CHUNK)

    details = {"lines": drawn.count, "total": str(drawn.total), "held": held}
    record(actor, "draw-up-list", object_kind="payment-list", object_ref=drawn.reference, at=now, details=details)
    return drawn


def planned_lines(service: str, body: Organisation, month: date) -> tuple[list[Planned], int, str]:
    """The lines as they stand now, how many people are held back for their account, and the name of the benefit."""
    book = rule_book(service)
    planned: list[Planned] = []
    held = 0
    for some in _chunks(service, body, month):
        found = histories(some)
        for one in some:
            lines = plan(one, found[one.pk], month, book)
            if lines and one.account_fault:
                # Sent again to an account that is closed, it would only come back again.
                held += 1
                continue
            planned += lines
    return planned, held, terms_of(book.versions[0][2]).matter


def _chunks(service: str, body: Organisation, month: date) -> Iterator[list[Entitlement]]:
    last = ""
    while True:
        rows = Entitlement.objects.filter(service=service, body=body, since__lte=month, case_number__gt=last)
        some = list(rows.order_by("case_number")[:_CHUNK])
        if not some:
            return
        yield some
        last = some[-1].case_number


def _check_order(service: str, body: Organisation, month: date, now: datetime) -> None:
    if month > months.month_at(now):
        raise ListOrder(f"{months.text(month)}还没有到", f"最早从{months.text(month)}1日起起草。")
    lists = PaymentList.objects.filter(service=service, body=body)
    same = lists.filter(month=month).first()
    if same is not None and same.state != ListState.DRAFT:
        raise ListOrder(f"{months.text(month)}的名单已经确认，不再改动", "少发的、要补的都列进下一个月的名单。")
    # A draft in which nobody stood cannot be confirmed: it must not keep the months after it waiting for ever.
    lists.filter(month__lt=month, state=ListState.DRAFT, count=0).delete()
    earlier = lists.filter(month__lt=month, state=ListState.DRAFT).order_by("month").first()
    if earlier is not None:
        raise ListOrder(f"{months.text(earlier.month)}的名单还没有确认", "先确认那个月的，再起草这个月的。")
    if lists.filter(month__gt=month).exists():
        raise ListOrder(f"{months.text(month)}以后的名单已经有了", "这个月没发的，会作为补发列进新的名单。")


def _line(drawn: PaymentList, one: Planned) -> PaymentLine:
    return PaymentLine(
        list=drawn,
        entitlement=one.entitlement,
        month=one.month,
        kind=one.kind,
        amount=one.amount,
        why=one.why,
        basis=one.basis[:200],
        version=one.version,
        account_way=one.entitlement.account_way,
        account_name=one.entitlement.account_name,
        account_number=one.entitlement.account_number,
    )
