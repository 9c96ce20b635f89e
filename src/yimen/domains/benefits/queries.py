from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from yimen.domains.benefits import months
from yimen.domains.benefits.events import NoticeDue
from yimen.domains.benefits.models import AliveCheck, Claim, Entitlement, Move, PaymentLine, PaymentList, Stop
from yimen.domains.benefits.states import ClaimState, Halt, LineKind, LineState, ListState, Standing
from yimen.ground.accounts.models import Person
from yimen.ground.places.models import Organisation


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from the month before: ``kind`` is failed, stopped, new, changed or arrears."""

    kind: str
    entitlement: Entitlement
    sentence: str


def entitlement_of_case(case_number: str) -> Entitlement | None:
    """What a case has given, for pages about the case."""
    return Entitlement.objects.filter(case_number=case_number).first()


def cases_that_pay() -> "QuerySet[Entitlement, str]":
    """Numbers of the cases on which a right rests that has not ended: their papers are still needed."""
    return Entitlement.objects.exclude(standing=Standing.STOPPED).values_list("case_number", flat=True)


def living_entitlement(service: str, id_number: str) -> Entitlement | None:
    """What a person has under a service now: who has it cannot be given it again."""
    rows = Entitlement.objects.filter(service=service, id_number=id_number).exclude(standing=Standing.STOPPED)
    return rows.first()


def has_entitlement(person: Person) -> bool:
    """Whether there is anything on the page of the own benefits: the person's, or applied for on somebody's behalf."""
    return Entitlement.objects.filter(Q(person=person) | Q(filed_by=person)).exists()


def services_of(body: Organisation, services: Collection[str]) -> list[tuple[str, str]]:
    """Short name and name of each of these benefits that a body pays somebody."""
    rows = (
        Entitlement.objects.filter(body=body, service__in=services)
        .order_by("service", "-opened_at")
        .values_list("service", "matter")
    )
    return list({service: (service, matter) for service, matter in reversed(rows)}.values())[::-1]


def lists_of(body: Organisation, service: str) -> QuerySet[PaymentList]:
    """The lists of a body, the latest month first."""
    return PaymentList.objects.filter(body=body, service=service).order_by("-month")


def month_to_draw(body: Organisation, service: str, current: date) -> date | None:
    """The month whose list comes next: a draft again, else the month after the last; None when that has not begun."""
    last = lists_of(body, service).exclude(state=ListState.DRAFT, count=0, month__lt=current).first()
    if last is None:
        return current
    if last.state == ListState.DRAFT:
        return last.month
    following = months.add(last.month, 1)
    return following if following <= current else None


def lines_of(payment_list: PaymentList) -> QuerySet[PaymentLine]:
    """Those that are not as usual first: what failed, corrections, arrears; then by name."""
    rows = payment_list.lines.select_related("entitlement__region")
    return rows.order_by("state", "kind", "entitlement__recipient", "month", "pk")


def sums_of(payment_list: PaymentList) -> dict[str, dict[str, object]]:
    """Count and sum by state of the line."""
    rows = payment_list.lines.values("state").annotate(count=Count("pk"), total=Sum("amount")).order_by("state")
    return {str(row["state"]): {"count": row["count"], "total": row["total"]} for row in rows}


def changes_in(payment_list: PaymentList, limit: int = 200) -> list[Change]:
    """What is different from the list of the month before, what must be mended first; in four questions."""
    before = PaymentList.objects.filter(
        service=payment_list.service, body=payment_list.body, month__lt=payment_list.month
    ).order_by("-month")
    earlier = before.first()
    mine, theirs = _regular(payment_list), _regular(earlier) if earlier else {}
    found = _failed(payment_list)
    # Whose account must be mended is told once, above.
    mend = {one.entitlement.pk for one in found}
    gone = [line for pk, line in theirs.items() if pk not in mine and pk not in mend]
    halts = _halts_of([line.entitlement_id for line in gone])
    found += [Change("stopped", line.entitlement, _why_gone(line.entitlement, halts)) for line in gone]
    for pk, line in mine.items():
        if pk not in theirs:
            found.append(Change("new", line.entitlement, line.why))
        elif theirs[pk].amount != line.amount:
            found.append(Change("changed", line.entitlement, line.why))
    others = payment_list.lines.exclude(kind=LineKind.REGULAR).select_related("entitlement").order_by("month", "pk")
    found += [Change("arrears", line.entitlement, line.why) for line in others[:limit]]
    return found[:limit]


def faulty_accounts(body: Organisation, service: str) -> QuerySet[Entitlement]:
    """Those whose last payment came back and whose account is not mended yet: a task for the payer."""
    return Entitlement.objects.filter(body=body, service=service).exclude(account_fault="").order_by("recipient", "pk")


def owed_notices() -> list[NoticeDue]:
    """Letters that are due and not written: after the outbox has given up, the daily job tries again."""
    halts = Stop.objects.filter(told_on=None, lifted_on=None).values_list("kind", "pk")
    kinds = {Halt.STOP.value: "stop-benefit", Halt.SUSPEND.value: "suspend-benefit"}
    lifted = Stop.objects.filter(lift_told_on=None, lift_tell_by__isnull=False, told_on__isnull=False)
    claims = Claim.objects.filter(told_on=None, state=ClaimState.OPEN)
    return [
        *(NoticeDue(kinds[kind], pk) for kind, pk in halts.order_by("pk")),
        *(NoticeDue("resume-benefit", pk) for pk in lifted.order_by("pk").values_list("pk", flat=True)),
        *(NoticeDue("recover-benefit", pk) for pk in claims.order_by("pk").values_list("pk", flat=True)),
    ]


def untold(body: Organisation, services: Collection[str], today: date) -> int:
    """Letters whose time to be told has passed."""
    halts = Stop.objects.filter(entitlement__body=body, entitlement__service__in=services)
    late = halts.filter(
        Q(told_on=None, lifted_on=None, tell_by__lt=today)
        | Q(lift_told_on=None, lift_tell_by__lt=today, told_on__isnull=False)
    )
    mine = Claim.objects.filter(entitlement__body=body, entitlement__service__in=services)
    claims = mine.filter(told_on=None, state=ClaimState.OPEN, tell_by__lt=today)
    return late.count() + claims.count()


def open_claims(body: Organisation, service: str) -> QuerySet[Claim]:
    """What is to be given back, the earliest day first."""
    rows = Claim.objects.filter(entitlement__body=body, entitlement__service=service, state=ClaimState.OPEN)
    return rows.select_related("entitlement").order_by("pay_by", "pk")


def payments_of(entitlements: Iterable[Entitlement], *, drafts: bool = False) -> list[PaymentLine]:
    """Payments, the latest first; a draft is nobody's money yet."""
    rows = PaymentLine.objects.filter(entitlement__in=list(entitlements)).select_related("list")
    if not drafts:
        rows = rows.exclude(list__state=ListState.DRAFT)
    return list(rows.order_by("-list__month", "-month", "pk"))


