"""Check all answers and hand the application in."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.display import material_rows, needed_by, text_of, upload_name
from yimen.domains.cases.errors import NotComplete
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, form_of, lists_of, service_of, visible_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.views.filling import case_of, done_page, elsewhere, page_of
from yimen.engines.forms import Field, Visible
from yimen.ground.accounts import gate
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ui.fields import anchor

# What must be ticked, and what is said when it is not.
_TICKS = {"promise": "勾选承诺，再提交"}
_OFFICER_TICKS = {
    "confirmed": "和申请人（或者在场的家属）核对后勾选，再提交",
    "promise": "申请人同意承诺后勾选，再提交",
}


@gate.filler
@require_http_methods(["GET", "POST"])
def check(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Check all answers and submit. Submitting twice is one case."""
    case = case_of(request, number)
    if away := elsewhere(request, case, Status.DRAFT):
        return away
    if request.method == "GET":
        return _show(request, case)
    ticks = _OFFICER_TICKS if request.user.is_staff else _TICKS
    missing = {key: sentence for key, sentence in ticks.items() if request.POST.get(key) != "yes"}
    if missing:
        return _show(request, case, missing=missing, status=422)
    try:
        _submit(request, case)
    except NotComplete:
        return _show(request, case, status=422)
    return redirect(done_page(request), number=number)


@transaction.atomic
def _submit(request: gate.SignedInVisit, case: Case) -> None:
    actor = request.user.actor(request.now)
    submit(actor=actor, case=case, now=request.now)
    if request.user.is_staff:
        # Evidence that the officer read the answers over with the person.
        record(actor, "confirm-with-applicant", object_kind="case", object_ref=case.number, at=request.now)


def _show(
    request: gate.SignedInVisit, case: Case, *, missing: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today, lists = legal_day(request.now), lists_of(case)
    failures = {one.key: one for one in failures_of(case, today, lists)}
    left = [{"href": _field_href(case, one.key), "sentence": one.sentence} for one in failures.values()]
    left += _lacking(case, request)
    refused = missing is not None or status != 200
    unticked = [{"key": key, "sentence": sentence} for key, sentence in (missing or {}).items()]
    page = {
        **page_of(request, case),
        "groups": _groups(case, visible_of(case, today), lists, failures),
        # Looking before all is filled in is no fault; sending it is.
        "errors": left if left and refused else unticked,
        "left": left,
        "told": {} if left else missing or {},
        "ticked": {key: request.POST.get(key) == "yes" for key in _OFFICER_TICKS},
        "promise": _promise(case),
        "materials": material_rows(case, request.now),
        "upload_href": reverse("cases:materials", args=[case.number]),
    }
    return render(request, "cases/check.html", page, status=status)


def _promise(case: Case) -> dict[str, str]:
    told = service_of(case).meta["promise"]
    text = told["text"]
    return {"text": text if text.startswith("我") else f"我承诺：{text}", "basis": told["basis"]}


def _lacking(case: Case, request: gate.SignedInVisit) -> list[dict[str, str]]:
    path = reverse("cases:materials", args=[case.number])
    return [
        {"href": f"{path}#{anchor(upload_name(one['id']))}", "sentence": f"还没有上传“{one['name']}”"}
        for one in lacking_materials(case, request.now)
    ]


def _groups(case: Case, seen: Visible, lists: dict[str, Any], failures: dict[str, Any]) -> list[dict[str, Any]]:
    groups = []
    for part in form_of(case).sections:
        path = reverse("cases:section", args=[case.number, part.id])
        opened = part.id in case.saved_by
        rows = [
            _row(case, field, path, lists, failures[field.key].sentence if opened and field.key in failures else "")
            for field in part.fields
            if field.key in seen.fields
        ]
        if rows:
            groups.append({"title": part.title, "rows": rows})
    return groups


def _row(case: Case, field: Field, path: str, lists: dict[str, Any], failure: str) -> dict[str, str]:
    """One answer with the way to change it; a registered value is not changed but said to be wrong (有误)."""
    source = case.sources.get(field.key)
    is_locked = source is not None and field.locked and field.key not in case.disputed
    query = f"?then=check&wrong={field.key}" if is_locked else "?then=check"
    return {
        "label": field.label,
        "value": text_of(field, case.answers.get(field.key), lists),
        "source": "；".join(filter(None, (f"来自{source['source']}" if source else "", needed_by(case, field.key)))),
        "failure": failure,
        "action": "有误" if is_locked else "修改",
        "href": f"{path}{query}#{anchor(field.key)}",
    }


def _field_href(case: Case, key: str) -> str:
    part = next(one for one in form_of(case).sections if any(field.key == key for field in one.fields))
    return f"{reverse('cases:section', args=[case.number, part.id])}?then=check#{anchor(key)}"
