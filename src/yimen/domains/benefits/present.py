"""Rows and words of the pages of this domain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from yimen.domains.benefits import months
from yimen.domains.benefits.models import AliveCheck, Claim, Entitlement, PaymentLine, PaymentList, Stop
from yimen.domains.benefits.queries import Change
from yimen.domains.benefits.states import ClaimState, LineState, ListState, Standing
from yimen.domains.benefits.terms import CHECK_OPENS_BEFORE

STANDINGS = {
    Standing.ACTIVE: ("ok", "circle-check-fill"),
    Standing.SUSPENDED: ("soon", "player-pause-fill"),
    Standing.STOPPED: ("pause", "circle-x-fill"),
}
LISTS = {
    ListState.DRAFT: ("todo", "edit"),
    ListState.CONFIRMED: ("doing", "hourglass"),
    ListState.SENT: ("doing", "hourglass"),
    ListState.PAID: ("ok", "circle-check-fill"),
}
LINES = {LineState.WAITING: ("doing", ""), LineState.PAID: ("ok", ""), LineState.FAILED: ("late", "")}
CHANGES = {
    "failed": ("late", "没发成，要改账户"),
    "stopped": ("pause", "这个月不发"),
    "new": ("ok", "新增"),
    "changed": ("doing", "金额有变"),
    "arrears": ("soon", "补发、补差"),
}


def tagged(pair: tuple[str, str], text: str) -> dict[str, str]:
    """What the tag component takes."""
    return {"kind": pair[0], "icon": pair[1], "text": text}


def money(amount: object) -> str:
    """``1,250.00 元``."""
    return f"{amount:,.2f} 元"


def standing_of(one: Entitlement) -> dict[str, str]:
    standing = Standing(one.standing)
    return tagged(STANDINGS[standing], str(standing.label))


def list_row(one: PaymentList) -> dict[str, Any]:
    state = ListState(one.state)
    return {
        "month": months.text(one.month),
        "href": _at("benefits:list", one),
        "tag": tagged(LISTS[state], str(state.label)),
        "count": one.count,
        "total": money(one.total),
        "held": one.held,
        "trouble": one.trouble,
    }


def line_row(line: PaymentLine) -> dict[str, Any]:
    one, state = line.entitlement, LineState(line.state)
    return {
        "name": one.recipient,
        "href": reverse("benefits:entitlement", args=[one.case_number]),
        "place": one.region.name,
        "month": months.text(line.month),
        "kind": line.get_kind_display(),
        "amount": money(line.amount),
        "why": line.why,
        "basis": line.basis,
        "tag": tagged(LINES[state], str(state.label)),
        "failure": line.failure,
    }


def change_groups(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes by kind, what must be mended first; a kind without any is left out."""
    found: dict[str, list[dict[str, str]]] = {kind: [] for kind in CHANGES}
    for one in changes:
        href = reverse("benefits:entitlement", args=[one.entitlement.case_number])
        found[one.kind].append({"name": one.entitlement.recipient, "href": href, "sentence": one.sentence})
    return [
        {"tag": tagged((CHANGES[kind][0], ""), f"{CHANGES[kind][1]} {len(rows)} 人次"), "rows": rows}
        for kind, rows in found.items()
        if rows
    ]


def check_row(check: AliveCheck, today: date) -> dict[str, Any]:
    one = check.entitlement
    return {
        "name": one.recipient,
        "place": one.region.name,
        "number": one.case_number,
        "href": reverse("benefits:alive-record", args=[one.case_number]),
        "light": light(check.due_on, today),
        "due": months.day_text(check.due_on),
        "visit": check.visit,
        "why": check.why,
        "mobile": one.contact_mobile,
        "suspended": one.standing == Standing.SUSPENDED,
    }


def light(due_on: date, today: date) -> tuple[str, str]:
    """State and words of the light: late, soon (a week or less), or in time."""
    left = (due_on - today).days
    if left < 0:
        return "late", f"过了 {-left} 天"
    return ("soon" if left <= 7 else "ok"), ("今天到期" if left == 0 else f"还有 {left} 天")


