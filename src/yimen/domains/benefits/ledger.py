"""What is due for each month, what is settled, and what a list must therefore pay: sums only, no changes."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yimen.domains.benefits import months
from yimen.domains.benefits.amounts import Amount, RuleBook, amount_for
from yimen.domains.benefits.models import ClaimedMonth, Entitlement, PaymentLine, Stop
from yimen.domains.benefits.states import Halt, LineKind, LineState, ListState

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Planned:
    """A line as it should stand in a list."""

    entitlement: Entitlement
    month: date
    kind: LineKind
    amount: Decimal
    why: str
    basis: str
    version: str

    def words(self) -> str:
        """Everything that must not change between drawing up and confirming, in one text."""
        one = self.entitlement
        told = (one.case_number, one.recipient, one.id_number, one.account_way, one.account_name, one.account_number)
        return "|".join((*told, months.key(self.month), self.kind, f"{self.amount:.2f}", self.why))


@dataclass(slots=True)
class History:
    """What is known of one entitlement. ``whole``: the living payment of a month; ``settled``: paid or on its way in
    confirmed lists, less what came back; ``returned``: why the last payment of a month failed."""

    whole: dict[date, PaymentLine] = field(default_factory=dict)
    settled: dict[date, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    returned: dict[date, str] = field(default_factory=dict)
    halts: list[Stop] = field(default_factory=list)

    def halted(self, month: date) -> Stop | None:
        """The living stop or suspension that covers a month."""
        return next((one for one in self.halts if one.lifted_on is None and one.from_month <= month), None)

    def was_suspended(self, month: date) -> bool:
        return any(
            one.kind == Halt.SUSPEND and one.lifted_on is not None and one.from_month <= month for one in self.halts
        )


def histories(entitlements: Sequence[Entitlement]) -> Mapping[int, History]:
    """The history of each, in three questions; drafts do not count."""
    found: dict[int, History] = {one.pk: History() for one in entitlements}
    lines = PaymentLine.objects.filter(entitlement__in=entitlements).exclude(list__state=ListState.DRAFT)
    for line in lines.order_by("pk"):
        history = found[line.entitlement_id]
        if line.state == LineState.FAILED:
            history.returned[line.month] = line.failure
            continue
        history.settled[line.month] += line.amount
        if line.kind != LineKind.CORRECTION:
            history.whole[line.month] = line
    for claimed in ClaimedMonth.objects.filter(entitlement__in=entitlements, repaid__gt=0):
        found[claimed.entitlement_id].settled[claimed.month] -= claimed.repaid
    for halt in Stop.objects.filter(entitlement__in=entitlements).order_by("pk"):
        found[halt.entitlement_id].halts.append(halt)
    return found


def plan(entitlement: Entitlement, history: History, month: date, book: RuleBook) -> list[Planned]:
    """The lines that the list of ``month`` must hold for one entitlement, the earliest month first.

    Raises:
        NoAmount: the rules give no number.
    """
    planned = []
    for at in months.span(entitlement.since, month):
        if history.halted(at) is not None:
            continue
        due = _due(entitlement, history, at, book)
        gap = due.yuan - history.settled[at]
        if gap <= 0:
            continue
        kind = _kind(history, at, month)
        why = _why(entitlement, history, at, kind, due, book)
        planned.append(Planned(entitlement, at, kind, gap, why, due.basis, due.version))
    return planned


def checksum(planned: Iterable[Planned]) -> str:
    """A fingerprint of what would be paid to whom and why; the order does not matter."""
    return hashlib.sha256("\n".join(sorted(one.words() for one in planned)).encode()).hexdigest()


def _due(entitlement: Entitlement, history: History, month: date, book: RuleBook) -> Amount:
    paid = history.whole.get(month)
    if paid is not None and paid.version == book.version_for(month)[0] and paid.amount == history.settled[month]:
        # Paid in full by the same rules: asking them again for every month of ten years would take minutes.
        return Amount(paid.amount, paid.why, paid.basis, paid.version)
    return amount_for(entitlement, month, book)


def _kind(history: History, month: date, listed: date) -> LineKind:
    if month in history.whole:
        return LineKind.CORRECTION
    return LineKind.REGULAR if month == listed else LineKind.ARREARS


def _why(entitlement: Entitlement, history: History, month: date, kind: LineKind, due: Amount, book: RuleBook) -> str:
    if kind == LineKind.CORRECTION:
        return f"补差：{months.text(month)}应发 {due.yuan:.2f} 元，少发的部分补上。{due.sentence}"[:300]
    words = _step(entitlement, month, due, book) or due.sentence
    if kind == LineKind.REGULAR:
        return words[:300]
    if month in history.returned:
        return f"补发{months.text(month)}：上一次没有发成（{history.returned[month]}），账户已经改好。{words}"[:300]
    if history.was_suspended(month):
        return f"补发{months.text(month)}：暂停发放期间的，已经核实。{words}"[:300]
    return f"补发{months.text(month)}：从{months.text(entitlement.since)}起享受，还没有发过这个月。{words}"[:300]


def _step(entitlement: Entitlement, month: date, due: Amount, book: RuleBook) -> str:
    """The sentence of a month from which the amount changes; empty when it is the same as the month before."""
    before = months.add(month, -1)
    if before < entitlement.since:
        return ""
    earlier = amount_for(entitlement, before, book)
    if earlier.yuan == due.yuan:
        return ""
    if earlier.version != due.version:
        return f"标准调整，从{months.text(month)}起每月 {due.yuan:.2f} 元。{due.sentence}"
    if before.month != entitlement.born.month:
        return f"从{months.text(month)}起每月 {due.yuan:.2f} 元。{due.sentence}"
    age = before.year - entitlement.born.year
    return f"{months.text(before)}满{age}周岁，从满{age}周岁的次月起每月 {due.yuan:.2f} 元。{due.sentence}"
