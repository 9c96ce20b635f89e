from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.actions.halting import locked, tell_by
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.models import Claim, ClaimedMonth, Entitlement, PaymentLine, Stop
from yimen.domains.benefits.states import Halt, LineState
from yimen.domains.benefits.terms import terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce


@transaction.atomic
def recover(*, actor: Actor, entitlement: Entitlement, now: datetime) -> Claim | None:
    """Claim back what was paid for months from the stop on; None when nothing was, or all is claimed already.

    It is asked for by letter, to be given back within three months (``tell``); nothing is taken from the account.
    """
    held = locked(entitlement)
    stop = held.stops.filter(lifted_on=None, kind=Halt.STOP).first()
    over = _overpaid(held, stop) if stop else {}
    if stop is None or not over:
        return None

    amount = sum(over.values(), Decimal(0))
    today = legal_day(now)
    paid = f"{months.written(list(over))}仍发放了{held.matter}，共 {amount:.2f} 元。"
    claim = Claim.objects.create(
        entitlement=held,
        stop=stop,
        amount=amount,
        facts=[*stop.facts, paid],
        reason=f"{stop.reason.rstrip('。')}，{months.text(stop.from_month)}以后的不应当发放"[:300],
        basis=terms_of(definition_by_key(held.version)).repay_basis,
        opened_on=today,
        tell_by=tell_by(held, today),
    )
    ClaimedMonth.objects.bulk_create(
        ClaimedMonth(claim=claim, entitlement=held, month=month, amount=yuan) for month, yuan in sorted(over.items())
    )

    details = {"months": len(over), "amount": str(amount)}
    record(actor, "recover-benefit", object_kind="benefit", object_ref=held.case_number, at=now, details=details)
    announce(NoticeDue("recover-benefit", claim.pk), now=now)
    return claim


def _overpaid(held: Entitlement, stop: Stop) -> Mapping[date, Decimal]:
    """By month, what reached the person and is neither claimed nor given back."""
    over: dict[date, Decimal] = defaultdict(Decimal)
    paid = PaymentLine.objects.filter(entitlement=held, month__gte=stop.from_month, state=LineState.PAID)
    for month, amount in paid.values_list("month", "amount"):
        over[month] += amount
    claimed = ClaimedMonth.objects.filter(entitlement=held, month__gte=stop.from_month)
    for month, amount, repaid, living in claimed.values_list("month", "amount", "repaid", "living"):
        over[month] -= amount if living else repaid
    return {month: amount for month, amount in over.items() if amount > 0}
