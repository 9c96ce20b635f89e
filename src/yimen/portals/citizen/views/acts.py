"""What the applicant does with a case: withdraw it or urge it on while it is under way, apply anew when it was not
granted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.actions import urge as urging
from yimen.domains.cases.actions import withdraw as withdrawing
from yimen.domains.cases.actions.apply_again import apply_again
from yimen.domains.cases.errors import NoteTooLong, TooEarlyToUrge
from yimen.domains.cases.handling import TEXT_LENGTH
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import kept_of
from yimen.domains.cases.states import OPEN, Status
from yimen.ground.accounts import gate
from yimen.ground.errors import DomainError
from yimen.portals.citizen.glance import glance
from yimen.portals.citizen.people import contact_of, last_urge
from yimen.portals.citizen.standing import standing


@gate.citizen
@require_http_methods(["GET", "POST"])
def withdraw(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """The page says what it means and asks once more; the button does it."""
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    if request.method == "GET":
        return redirect("citizen:case", number=number) if found.status not in OPEN else _withdraw_page(request, found)
    typed = request.POST.get("reason", "")
    try:
        withdrawing.withdraw(actor=request.user.actor(request.now), case=found, reason=typed, now=request.now)
    except NoteTooLong as error:
        return _withdraw_page(request, found, typed, error)
    return redirect("citizen:case", number=number)


@gate.citizen
@require_http_methods(["GET", "POST"])
def urge(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """催办: an optional word to the officers; the last one with its answer stands above."""
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    if request.method == "GET":
        # Of a joint application each part is urged on its own page, where somebody has it in hand.
        urgeable = found.status in OPEN and found.status != Status.IN_PARTS
        return _urge_page(request, found) if urgeable else redirect("citizen:case", number=number)
    typed = request.POST.get("text", "")
    try:
        urging.urge(actor=request.user.actor(request.now), case=found, text=typed, now=request.now)
    except (NoteTooLong, TooEarlyToUrge) as error:
        return _urge_page(request, found, typed, error)
    return redirect("citizen:case", number=number)


@gate.citizen
@require_POST
def again(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """重新申请: into the new application, or into the one that was begun before."""
    found = case_for_applicant(request.person, number)
    actor = request.user.actor(request.now)
    made = apply_again(actor=actor, account=request.user, case=found, now=request.now)
    return redirect("cases:hub" if made.status == Status.DRAFT else "citizen:case", number=made.number)


def _withdraw_page(
    request: gate.CitizenVisit, found: Case, typed: str = "", error: DomainError | None = None
) -> HttpResponse:
    spec = {
        "key": "reason",
        "type": "text",
        "label": "为什么撤回",
        "hint": "写给经办人看，不写也行",
        "required": False,
        "max_length": TEXT_LENGTH,
        "value": typed,
    }
    return _page(request, "citizen/withdraw.html", found, spec, error)


def _urge_page(
    request: gate.CitizenVisit, found: Case, typed: str = "", error: DomainError | None = None
) -> HttpResponse:
    spec = {
        "key": "text",
        "type": "text",
        "label": "想对经办人说什么",
        "hint": "例如为什么急；不写也行",
        "required": False,
        "max_length": urging.TEXT_LENGTH,
        "value": typed,
    }
    return _page(request, "citizen/urge.html", found, spec, error)


def _page(
    request: gate.CitizenVisit, template: str, found: Case, spec: dict[str, Any], error: DomainError | None
) -> HttpResponse:
    """The form, with all that was typed; a refusal says why, what to do, and answers 422."""
    sentence = f"{error.sentence}。{error.advice}" if error else ""
    g = glance(found, request.now)
    page = {
        "nav": "cases",
        "case": found,
        "standing": standing(g),
        "contact": contact_of(g),
        "urged": last_urge(found),
        "spec": {**spec, "failure": sentence},
        "errors": [{"key": spec["key"], "sentence": sentence}] if error else [],
        "waits": found.status == Status.CORRECTING,
        "kept": kept_of(found),
    }
    return render(request, template, page, status=422 if error else 200)
