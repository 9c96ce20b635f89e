"""One entitlement with its whole history, for whoever pays it; and what the payer may do with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.benefits.access import PayDesk, claim_of, entitlement_for_payer, notice_for_officer, pay_desk
from yimen.domains.benefits.actions.mend_account import mend_account
from yimen.domains.benefits.actions.record_repayment import record_repayment
from yimen.domains.benefits.actions.report_change import report_change
from yimen.domains.benefits.actions.resume import resume
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.forms import ACCOUNT, CHANGE, GO_ON, REPAYMENT, day, yuan
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.present import (
    claim_row,
    fields,
    halt_row,
    next_check_day,
    payment_row,
    span_text,
    standing_of,
)
from yimen.domains.benefits.queries import checks_of, claims_of, moves_of, payments_of, stops_of
from yimen.domains.benefits.states import Standing
from yimen.domains.benefits.terms import terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.record import record
from yimen.ground.documents.response import pdf_response
from yimen.ground.errors import NotAllowed, NotFound

_ACCOUNT_KEYS = {"way": "account_way", "name": "account_name", "number": "account_number", "why": "account_why"}


@gate.officer
@require_http_methods(["GET", "POST"])
def entitlement(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Amounts, payments with reasons, checks, stops with their letters, claims; changes by the payer."""
    desk = pay_desk(posts_of(request.user, request.now))
    one = entitlement_for_payer(desk, number)
    if request.method == "GET":
        _read(request, one, "read-entitlement")
        return _page(request, desk, one, None)
    if one.service not in desk.pays:
        raise NotAllowed("改动这份待遇是发放岗的事", "让发放岗的人办。")
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotFound("没有这个操作", "刷新页面再试一次。")
    try:
        act(request, desk, one)
    except BadAnswer as error:
        return _page(request, desk, one, error)
    return redirect("benefits:entitlement", number=number)


@gate.officer
@require_safe
def paper(request: gate.SignedInVisit, number: str, document: int) -> HttpResponse:
    """A letter about the entitlement."""
    desk = pay_desk(posts_of(request.user, request.now))
    found = notice_for_officer(desk, number, document)
    _read(request, entitlement_for_payer(desk, number), "read-paper")
    return pdf_response(found)


def _change(request: gate.SignedInVisit, desk: PayDesk, one: Entitlement) -> None:
    typed = _typed(request)
    happened = day(typed, "day")
    assert happened is not None
    report_change(
        actor=request.user.actor(request.now),
        entitlement=one,
        what=typed.get("what", ""),
        day=happened,
        source=typed.get("source", ""),
        now=request.now,
    )


def _go_on(request: gate.SignedInVisit, desk: PayDesk, one: Entitlement) -> None:
    actor = request.user.actor(request.now)
    resume(actor=actor, entitlement=one, found=request.POST.get("found", ""), now=request.now)


def _account(request: gate.SignedInVisit, desk: PayDesk, one: Entitlement) -> None:
    typed = _typed(request)
    given = {name: typed.get(key, "") for name, key in _ACCOUNT_KEYS.items()}
    try:
        mend_account(actor=request.user.actor(request.now), entitlement=one, now=request.now, **given)
    except BadAnswer as error:
        raise BadAnswer(_ACCOUNT_KEYS[error.key], error.sentence, error.advice) from error


def _repay(request: gate.SignedInVisit, desk: PayDesk, one: Entitlement) -> None:
    typed = _typed(request)
    pk = typed.get("claim", "")
    claim = claim_of(desk, one.case_number, int(pk) if pk.isdecimal() and len(pk) < 12 else 0)
    actor, amount, seen = request.user.actor(request.now), yuan(typed, "amount"), yuan(typed, "seen")
    record_repayment(actor=actor, claim=claim, amount=amount, seen=seen, now=request.now)


_ACTS: dict[str, Callable[[gate.SignedInVisit, PayDesk, Entitlement], None]] = {
    "change": _change,
    "resume": _go_on,
    "account": _account,
    "repay": _repay,
}


def _page(request: gate.SignedInVisit, desk: PayDesk, one: Entitlement, error: BadAnswer | None) -> HttpResponse:
    sentence = f"{error.sentence}。{error.advice}" if error and error.advice else error.sentence if error else ""
    told = {error.key: sentence} if error else {}
    typed = _typed(request) if error else {"account_way": one.account_way, "account_name": one.account_name}
    act = typed.get("act", "") if error else ""
    may_pay = one.service in desk.pays
    page: dict[str, Any] = {
        "nav": "benefits",
        "desk": desk,
        "may_pay": may_pay,
        "tell_text": terms_of(definition_by_key(one.version)).tell_text,
        "moves": moves_of([one]),
        "one": one,
        "standing": standing_of(one),
        "span": span_text(one),
        "next_check": next_check_day(one),
        "payments": [payment_row(line) for line in payments_of([one], drafts=True)],
        "halts": [halt_row(_with(halt, one), "benefits:paper") for halt in stops_of([one])],
        "claims": _claims(one, may_pay),
        "checks": list(checks_of(one)[:20]),
        "change_fields": fields(CHANGE, typed if act == "change" else {}, told),
        "resume_fields": fields(GO_ON, typed if act == "resume" else {}, told),
        "account_fields": fields(ACCOUNT, typed if act in ("", "account") else {}, told),
        "repay_fields": fields(REPAYMENT, typed if act == "repay" else {}, told),
        "repay_of": typed.get("claim", "") if act == "repay" else "",
        "act": act,
        "can_stop": may_pay and one.standing != Standing.STOPPED,
        "can_resume": may_pay and one.standing != Standing.ACTIVE,
        "errors": [{"key": error.key, "sentence": sentence}] if error else [],
    }
    return render(request, "benefits/entitlement.html", page, status=422 if error else 200)


def _claims(one: Entitlement, may_pay: bool) -> list[dict[str, Any]]:
    """What is to be given back; the first that is open carries the form, because a page has each field once."""
    rows = [claim_row(_with(claim, one), "benefits:paper") for claim in claims_of([one])]
    first = next((row for row in rows if row["open"] and may_pay), None)
    return [{**row, "form_here": row is first} for row in rows]


def _with(row: Any, one: Entitlement) -> Any:
    # The rows know their entitlement by number only; asking the database for it again would be one question a row.
    row.entitlement = one
    return row


def _typed(request: gate.SignedInVisit) -> dict[str, str]:
    return {key: str(value) for key, value in request.POST.items()}


def _read(request: gate.SignedInVisit, one: Entitlement, act: str) -> None:
    actor = request.user.actor(request.now)
    record(actor, act, object_kind="benefit", object_ref=one.case_number, at=request.now)
