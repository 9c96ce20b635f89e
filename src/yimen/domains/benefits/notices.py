"""What people are told about their benefits: in-site, and by SMS to the number that was given where it is urgent.

Told are the person and, where somebody else applied (代办), that one too; the number is written to once.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.benefits import events, months
from yimen.domains.benefits.duties import duties_of
from yimen.domains.benefits.models import Entitlement, Move, PaymentLine, PaymentList
from yimen.domains.benefits.states import LineKind, LineState
from yimen.domains.catalogue.queries import definition, last_version
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.ground.messages.actions.notify import notify
from yimen.ground.messages.actions.settle import settle
from yimen.ground.messages.links import Link
from yimen.ground.outbox.announce import announce

# Kinds of link; the wiring says where each leads. The reference of a list is its month and service.
BENEFIT, ACCOUNT, DESK_LIST = "benefit", "benefit-account", "desk-payment-list"
_PART = 200


def letter_written(event: events.NoticeWritten, now: datetime) -> None:
    one = _of(event.case_number)
    text = (
        f"{one.recipient}的{event.title}，事实、理由、依据和找谁问都写在上面。在“我的津贴”里看，也可以到村（社区）看。"
    )
    what = f"{one.recipient}的{one.matter}有一份{event.title}（{event.case_number}）"
    sms = f"{what}，登录网上大厅看，也可以到村（社区）看。"
    _tell(one, f"letter-{event.document_id}", now, f"{event.title}：{one.matter}", text, "看告知书", sms=sms)


def payment_returned(event: events.PaymentReturned, now: datetime) -> None:
    one = _of(event.case_number)
    if not one.account_fault:
        # Told late: the account was mended meanwhile, and nobody could ever settle this notice.
        return
    month = months.text(months.read(event.month))
    text = f"{event.reason}。带上能用的社会保障卡、银行卡或者存折，到村（社区）或者任一窗口改，没发的月份会补发。"
    sms = f"{one.recipient}{month}的{one.matter}没有发成：{event.reason}。到村（社区）或者任一窗口换一个账户，会补发。"
    title = f"{month}的{one.matter}没有发成，要换一个账户"
    key = f"returned-{event.line_id}"
    _tell(one, key, now, title, text, "换一个账户", kind="act", link=ACCOUNT, sms=sms)
    _tell_payers(PaymentList.objects.select_related("body").get(pk=event.list_id), now)


def list_paid(event: events.ListPaid, now: datetime) -> None:
    """One notice a person and list: the month, the amount, and what else was made good with it."""
    made = PaymentList.objects.get(pk=event.list_id)
    paid = made.lines.filter(state=LineState.PAID)
    for one, lines in _part(paid, event.after):
        total = sum((line.amount for line in lines), Decimal(0))
        rows = "；".join(f"{months.text(line.month)}{_kind(line)} {line.amount:.2f} 元" for line in lines)
        last = lines[-1]
        text = f"{rows}。发到{last.account_way}，户名{last.account_name}，账号尾号 {last.account_number[-4:]}。"
        title = f"{months.text(made.month)}发放{made.matter} {total:.2f} 元"
        _tell(one, f"paid-{made.month:%Y-%m}", now, title, text, "看发放记录")
    _go_on(events.ListPaid, event.list_id, paid, event.after, now)


def amounts_changed(event: events.ListConfirmed, now: datetime) -> None:
    """Whoever gets another amount than for the month before is told from when, how much, why and by which article."""
    made = PaymentList.objects.get(pk=event.list_id)
    due = made.lines.exclude(kind=LineKind.CORRECTION)
    for one, lines in _part(due, event.after):
        whole = _whole_months(one)
        for line in lines:
            before = whole.get(months.add(line.month, -1))
            if before is not None and before != line.amount:
                _tell_amount(one, line, before, now)
    _go_on(events.ListConfirmed, event.list_id, due, event.after, now)


def account_mended(event: events.AccountMended, now: datetime) -> None:
    """Also so that nobody's money goes elsewhere in silence."""
    one = _of(event.case_number)
    if not one.account_fault:
        settle(actor=SYSTEM, link=Link(ACCOUNT, one.case_number), now=now)
    text = (
        f"以后发到{one.account_way}，户名{one.account_name}，账号 {one.covered_account}。不是您要改的，打电话告诉我们。"
    )
    sms = f"{one.recipient}的{one.matter}收款账户改了，尾号{one.account_number[-4:]}。不是您要改的，打电话告诉我们。"
    _tell(one, f"account-{event.mended_at}", now, f"{one.matter}的收款账户改了", text, "看我的津贴", sms=sms)


def moved_inside(event: events.MovedInside, now: datetime) -> None:
    one = _of(event.case_number)
    move = Move.objects.select_related("from_region", "to_region").get(pk=event.move_id)
    text = (
        f"{move.source}显示，{one.recipient}的户籍从{move.from_region.name}迁到{move.to_region.name}。{one.matter}照常发，"
        f"不用重新申请；以后的健在核对由{move.to_region.name}办（{move.basis}）。"
    )
    title = f"户籍迁到{move.to_region.name}，{one.matter}照常发"
    _tell(one, f"moved-{move.pk}", now, title, text, "看我的津贴")


