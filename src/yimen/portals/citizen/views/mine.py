"""What is mine: my cases, one case with its progress and papers, my certificates."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers.result import answers_told
from yimen.domains.cases.queries import cases_of, findings_of, service_of
from yimen.domains.cases.states import Status
from yimen.domains.certificates.access import certificate_of_holder
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.queries import certificate_of_subject, certificates_of
from yimen.engines.service import Meta
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of, documents_of
from yimen.ground.documents.response import pdf_response
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import NotFound
from yimen.ground.processes.queries import is_working, open_tasks_of
from yimen.portals.citizen.present import day_text, guide_parts, long_day, moment_text
from yimen.portals.citizen.progress import timeline


@gate.citizen
@require_safe
def my_cases(request: gate.CitizenVisit) -> HttpResponse:
    cases = list(cases_of(request.person)[:100])
    return render(request, "citizen/my_cases.html", {"nav": "cases", "rows": [_row(one) for one in cases]})


@gate.citizen
@require_safe
def case(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """Progress, decision and papers. While the machine is at work the page asks for news every two seconds."""
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    template = "citizen/case_part.html" if request.htmx else "citizen/case.html"
    return render(request, template, {**case_page(found), "part": bool(request.htmx)})


def case_page(found: Case) -> dict[str, Any]:
    """Everything the applicant sees of a case."""
    subject = Subject("case", found.number)
    papers = list(documents_of(subject))
    certificate = certificate_of_subject("case", found.number)
    service = service_of(found)
    working = is_working("case", found.number)
    return {
        "nav": "cases",
        "case": found,
        "submitted_text": moment_text(found.submitted_at) if found.submitted_at else "",
        "service": service,
        "meta": service.meta,
        "working": working,
        "outcome": _outcome(found, service.meta),
        "steps": timeline(found, {one.kind: _href(one) for one in papers}, working=working),
        "receipt": _receipt(found, papers),
        "documents": [
            _card(one) for one in papers if one.kind not in ("receipt", certificate.kind if certificate else "")
        ],
        "certificate": certificate_card(certificate) if certificate else None,
        "reasons": found.reasons,
        "findings": findings_of(found) if found.status == Status.ACCEPTED else [],
        "review_by": _review_by(found),
        "after": guide_parts(service.guide)[1],
    }


@gate.citizen
@require_safe
def answers(request: gate.CitizenVisit, number: str) -> HttpResponse:
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:hub", number=number)
    return render(
        request, "citizen/answers.html", {"nav": "cases", "case": found, "rows": answers_told(found, request.now)}
    )


@gate.citizen
@require_safe
def paper(request: gate.CitizenVisit, number: str, kind: str) -> HttpResponse:
    """A sealed document of the applicant's own case, as PDF."""
    found = case_for_applicant(request.person, number)
    document = document_of(Subject("case", found.number), kind)
    if document is None:
        raise NotFound("这份文书还没有出具", "到办件页面看进度，出具后会显示在那里。")
    return pdf_response(document)


@gate.citizen
@require_safe
def my_certificates(request: gate.CitizenVisit) -> HttpResponse:
    cards = [
        {**certificate_card(one), "state": str(one.state_on(legal_day(request.now)))}
        for one in certificates_of(request.person)[:100]
    ]
    return render(request, "citizen/my_certificates.html", {"nav": "certs", "cards": cards})


@gate.citizen
@require_safe
def certificate(request: gate.CitizenVisit, code: str) -> HttpResponse:
    found = certificate_of_holder(request.person, code)
    card = {**certificate_card(found), "state": str(found.state_on(legal_day(request.now)))}
    return render(request, "citizen/certificate.html", {"nav": "certs", "certificate": found, "card": card})


@gate.citizen
@require_safe
def certificate_file(request: gate.CitizenVisit, code: str) -> HttpResponse:
    return pdf_response(certificate_of_holder(request.person, code).document)


def certificate_card(found: Certificate) -> dict[str, str]:
    return {
        "title": found.title,
        "number": found.number,
        "holder": found.holder.name,
        "issuer": found.body.name,
        "issued": long_day(found.issued_on),
        "expires": long_day(found.valid_until) if found.valid_until else "",
        "state": "valid",
        "code_text": " ".join(found.code[at : at + 4] for at in range(0, len(found.code), 4)),
        "file_href": reverse("citizen:certificate-file", args=[found.code]),
        "href": reverse("citizen:certificate", args=[found.code]),
        "verify_href": reverse("certificates:verify", args=[found.code]),
    }


def _review_by(found: Case) -> str:
    task = open_tasks_of("case", found.number).first()
    return day_text(task.due_on) if task is not None and task.due_on is not None else ""


def _row(found: Case) -> dict[str, str]:
    draft = found.status == Status.DRAFT
    return {
        "href": reverse("cases:hub" if draft else "citizen:case", args=[found.number]),
        "name": found.version.name,
        "number": found.number,
        "word": found.word,
        "when": f"{moment_text(found.saved_at if draft else found.submitted_at or found.saved_at)} "
        + ("保存" if draft else "提交"),
        "outcome": _outcome(found, service_of(found).meta),
    }


def _outcome(found: Case, meta: Meta) -> str:
    """The legal outcome, which 未办成 must always carry (UX rule 15)."""
    words = {Status.GRANTED: meta["decision"]["granted"], Status.REFUSED: meta["decision"]["refused"]}
    return words.get(Status(found.status), "")


def _receipt(found: Case, papers: list[Document]) -> dict[str, str] | None:
    if found.submitted_at is None or found.answer_by is None:
        return None
    document = next((one for one in papers if one.kind == "receipt"), None)
    return {
        "number": found.number,
        "service": found.version.name,
        "received_at": moment_text(found.submitted_at),
        "received_by": found.body.name,
        # Once it is accepted, the promise to tell is kept: the receipt itself still says what it said.
        "promise": "" if found.accepted_at else f"{day_text(found.answer_by)}前告知是否受理",
        "href": _href(document) if document else "",
    }


def _href(document: Document) -> str:
    return reverse("citizen:paper", args=[document.subject_reference, document.kind])


def _card(document: Document) -> dict[str, str]:
    return {
        "title": document.title,
        "number": document.number,
        "issuer": document.body.name,
        "date": moment_text(document.made_at),
        "href": _href(document),
        "size": "PDF",
    }
