"""One case of the applicant's own: what happens now, its clock day by day, its documents, what was filled in."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.benefits.queries import entitlement_of_case
from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.again import followed_by, hindrance
from yimen.domains.cases.lanes import is_joint, lanes_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.decision import facts_found
from yimen.domains.cases.papers.result import answers_told
from yimen.domains.cases.queries import findings_of, service_of
from yimen.domains.cases.states import NOT_GRANTED, OPEN, Status
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.engines.service import is_at_once
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.response import pdf_response
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import NotFound
from yimen.portals.citizen.choices import appeal_of, choices_of, followed_row
from yimen.portals.citizen.days import explained
from yimen.portals.citizen.glance import Glance, glance
from yimen.portals.citizen.joint import joint_page
from yimen.portals.citizen.lanes import lanes
from yimen.portals.citizen.papers import addresses, cards, paper_of, papers_of
from yimen.portals.citizen.people import contact_of, last_urge
from yimen.portals.citizen.present import WEEKDAYS, day_text, guide_of, moment_text
from yimen.portals.citizen.progress import timeline
from yimen.portals.citizen.receipt import receipt_of
from yimen.portals.citizen.standing import outcome_of, standing
from yimen.portals.citizen.views.mine import certificate_card


@gate.citizen
@require_safe
def case(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """Progress, decision and papers. While the machine is at work the page asks for news every two seconds."""
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    name = "joint" if is_joint(found) else "case"
    page = joint_page(found, request.now) if is_joint(found) else case_page(glance(found, request.now))
    template = f"citizen/{name}_part.html" if request.htmx else f"citizen/{name}.html"
    return render(request, template, {**page, "part": bool(request.htmx)})


def case_page(g: Glance) -> dict[str, Any]:
    """Everything the applicant sees of a case."""
    found, papers = g.case, papers_of(g.case)
    certificate = certificate_of_subject("case", found.number)
    submitted = moment_text(found.submitted_at) if found.submitted_at else ""
    at_once = found.status == Status.ACCEPTED and is_at_once(g.meta)
    return {
        "nav": "cases",
        "case": found,
        "meta": g.meta,
        "submitted_text": submitted,
        "standing": standing(g),
        "outcome": outcome_of(g),
        "working": g.working,
        "findings": findings_of(found) if at_once and not g.working else [],
        "correction": _correction(g, papers),
        "facts": [one for one in facts_found(found) if one] if found.status == Status.REFUSED else [],
        **_after_no(found, g.now),
        "lanes": lanes(g),
        "has_clock": found.status != Status.WITHDRAWN or found.accepted_on is not None,
        "warning": g.warning,
        "urged": last_urge(found),
        "steps": timeline(g, papers),
        "receipt": receipt_of(g.case, papers, g.today),
        "documents": cards(found, papers, without=certificate.kind if certificate else ""),
        "certificate": certificate_card(certificate) if certificate else None,
        "benefits": _benefits(found),
        "contact": contact_of(g),
        "may_withdraw": found.status in OPEN and not (found.decision or found.declined),
        "may_urge": found.status in (Status.SUBMITTED, Status.ACCEPTED),
        "after": guide_of(service_of(found))[1],
        "whole": _whole(found),
    }


def _whole(found: Case) -> dict[str, str] | None:
    """The joint application that this is a part of."""
    if found.parent is None:
        return None
    return {"href": reverse("citizen:case", args=[found.parent.number]), "name": found.parent.version.name}


def _after_no(found: Case, now: datetime) -> dict[str, Any]:
    """What the applicant may do when it was not granted; of a part of a joint application it stands in ``choice``."""
    if found.status not in NOT_GRANTED:
        return {}
    if found.parent is not None:
        return {"choice": choices_of(found, lanes_of(found.parent), now)}
    appeal, followed = appeal_of(found), followed_by(found)
    return {
        "remedies": appeal.sentence if appeal else "",
        "followed": followed_row(followed) if followed else None,
        "may_apply": hindrance(found, legal_day(now)) is None,
    }


@gate.citizen
@require_safe
def answers(request: gate.CitizenVisit, number: str) -> HttpResponse:
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    rows = answers_told(found, request.now)
    return render(request, "citizen/answers.html", {"nav": "cases", "case": found, "rows": rows})


@gate.citizen
@require_safe
def clock(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """Every day of the case's clocks, counted or not, with its reason."""
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    g = glance(found, request.now)
    page = {
        "nav": "cases",
        "case": found,
        "clocks": explained(g),
        "standing": standing(g),
        "today": day_text(g.today),
        "weekdays": WEEKDAYS,
    }
    return render(request, "citizen/clock.html", page)


@gate.citizen
@require_safe
def paper(request: gate.CitizenVisit, number: str, kind: str) -> HttpResponse:
    """The latest sealed document of a kind about the applicant's own case, as PDF."""
    found = case_for_applicant(request.person, number)
    document = document_of(Subject("case", found.number), kind)
    if document is None:
        raise NotFound("这份文书还没有出具", "到办件页面看进度，出具后会显示在那里。")
    return _opened(request, found, document)


@gate.citizen
@require_safe
def paper_nth(request: gate.CitizenVisit, number: str, kind: str, document: int) -> HttpResponse:
    """The same where a case has several of a kind, counted from 1 in the order in which they were made."""
    found = case_for_applicant(request.person, number)
    return _opened(request, found, paper_of(found, kind, document))


def _opened(request: gate.CitizenVisit, found: Case, document: Document) -> HttpResponse:
    """The PDF. To open it is the receipt of reading; a browser that only looks ahead has read nothing."""
    response = pdf_response(document)
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")
    if request.method == "GET" and not ahead:
        read_document(actor=request.user.actor(request.now), case=found, document=document, now=request.now)
    return response


def _correction(g: Glance, papers: list[Document]) -> dict[str, Any] | None:
    """What is to be mended, and where."""
    if g.case.status != Status.CORRECTING:
        return None
    notice = next((one for one in papers if one.kind == "correction"), None)
    return {
        "points": g.case.correction.points,
        "href": reverse("cases:correction", args=[g.case.number]),
        "notice": addresses(papers)[notice.pk] if notice else "",
    }


def _benefits(found: Case) -> str:
    """Where what the case has opened is seen; empty when it opened nothing."""
    opened = (
        found.status == Status.GRANTED and "benefit" in service_of(found).meta and entitlement_of_case(found.number)
    )
    return reverse("benefits:mine") if opened else ""
