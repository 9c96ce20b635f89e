"""What the applicant has handed in for a case: each file, how long it stays, and, once it is gone, that it is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.keeping import holds_now
from yimen.domains.cases.kept import Kept, gone_words, kept_files, kept_words
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound
from yimen.ground.files.response import file_response
from yimen.portals.citizen.present import long_day, moment_text


@gate.citizen
@require_safe
def materials(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """The own files of a case, with the day up to which each is kept and the rule that says so."""
    found = case_for_applicant(request.person, number)
    if found.status == Status.DRAFT:
        return redirect("cases:materials", number=number)
    files = kept_files(found)
    hold = holds_now(found, legal_day(request.now)).last()
    page = {
        "nav": "cases",
        "case": found,
        "rows": [_row(found, one) for one in files],
        "bases": list(dict.fromkeys(one.rule["basis"] for one in files)),
        "hold": {"ground": hold.GROUNDS[hold.ground], "until": long_day(hold.until)} if hold else None,
    }
    return render(request, "citizen/materials.html", page)


@gate.citizen
@require_safe
def material(request: gate.CitizenVisit, number: str, row: int) -> HttpResponse:
    """One of these files, opened in the browser; of one that was destroyed what is still known of it (410)."""
    found = case_for_applicant(request.person, number)
    one = next((one for one in kept_files(found) if one.row.pk == row), None)
    if one is None:
        raise NotFound("没有找到这个文件", "回到办件页面，从“看我交的材料”里打开。")
    if not one.row.file.is_gone:
        return file_response(one.row.file, inline=True)
    page = {"nav": "cases", "case": found, "one": _row(found, one), "basis": one.rule["basis"]}
    return render(request, "citizen/material_gone.html", page, status=410)


def _row(case: Case, kept: Kept) -> dict[str, str | bool]:
    file = kept.row.file
    return {
        "material": kept.name,
        "name": file.name,
        "size": file.size_text,
        "sha256": file.sha256,
        "handed_in": moment_text(kept.row.added_at),
        "href": reverse("citizen:material", args=[case.number, kept.row.pk]),
        "gone": file.is_gone,
        "words": gone_words(kept.row) if file.is_gone else kept_words(kept),
    }