def stops_of(entitlements: Iterable[Entitlement]) -> list[Stop]:
    """Stops and suspensions, the latest first, with their letters."""
    rows = Stop.objects.filter(entitlement__in=list(entitlements)).select_related("document", "lift_document")
    return list(rows.order_by("-known_on", "-pk"))


def claims_of(entitlements: Iterable[Entitlement]) -> list[Claim]:
    rows = Claim.objects.filter(entitlement__in=list(entitlements)).select_related("document")
    return list(rows.prefetch_related("months").order_by("-opened_on", "-pk"))


def moves_of(entitlements: Iterable[Entitlement]) -> list[Move]:
    """Moves inside the region, the latest first."""
    rows = Move.objects.filter(entitlement__in=list(entitlements)).select_related("from_region", "to_region")
    return list(rows.order_by("-found_on", "-pk"))


def checks_of(entitlement: Entitlement) -> QuerySet[AliveCheck]:
    return entitlement.alive_checks.order_by("-due_on", "-pk")


def _regular(payment_list: PaymentList) -> dict[int, PaymentLine]:
    rows = payment_list.lines.filter(kind=LineKind.REGULAR).select_related("entitlement")
    return {line.entitlement_id: line for line in rows.order_by("entitlement__recipient", "pk")}


def _failed(payment_list: PaymentList) -> list[Change]:
    rows = PaymentLine.objects.filter(
        Q(list=payment_list) | Q(list__month__lt=payment_list.month),
        list__service=payment_list.service,
        list__body=payment_list.body,
        state=LineState.FAILED,
    ).exclude(entitlement__account_fault="")
    found = {line.entitlement_id: line for line in rows.select_related("entitlement").order_by("list__month", "pk")}
    return [
        Change("failed", line.entitlement, f"{months.text(line.month)}的没有发成：{line.failure}。账户改好以后补发")
        for line in found.values()
    ]


def _halts_of(entitlements: list[int]) -> dict[int, Stop]:
    rows = Stop.objects.filter(entitlement__in=entitlements, lifted_on=None).order_by("-from_month", "-pk")
    return {one.entitlement_id: one for one in rows}


def _why_gone(entitlement: Entitlement, halts: dict[int, Stop]) -> str:
    halt = halts.get(entitlement.pk)
    if halt is not None:
        return f"从{months.text(halt.from_month)}起{halt.get_kind_display()}：{''.join(halt.facts)}"
    return "这个月的已经发过"