NOTICES: dict[type, Callable[[Any, datetime], None]] = {
    events.NoticeWritten: letter_written,
    events.PaymentReturned: payment_returned,
    events.ListPaid: list_paid,
    events.ListConfirmed: amounts_changed,
    events.AccountMended: account_mended,
    events.MovedInside: moved_inside,
}


@transaction.atomic
def _tell(
    one: Entitlement,
    what: str,
    now: datetime,
    title: str,
    text: str,
    verb: str,
    *,
    kind: Literal["act", "know"] = "know",
    link: str = BENEFIT,
    sms: str = "",
) -> None:
    about = Link(link, one.case_number)
    told: dict[str, Any] = {"kind": kind, "title": title, "text": text, "verb": verb, "link": about, "now": now}
    key = f"benefit-{what}:{one.case_number}"
    notify(actor=SYSTEM, to=one.person, key=key, mobile=one.contact_mobile, sms=sms, **told)
    if one.filed_by is not None:
        notify(actor=SYSTEM, to=one.filed_by, key=f"{key}:{one.filed_by.pk}", **told)


def _tell_amount(one: Entitlement, line: PaymentLine, before: Decimal, now: datetime) -> None:
    month = months.text(line.month)
    text = (
        f"原来每月 {before:.2f} 元。{line.why}（{line.basis}）。"
        if line.basis
        else f"原来每月 {before:.2f} 元。{line.why}。"
    )
    sms = f"{one.recipient}的{one.matter}从{month}起每月{line.amount:.2f}元，原来{before:.2f}元。{line.why}。"
    title = f"{one.matter}从{month}起每月 {line.amount:.2f} 元"
    _tell(one, f"amount-{line.month:%Y-%m}", now, title, text, "看我的津贴", sms=sms)


def _tell_payers(made: PaymentList, now: datetime) -> None:
    """One notice a list, not one a payment: the list says who and why."""
    for officer in _payers(made, now):
        notify(
            actor=SYSTEM,
            to=officer,
            key=f"benefit-returned:{made.reference}:{officer.pk}",
            kind="know",
            title=f"{months.text(made.month)}的{made.matter}有没发成的",
            text="谁的没有发成、为什么，写在名单里。账户改好以后，没发的月份列进下一份名单。",
            verb="看名单",
            now=now,
            link=Link(DESK_LIST, f"{months.key(made.month)} {made.service}"),
        )


def _payers(made: PaymentList, now: datetime) -> list[Account]:
    duties = duties_of(definition(last_version(made.service)))
    held = Account.objects.filter(
        appointments__post__code=duties.pay.code,
        appointments__post__organisation__role=duties.pay.role,
        appointments__post__organisation__region=duties.region,
        appointments__since__lte=now,
        is_active=True,
    )
    return [
        one
        for one in held.distinct().order_by("pk")
        if duties.pay.held_in(appointment.post for appointment in one.appointments_at(now))
    ]


def _part(lines: QuerySet[PaymentLine], after: int) -> Iterable[tuple[Entitlement, list[PaymentLine]]]:
    """The next people of a list, each with these lines, the earliest month first."""
    wanted = _next(lines, after)
    found: dict[int, list[PaymentLine]] = {pk: [] for pk in wanted}
    for line in lines.filter(entitlement__in=wanted).order_by("entitlement", "month", "pk"):
        found[line.entitlement_id].append(line)
    people = Entitlement.objects.select_related("person", "filed_by").in_bulk(wanted)
    return [(people[pk], found[pk]) for pk in wanted]


def _next(lines: QuerySet[PaymentLine], after: int) -> list[int]:
    rows = lines.filter(entitlement__gt=after).order_by("entitlement").values_list("entitlement", flat=True)
    return list(rows.distinct()[:_PART])


@transaction.atomic
def _go_on(
    event: type[events.ListPaid | events.ListConfirmed],
    list_id: int,
    lines: QuerySet[PaymentLine],
    after: int,
    now: datetime,
) -> None:
    # A county's list in one go would outlast the lease of the delivery, and be begun a second time beside itself.
    told = _next(lines, after)
    if len(told) == _PART:
        announce(event(list_id, told[-1]), now=now)


def _whole_months(one: Entitlement) -> dict[date, Decimal]:
    """What was paid or is on its way for each month, without later corrections."""
    lines = PaymentLine.objects.filter(entitlement=one).exclude(state=LineState.FAILED)
    return dict(lines.exclude(kind=LineKind.CORRECTION).values_list("month", "amount"))


def _kind(line: PaymentLine) -> str:
    return "" if line.kind == LineKind.REGULAR else str(line.get_kind_display())


def _of(case_number: str) -> Entitlement:
    return Entitlement.objects.select_related("person", "filed_by").get(case_number=case_number)
