"""Where people rate: their own finished case, or the visit whose link they hold. The same questions for both."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.models import Case
from yimen.domains.evaluation.access import visit_by_code
from yimen.domains.evaluation.actions.add_remark import add_remark
from yimen.domains.evaluation.actions.change_rating import change_rating
from yimen.domains.evaluation.actions.rate import rate_case, rate_visit
from yimen.domains.evaluation.errors import AlreadyRated, NotFinished
from yimen.domains.evaluation.models import Rating
from yimen.domains.evaluation.present import day_text
from yimen.domains.evaluation.queries import rating_of_case, rating_of_visit, why_no_change
from yimen.domains.evaluation.views.pages import Page, opinion_in, questions, thanks
from yimen.ground.accounts import gate
from yimen.ground.audit import Actor
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Incomplete, NotAllowed

_THERE = Actor(id="", name="评价人", kind="anonymous", authority="持有本次服务的评价链接")


@gate.citizen
@require_http_methods(["GET", "POST"])
def case(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """一事一评: rate the own finished case; afterwards its rating, what is done about it, a change, a 追评."""
    found = case_for_applicant(request.person, number)
    page = _case_page(found)
    if found.closed_at is None:
        if request.method == "POST":
            raise NotFinished
        return render(request, "evaluation/not_yet.html", page)
    rating, sent = rating_of_case(found), _sent(request)
    act = sent.get("act") or request.GET.get("act", "rate")
    if request.method == "GET":
        return _read(request, page, rating, sent, act)
    if "show" in sent:
        return questions(request, page, sent, rating=rating, act=act)
    try:
        _give(request, found, rating, act)
    except Incomplete as error:
        if rating is not None and act == "remark":
            return thanks(request, page, rating, remark=sent.get("remark", ""), faults=error.faults)
        return questions(request, page, sent, rating=rating, act=act, faults=error.faults)
    except AlreadyRated:
        # Two clicks, or a second window: the page that follows shows the rating that stands.
        return redirect(page["path"])
    return redirect(page["path"])


@gate.public
@require_http_methods(["GET", "POST"])
def visit(request: gate.Visit, code: str) -> HttpResponse:
    """一次一评: rate the visit whose link one holds, once. Whoever works here rates nobody by it."""
    if getattr(request.viewer, "is_staff", False):
        raise NotAllowed("评价由来办事的人自己写，工作人员不能代写", "把链接或者二维码交给办事的人。")
    found = visit_by_code(code)
    page: dict[str, Any] = {
        "nav": "",
        "subject": f"{found.post.name} {found.officer_name}，{day_text(legal_day(found.at))}的服务",
        "body": found.organisation,
        "path": reverse("evaluation:visit", args=[code]),
    }
    rating = rating_of_visit(found)
    if rating is not None:
        return thanks(request, page, rating) if request.method == "GET" else redirect(page["path"])
    if request.method == "GET" or "show" in request.POST:
        return questions(request, page, request.POST)
    try:
        rate_visit(actor=_THERE, visit=found, opinion=opinion_in(request.POST), now=request.now)
    except Incomplete as error:
        return questions(request, page, request.POST, faults=error.faults)
    except AlreadyRated:
        return redirect(page["path"])
    return redirect(page["path"])


def _case_page(found: Case) -> dict[str, Any]:
    return {
        "nav": "cases",
        "case": found,
        "subject": found.version.name,
        "body": found.body,
        "path": reverse("evaluation:case", args=[found.number]),
    }


def _read(request: gate.CitizenVisit, page: Page, rating: Rating | None, sent: QueryDict, act: str) -> HttpResponse:
    if rating is None:
        return questions(request, page, sent)
    if act == "change" and not why_no_change(rating, rating.follow_up, request.now):
        return questions(request, page, sent, rating=rating, act=act)
    return thanks(request, page, rating, remark=sent.get("remark", ""))


def _give(request: gate.CitizenVisit, found: Case, rating: Rating | None, act: str) -> None:
    """Do what the form asks. A first rating sent again changes nothing: a change is asked for by its name."""
    actor, sent = request.user.actor(request.now), request.POST
    if rating is None:
        rate_case(actor=actor, case=found, opinion=opinion_in(sent), now=request.now)
    elif act == "remark":
        add_remark(actor=actor, rating=rating, text=sent.get("remark", ""), now=request.now)
    elif act == "change":
        change_rating(actor=actor, rating=rating, opinion=opinion_in(sent), now=request.now)


def _sent(request: gate.CitizenVisit) -> QueryDict:
    """What was posted; on a visit, what was posted after the session had ended: nothing that was typed is lost."""
    if request.method == "POST":
        return request.POST
    held = request.session.get("held_form")
    if held is None or held["path"] != request.path:
        return QueryDict()
    del request.session["held_form"]
    return QueryDict(held["body"])
