"""机构改革 on a page: first what would come of it, then the act."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.domains.directory.access import check_works_here, may_change
from yimen.domains.directory.actions.reorganise import Body, reorganise
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.levels import region_code
from yimen.domains.directory.models import Entry, Reorganisation
from yimen.domains.directory.reform_form import fields, read
from yimen.ground.accounts import gate
from yimen.ground.errors import Fault, Incomplete, NotAllowed

_SHOWN = 200


@gate.officer
@require_http_methods(["GET", "POST"])
def reform(request: gate.SignedInVisit) -> HttpResponse:
    """The form; with ``look`` what would change; with ``act`` it is done."""
    check_works_here(request.user, request.now)
    if request.method == "GET":
        return _show(request, {})
    if not may_change(request.user, request.now):
        raise NotAllowed("机构改革由事项编辑岗登记", "让事项编辑岗的同事来做。")
    act = "act" in request.POST
    try:
        made = _reorganise(request, dry_run=not act)
    except Incomplete as error:
        return _show(request, {one.key: one.sentence for one in error.faults}, status=422)
    except NotPossible as error:
        return _show(request, {"old": f"{error.sentence}。{error.advice}"}, status=422)
    return redirect("directory:overview") if act else _show(request, {}, preview=made)


def _reorganise(request: gate.SignedInVisit, *, dry_run: bool) -> Reorganisation:
    told = read(request.POST)
    try:
        region = region_code(told["region"])
    except ValueError as error:
        raise Incomplete([Fault("region", str(error))]) from error
    return reorganise(
        actor=request.user.actor(request.now),
        kind=told["kind"],
        region=region,
        old=Body(told["old"]),
        new=Body(told["new"], told["new_code"]),
        document=told["document"],
        entries=told["entries"],
        now=request.now,
        dry_run=dry_run,
    )


def _show(
    request: gate.SignedInVisit, faults: dict[str, str], *, preview: Reorganisation | None = None, status: int = 200
) -> HttpResponse:
    page: dict[str, Any] = {
        "nav": "directory",
        "fields": fields(request.POST, faults),
        "errors": [{"key": key, "sentence": sentence} for key, sentence in faults.items()],
        "preview": preview,
        "may_change": may_change(request.user, request.now),
    }
    if preview is not None:
        page["entries"] = Entry.objects.filter(pk__in=preview.entries[:_SHOWN]).only("pk", "name").order_by("pk")
        page["count"] = len(preview.entries)
    return render(request, "directory/reform.html", page, status=status)