def payment_row(line: PaymentLine) -> dict[str, Any]:
    state = LineState(line.state)
    return {
        "month": months.text(line.month),
        "paid_with": months.text(line.list.month),
        "kind": line.get_kind_display(),
        "amount": money(line.amount),
        "why": f"{line.why}（{line.basis}）" if line.basis else line.why,
        "tag": tagged(LINES[state], str(state.label)),
        "failure": line.failure,
    }


def halt_row(halt: Stop, paper: str) -> dict[str, Any]:
    """A stop or suspension with its letters; ``paper`` is the name of the address of a letter."""
    number = halt.entitlement.case_number
    papers = [
        {"title": one.title, "number": one.number, "href": reverse(paper, args=[number, one.pk])}
        for one in (halt.document, halt.lift_document)
        if one is not None
    ]
    return {
        "title": f"从{months.text(halt.from_month)}起{halt.get_kind_display()}",
        "living": halt.lifted_on is None,
        "facts": halt.facts,
        "reason": halt.reason,
        "basis": halt.basis,
        "tell_by": "" if halt.told_on else months.day_text(halt.tell_by),
        "lifted": f"{months.day_text(halt.lifted_on)}：{''.join(halt.lifted_because)}" if halt.lifted_on else "",
        "papers": papers,
    }


def claim_row(claim: Claim, paper: str) -> dict[str, Any]:
    """What is to be given back; the entitlement must be at hand."""
    number = claim.entitlement.case_number
    state = ClaimState(claim.state)
    document = claim.document
    return {
        "pk": claim.pk,
        "open": state == ClaimState.OPEN,
        "tag": tagged(("soon" if state == ClaimState.OPEN else "plain", ""), str(state.label)),
        "amount": money(claim.amount),
        "repaid": money(claim.repaid),
        "seen": f"{claim.repaid:.2f}",
        "months": months.written([one.month for one in claim.months.all()]),
        "facts": claim.facts,
        "pay_by": months.day_text(claim.pay_by) if claim.pay_by else "",
        "paper": {"title": document.title, "href": reverse(paper, args=[number, document.pk])} if document else None,
    }


def span_text(one: Entitlement) -> str:
    """From which month to which it is paid; a stop may lie before the first month."""
    if one.until is not None and one.until < one.since:
        return "没有应当发放的月份"
    return f"从{months.text(one.since)}起享受" + (f"，发到{months.text(one.until)}" if one.until else "")


def next_check_day(one: Entitlement) -> str:
    """When the person is checked next, for an officer."""
    if one.standing == Standing.STOPPED or one.next_alive_check is None:
        return "不用核对"
    return f"{months.day_text(one.next_alive_check)}前，先比对数据"


def next_check_text(one: Entitlement, today: date) -> str:
    """When the person is checked next, for the person, and that usually nothing is to be done."""
    if one.standing == Standing.STOPPED:
        return "不用再核对"
    if one.next_alive_check is None:
        return "这项待遇不用核对"
    if one.next_alive_check - CHECK_OPENS_BEFORE > today:
        return f"{months.day_text(one.next_alive_check)}前。我们先比对数据，比对得上的不用您来"
    return (
        f"{months.day_text(one.next_alive_check)}前。比对不上的，村居会上门，也可以到任一窗口或者视频核对，不要求刷脸"
    )


def fields(
    specs: Sequence[Mapping[str, Any]], typed: Mapping[str, Any], told: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Form fields with what was typed and what is wrong with it."""
    return [
        {**spec, "value": typed.get(spec["key"], spec.get("value")), "failure": told.get(spec["key"], "")}
        for spec in specs
    ]


def _at(name: str, one: PaymentList) -> str:
    return f"{reverse(name, args=[months.key(one.month)])}?service={one.service}"
