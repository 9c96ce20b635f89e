"""Lists for payment: this month's with what has changed, one month line by line, confirm, send, the payment file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.benefits import months
from yimen.domains.benefits.access import PayDesk, list_of, pay_desk
from yimen.domains.benefits.actions.confirm_list import confirm_list
from yimen.domains.benefits.actions.draw_up_list import draw_up_list
from yimen.domains.benefits.actions.send_list import send_list
from yimen.domains.benefits.models import PaymentList
from yimen.domains.benefits.payment_file import payment_file
from yimen.domains.benefits.present import change_groups, claim_row, line_row, list_row, money
from yimen.domains.benefits.queries import (
    changes_in,
    faulty_accounts,
    lines_of,
    lists_of,
    month_to_draw,
    open_claims,
    services_of,
    sums_of,
    untold,
)
from yimen.domains.benefits.states import LineState, ListState
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotAllowed, NotFound

PAGE = 100


@gate.officer
@require_safe
def lists(request: gate.SignedInVisit) -> HttpResponse:
    """The latest list with its totals and what has changed, and the months before."""
    desk = _desk(request)
    service, services = _service(request, desk)
    rows = list(lists_of(desk.body, service)[:24])
    latest = rows[0] if rows else None
    due = month_to_draw(desk.body, service, months.month_at(request.now)) if service else None
    page = {
        **_frame(desk, service, services),
        "latest": latest and {**list_row(latest), "draft": latest.state == ListState.DRAFT},
        "totals": _totals(latest) if latest else [],
        "changes": change_groups(changes_in(latest)) if latest else [],
        "rows": [list_row(one) for one in rows],
        "draw": {"key": months.key(due), "text": months.text(due)} if due and service in desk.pays else None,
        "faulty": list(faulty_accounts(desk.body, service)[:50]),
        "claims": [
            {
                **claim_row(one, "benefits:paper"),
                "name": one.entitlement.recipient,
                "number": one.entitlement.case_number,
            }
            for one in open_claims(desk.body, service).select_related("document").prefetch_related("months")[:50]
        ],
        "untold": untold(desk.body, desk.services, legal_day(request.now)),
    }
    return render(request, "benefits/lists.html", page)


@gate.officer
@require_safe
def one_list(request: gate.SignedInVisit, month: str) -> HttpResponse:
    """One month, line by line, each with its reason."""
    desk = _desk(request)
    found = _list(request, desk, month)
    given = request.GET.get("page", "1")
    place = max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1
    lines = list(lines_of(found)[(place - 1) * PAGE : place * PAGE + 1])
    here = f"{reverse('benefits:list', args=[month])}?service={found.service}"
    _read(request, "read-payment-list", found)
    page = {
        **_frame(desk, found.service, []),
        "list": list_row(found),
        "found": found,
        "month": month,
        "totals": _totals(found),
        "lines": [line_row(line) for line in lines[:PAGE]],
        "earlier": f"{here}&page={place - 1}" if place > 1 else "",
        "later": f"{here}&page={place + 1}" if len(lines) > PAGE else "",
        "place": f"第 {place} 页",
        "changes": change_groups(changes_in(found)) if place == 1 else [],
        "can_confirm": found.service in desk.confirms and found.state == ListState.DRAFT and found.count > 0,
        "is_own": found.drawn_by == request.user.actor(request.now).id,
        "can_send": found.service in desk.pays
        and (found.state == ListState.CONFIRMED or (found.state == ListState.SENT and bool(found.trouble))),
        "has_file": found.state != ListState.DRAFT,
    }
    return render(request, "benefits/list.html", page)


@gate.officer
@require_POST
def draw(request: gate.SignedInVisit) -> HttpResponse:
    desk = _desk(request)
    service = _known_service(desk, request.POST.get("service", ""))
    if service not in desk.pays:
        raise NotAllowed("起草名单是发放岗的事", "让发放岗的人起草。")
    month = months.read(request.POST.get("month", ""))
    actor = request.user.actor(request.now)
    made = draw_up_list(actor=actor, service=service, body=desk.body, month=month, now=request.now)
    return redirect(_address(made))


@gate.officer
@require_POST
def confirm(request: gate.SignedInVisit, month: str) -> HttpResponse:
    desk = _desk(request)
    found = _list(request, desk, month)
    if found.service not in desk.confirms:
        raise NotAllowed("确认名单是确认岗的事", "让确认岗的人核对后确认。")
    actor = request.user.actor(request.now)
    confirm_list(actor=actor, payment_list=found, seen=request.POST.get("seen", ""), now=request.now)
    return redirect(_address(found))


@gate.officer
@require_POST
def send(request: gate.SignedInVisit, month: str) -> HttpResponse:
    desk = _desk(request)
    found = _list(request, desk, month)
    if found.service not in desk.pays:
        raise NotAllowed("送出名单是发放岗的事", "让发放岗的人送出。")
    send_list(actor=request.user.actor(request.now), payment_list=found, now=request.now)
    return redirect(_address(found))


@gate.officer
@require_safe
def file(request: gate.SignedInVisit, month: str) -> HttpResponse:
    """The payment file, with account numbers in full: whoever takes it is on record."""
    desk = _desk(request)
    found = _list(request, desk, month)
    if found.state == ListState.DRAFT:
        raise NotFound("名单确认以后才有发放文件", "先由确认岗的人确认。")
    _read(request, "take-payment-file", found)
    lines = found.lines.select_related("entitlement").order_by("pk")
    answer = HttpResponse(payment_file(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _desk(request: gate.SignedInVisit) -> PayDesk:
    return pay_desk(posts_of(request.user, request.now))


def _service(request: gate.SignedInVisit, desk: PayDesk) -> tuple[str, list[tuple[str, str]]]:
    services = services_of(desk.body, desk.services)
    wanted = request.GET.get("service", "")
    known = [service for service, _ in services]
    return (wanted if wanted in known else (known or [""])[0]), services


def _known_service(desk: PayDesk, wanted: str) -> str:
    if wanted not in [service for service, _ in services_of(desk.body, desk.services)]:
        raise NotFound("没有找到这项待遇", "从“津贴发放”里点进去。")
    return wanted


def _list(request: gate.SignedInVisit, desk: PayDesk, month: str) -> PaymentList:
    given = request.GET.get("service") or request.POST.get("service") or ""
    service = given or (services_of(desk.body, desk.services) or [("", "")])[0][0]
    return list_of(desk, service, months.read(month))


def _frame(desk: PayDesk, service: str, services: list[tuple[str, str]]) -> dict[str, Any]:
    names = dict(services)
    return {"nav": "benefits", "desk": desk, "service": service, "matter": names.get(service, ""), "services": services}


def _totals(found: PaymentList) -> list[dict[str, Any]]:
    sums = sums_of(found)
    failed = sums.get(LineState.FAILED, {"count": 0, "total": 0})
    paid = sums.get(LineState.PAID, {"count": 0, "total": 0})
    facts = [
        {"term": "合计", "value": money(found.total), "note": f"{found.count} 笔"},
        {"term": "已到账", "value": money(paid["total"]), "note": f"{paid['count']} 笔"},
        {"term": "没发成", "value": money(failed["total"]), "note": f"{failed['count']} 笔，账户改好后补发"},
    ]
    if found.held:
        facts.append({"term": "先不发", "value": f"{found.held} 人", "note": "账户要先改好"})
    return facts


def _read(request: gate.SignedInVisit, act: str, found: PaymentList) -> None:
    actor = request.user.actor(request.now)
    record(actor, act, object_kind="payment-list", object_ref=found.reference, at=request.now)


def _address(found: PaymentList) -> str:
    return f"{reverse('benefits:list', args=[months.key(found.month)])}?service={found.service}"
