"""补正: exactly what the notice asks for is open, is stored, and is handed back."""

from dataclasses import dataclass, field

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.remove_material import remove_material
from yimen.domains.cases.actions.save_correction import save_correction
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.correcting import open_fields
from yimen.domains.cases.errors import NotComplete, NotOpenForChange
from yimen.domains.cases.materials import open_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, visible_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.typed_in import typed_in
from yimen.domains.cases.views.correction_page import Said, show
from yimen.domains.cases.views.filling import case_of, done_page, elsewhere, saved_text
from yimen.domains.cases.views.uploads import NOTHING_CHOSEN, Taken, drop, has_files, number_in, take, take_over
from yimen.engines.forms import Failure, take_in
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task
from yimen.ground.processes.queries import open_tasks_of


@dataclass(slots=True)
class _Stored:
    """What came of storing a post: what is wrong with the fields, and what could not be stored at all."""

    failures: list[Failure]
    refused: str = ""
    typed: dict[str, object] = field(default_factory=dict)


@gate.filler
@require_http_methods(["GET", "POST"])
def correction(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Every point of the notice with its field or its upload; save, or hand back."""
    case = case_of(request, number)
    if away := elsewhere(request, case, Status.CORRECTING):
        return away
    if request.method == "GET":
        return show(request, case, Said())
    stored = _store(request, case)
    if request.headers.get("X-Autosave"):
        fresh = case_of(request, number)
        return JsonResponse({"saved": saved_text(fresh)}, status=409 if stored.refused else 200)
    return _answer(request, number, stored)


def _answer(request: gate.SignedInVisit, number: str, stored: _Stored) -> HttpResponse:
    """What the stored page is followed by."""
    case = case_of(request, number)
    if stored.refused:
        said = Said(failures=stored.failures, top=stored.refused, typed=stored.typed)
        return show(request, case, said, status=422)
    if request.POST.get("remove_file"):
        _remove(request, case)
        return redirect("cases:correction", number=number)
    if request.POST.get("drop_upload"):
        drop(request, case)
        return redirect("cases:correction", number=number)
    if request.POST.get("add_row") or request.POST.get("remove_row"):
        return show(request, case, Said(rows_of=request.POST))
    taken = _taken(request, case)
    more = _brought_up(request, case)
    known = [one for one in stored.failures if one.key not in more]
    if taken.refused or known:
        handed_back = "hand_back" in request.POST
        return show(request, case, Said(failures=known, taken=taken, more=more, handed_back=handed_back), status=422)
    if more:
        # An answer has brought up a further question: it is shown before anything is called wrong.
        return show(request, case, Said(taken=taken, more=more))
    if not request.POST.get("hand_back"):
        return redirect("cases:correction", number=number)
    return _hand_back(request, case, taken)


def _hand_back(request: gate.SignedInVisit, case: Case, taken: Taken) -> HttpResponse:
    task = open_tasks_of("case", case.number).filter(post=None, kind=Task.WORK).first()
    if task is None:
        raise Stale("这件申请现在不等补正", "刷新页面看最新进度。")
    try:
        supply_correction(actor=request.user.actor(request.now), case=case, task=task, now=request.now)
    except NotComplete:
        return show(request, case, Said(taken=taken, handed_back=True), status=422)
    return redirect(done_page(request), number=case.number)


def _store(request: gate.SignedInVisit, case: Case) -> _Stored:
    """Store what was typed. A field that is not open refuses the whole post: the page shows again what was typed."""
    fields = form_of(case).fields
    typed = typed_in(fields.values(), request.POST)
    opened = open_fields(case, legal_day(request.now))
    taken = {key: take_in(fields[key], value).value for key, value in typed.items()}
    # A question that a change has brought up is closed again once its answer is stored; sent again as it stands it
    # changes nothing.
    changing = {key: value for key, value in typed.items() if key in opened or taken[key] != case.answers.get(key)}
    try:
        failures = save_correction(actor=request.user.actor(request.now), case=case, typed=changing, now=request.now)
    except NotOpenForChange as error:
        known = {key: value for key, value in taken.items() if key in opened}
        return _Stored([], f"{error.sentence}。{error.advice}", known)
    return _Stored(failures)


def _taken(request: gate.SignedInVisit, case: Case) -> Taken:
    wanted = open_materials(case, request.now)
    if "take_over" in request.POST:
        return take_over(request, case, wanted)
    taken = take(request, case, wanted)
    asked = request.POST.get("upload", "")
    if not has_files(request) and asked in {one["id"] for one in wanted}:
        taken.refused[asked] = [NOTHING_CHOSEN]
    return taken


def _remove(request: gate.SignedInVisit, case: Case) -> None:
    try:
        row = number_in(request.POST["remove_file"])
        remove_material(actor=request.user.actor(request.now), case=case, row=row, now=request.now)
    except NotOpenForChange:
        # Two clicks, or a second page: what is there now is on the page that follows.
        return


def _brought_up(request: gate.SignedInVisit, case: Case) -> set[str]:
    """Fields that are asked now and did not stand on the page that was sent."""
    today = legal_day(request.now)
    asked = open_fields(case, today) & set(visible_of(case, today).fields)
    return set(asked - set(request.POST.getlist("asked")))
