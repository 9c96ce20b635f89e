"""Documents, uploaded files and the certificate of a case, and the answer to whoever urges."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.cases.actions.answer_urge import answer_urge
from yimen.domains.cases.models import Material
from yimen.domains.certificates.actions.revoke import revoke
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.accounts import gate
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.response import pdf_response
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import NotFound, Stale
from yimen.ground.files.response import file_response
from yimen.portals.desk.acts import Refused, at_field
from yimen.portals.desk.desk import desk_of, must_work_here, note_reading, together
from yimen.portals.desk.page import case_page
from yimen.portals.desk.views.keeping import gone_page


@gate.officer
@require_safe
def paper(request: gate.SignedInVisit, number: str, kind: str) -> HttpResponse:
    """A document of the case, to read or to print."""
    desk = desk_of(request, number)
    must_work_here(desk)
    document = document_of(Subject("case", desk.case.number), kind)
    if document is None:
        raise NotFound("这份文书还没有出具", "办到那一步就会有。")
    note_reading(request, desk, "read-paper", kind=kind)
    return pdf_response(document)


@gate.officer
@require_safe
def material(request: gate.SignedInVisit, number: str, row: int) -> HttpResponse:
    """An uploaded file, for posts that may see this material; opened in the browser."""
    desk = desk_of(request, number)
    found = Material.objects.filter(case=desk.case, pk=row).select_related("file").first()
    if found is None or not desk.sight.sees(found.material):
        raise NotFound("没有找到这份材料", "回到办件页面，从列出的材料里打开。")
    note_reading(request, desk, "read-material", material=found.material, row=str(found.pk))
    return gone_page(desk, found) if found.file.is_gone else file_response(found.file, inline=True)


@gate.officer
@require_POST
def revoke_certificate(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """作废 the certificate of a case that the own body decided; the public page says so at once."""
    desk = desk_of(request, number)
    must_work_here(desk)
    certificate = certificate_of_subject("case", desk.case.number)
    if certificate is None:
        raise NotFound("这件办件没有证照", "办成并签发以后才有。")
    try:
        at_field(
            lambda: revoke(actor=desk.actor, certificate=certificate, reason=desk.typed("reason"), now=request.now),
            lambda error: "reason",
        )
    except Refused as error:
        desk.failures = error.failures
        return case_page(desk, status=422, open_part="revoke")
    return redirect("desk:review", number=number)


@gate.officer
@require_POST
def reply_to_urge(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """答复催办, by any post of the matter: whoever urges waits for a word, not for a certain person."""
    desk = desk_of(request, number)
    must_work_here(desk)
    try:
        together(
            desk,
            lambda: at_field(
                lambda: answer_urge(
                    actor=desk.actor, case=desk.case, answer=desk.typed("urge_answer"), now=request.now
                ),
                lambda error: "urge_answer",
            ),
        )
    except Stale as error:
        return case_page(desk_of(request, number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return case_page(desk, status=422, open_part="urge")
    return redirect("desk:review", number=number)
