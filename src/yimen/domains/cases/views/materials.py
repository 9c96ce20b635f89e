from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.remove_material import remove_material
from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.materials import lacking_materials, materials_of, reasons_of, uploads_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.domains.cases.views.filling import case_of, elsewhere, page_of
from yimen.domains.cases.views.uploads import NOTHING_CHOSEN, Taken, cards, drop, has_files, number_in, take, take_over
from yimen.ground.accounts import gate


@gate.filler
@require_http_methods(["GET", "POST"])
def materials(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """The files that the answers so far want: plain upload, several for each material, with script or without."""
    case = case_of(request, number)
    if away := elsewhere(request, case, Status.DRAFT):
        return away
    if request.method == "GET":
        return _show(request, case, Taken())
    if "remove_file" in request.POST:
        return _remove(request, case)
    if "drop_upload" in request.POST:
        drop(request, case)
        return redirect("cases:materials", number=number)
    wanted = uploads_of(case, request.now)
    takes_over = "take_over" in request.POST
    taken = take_over(request, case, wanted) if takes_over else take(request, case, wanted)
    if not takes_over and not has_files(request):
        asked = request.POST.get("upload", "")
        if asked in {one["id"] for one in wanted}:
            taken.refused[asked] = [NOTHING_CHOSEN]
    if taken.refused:
        return _show(request, case, taken, status=422)
    return redirect(f"{reverse('cases:materials', args=[number])}?added={taken.kept}")


def _remove(request: gate.SignedInVisit, case: Case) -> HttpResponse:
    try:
        row = number_in(request.POST["remove_file"])
        remove_material(actor=request.user.actor(request.now), case=case, row=row, now=request.now)
    except NotOpenForChange:
        # Two clicks, or a second page: what is there now is on the page that follows.
        pass
    return redirect("cases:materials", number=case.number)


def _show(request: gate.SignedInVisit, case: Case, taken: Taken, status: int = 200) -> HttpResponse:
    needed, why = materials_of(case, request.now), reasons_of(case, request.now)
    wanted = [one for one in needed if one["obtain"] == "upload"]
    added = request.GET.get("added", "")
    page = {
        **page_of(request, case),
        "cards": cards(request, case, wanted, taken.refused),
        "others": [{**one, "why": why.get(one["id"])} for one in needed if one["obtain"] != "upload"],
        "lacking": lacking_materials(case, request.now),
        "added": taken.kept or (int(added) if added.isascii() and added.isdigit() and len(added) < 3 else 0),
        "errors": taken.errors,
    }
    return render(request, "cases/materials.html", page, status=status)
