"""What is mine: my cases, my certificates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.certificates.access import certificate_of_holder
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.queries import certificates_of
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.response import pdf_response
from yimen.portals.citizen.present import long_day
from yimen.portals.citizen.rows import listed, rows

MOST = 100


@gate.citizen
@require_safe
def my_cases(request: gate.CitizenVisit) -> HttpResponse:
    page = {"nav": "cases", "rows": rows(listed(request.person)[:MOST], legal_day(request.now))}
    return render(request, "citizen/my_cases.html", page)


@gate.citizen
@require_safe
def my_certificates(request: gate.CitizenVisit) -> HttpResponse:
    cards = [
        {**certificate_card(one), "state": str(one.state_on(legal_day(request.now)))}
        for one in certificates_of(request.person)[:MOST]
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
    """The certificate as PDF; opened for the first time it is delivered (行政许可法 44)."""
    found = certificate_of_holder(request.person, code)
    if request.method == "GET" and found.subject_kind == "case":
        case = case_for_applicant(request.person, found.subject_ref)
        read_document(actor=request.user.actor(request.now), case=case, document=found.document, now=request.now)
    return pdf_response(found.document)


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
