"""What is mine: how much since when, the next check, every payment with its reason, why it was stopped."""

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.benefits import months
from yimen.domains.benefits.access import entitlements_of, notice_for_person
from yimen.domains.benefits.amounts import RuleBook, amount_for, rule_book
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.present import (
    claim_row,
    halt_row,
    money,
    next_check_text,
    payment_row,
    span_text,
    standing_of,
)
from yimen.domains.benefits.queries import claims_of, moves_of, payments_of, stops_of
from yimen.domains.benefits.states import Standing
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.response import pdf_response
from yimen.ground.errors import DomainError

PAYMENTS = 36


@gate.citizen
@require_safe
def mine(request: gate.CitizenVisit) -> HttpResponse:
    """The person's own entitlements, and those applied for on somebody's behalf."""
    found = list(entitlements_of(request.person)[:20])
    payments, halts, claims = _by_entitlement(payments_of(found)), _by_entitlement(stops_of(found)), claims_of(found)
    by_claim, moves = _by_entitlement(claims), _by_entitlement(moves_of(found))
    books = {service: rule_book(service) for service in {one.service for one in found}}
    rows = [
        _row(request, one, books[one.service], payments[one.pk], halts[one.pk], by_claim[one.pk], moves[one.pk])
        for one in found
    ]
    return render(request, "benefits/mine.html", {"nav": "my-benefits", "rows": rows})


@gate.citizen
@require_safe
def paper(request: gate.CitizenVisit, number: str, document: int) -> HttpResponse:
    """A letter about an entitlement on the own page."""
    return pdf_response(notice_for_person(request.person, number, document))


def _row(
    request: gate.CitizenVisit,
    one: Entitlement,
    book: RuleBook,
    payments: list[Any],
    halts: list[Any],
    claims: list[Any],
    moves: list[Any],
) -> dict[str, Any]:
    for row in (*halts, *claims, *moves):
        row.entitlement = one
    return {
        "one": one,
        "for_other": one.person_id != request.person.pk,
        "moves": moves,
        "standing": standing_of(one),
        "amount": _amount(request, one, book),
        "span": span_text(one),
        "account": f"{one.account_way}，户名{one.account_name}，账号 {one.covered_account}",
        "fault": one.account_fault,
        "next_check": next_check_text(one, legal_day(request.now)),
        "payments": [payment_row(line) for line in payments[:PAYMENTS]],
        "halts": [halt_row(halt, "benefits:my-paper") for halt in halts],
        "claims": [claim_row(claim, "benefits:my-paper") for claim in claims],
        "living": one.standing != Standing.STOPPED,
    }


def _amount(request: gate.CitizenVisit, one: Entitlement, book: RuleBook) -> dict[str, str]:
    """The amount of the current month, or of the first one when it is still to come."""
    month = max(one.since, months.month_at(request.now))
    try:
        found = amount_for(one, month, book)
    except DomainError:
        # Rules that are being mended must not keep anybody from seeing what was paid.
        return {"yuan": "", "why": ""}
    return {"yuan": money(found.yuan), "why": f"{found.sentence}（{found.basis}）" if found.basis else found.sentence}


def _by_entitlement(rows: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.entitlement_id].append(row)
    return found
