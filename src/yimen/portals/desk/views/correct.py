"""Before acceptance: the one notice of everything that lacks, and slips corrected on the spot."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.domains.cases.actions.correct_on_the_spot import correct_on_the_spot
from yimen.domains.cases.actions.request_correction import request_correction, supply_by
from yimen.domains.cases.display import spec_of, text_of
from yimen.domains.cases.errors import AlreadyTold, ReasonMissing
from yimen.domains.cases.queries import form_of, lists_of
from yimen.domains.cases.typed_in import typed_in
from yimen.engines.forms import Field
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import DomainError, NotFound, Stale
from yimen.portals.desk.acts import Refused, at_field
from yimen.portals.desk.desk import Desk, desk_of, note_reading, take, together
from yimen.portals.desk.page import case_page
from yimen.portals.desk.panel import spec
from yimen.portals.desk.points import failures_in, point_groups, typed_points
from yimen.portals.desk.present import day_text, who_applies


@gate.officer
@require_http_methods(["GET", "POST"])
def correct(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """一次告知补正: all fields and materials to tick, each with why and basis."""
    desk = desk_of(request, number)
    if request.method == "GET":
        _must_take_in(desk, "correct")
        if not desk.mine:
            return redirect("desk:review", number=number)
        note_reading(request, desk, "read-case")
        return _correct_page(desk)
    try:
        task = take(desk)
        points = typed_points(desk)
        _only_seen(desk, points)
        if wrong := failures_in(points):
            raise Refused(wrong)
        together(
            desk,
            lambda: at_field(
                lambda: request_correction(actor=desk.actor, case=desk.case, task=task, points=points, now=request.now),
                lambda error: _point_field(desk, error),
            ),
        )
    except Stale as error:
        return case_page(desk_of(request, number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return _correct_page(desk, status=422)
    return redirect("desk:review", number=number)


@gate.officer
@require_http_methods(["GET", "POST"])
def mend(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """当场更正 of one answer, with the applicant's word."""
    desk = desk_of(request, number)
    field = form_of(desk.case).fields.get(request.POST.get("key") or request.GET.get("key", ""))
    if field is None or not desk.sight.sees(field.key):
        raise NotFound("申请里没有这一项", "回到办件页面，从列出的内容里选。")
    if request.method == "GET":
        _must_take_in(desk)
        return _mend_page(desk, field) if desk.mine else redirect("desk:review", number=number)
    typed = typed_in([field], request.POST).get(field.key, "")
    try:
        take(desk)
        _must_take_in(desk)
        together(
            desk,
            lambda: at_field(
                lambda: correct_on_the_spot(
                    actor=desk.actor,
                    case=desk.case,
                    key=field.key,
                    typed=typed,
                    agreed_by=desk.typed("agreed_by"),
                    now=request.now,
                ),
                lambda error: "agreed_by" if isinstance(error, ReasonMissing) else field.key,
            ),
        )
    except Stale as error:
        return case_page(desk_of(request, number), status=409, stale=error)
    except Refused as error:
        desk.failures = error.failures
        return _mend_page(desk, field, typed=typed, status=422)
    return redirect("desk:review", number=number)


def _must_take_in(desk: Desk, outcome: str = "accept") -> None:
    if desk.task is None or desk.task.act != "accept" or outcome not in desk.task.outcomes:
        raise Stale("这件申请现在不在受理这一步", "回到办件页面看最新进度。")


def _only_seen(desk: Desk, points: list[dict[str, str]]) -> None:
    for one in points:
        if not desk.sight.sees(one["key"]):
            raise NotFound("要补正的内容不在您能看的范围里", "从页面列出的内容和材料里选。")


def _point_field(desk: Desk, error: DomainError) -> str:
    """The point whose words were refused: the one that the sentence cannot print, or the table as a whole."""
    if isinstance(error, AlreadyTold):
        return "point"
    first = next(iter(desk.request.POST.getlist("point")), "")
    return f"why.{first}" if first else "point"


def _correct_page(desk: Desk, status: int = 200) -> HttpResponse:
    case = desk.case
    by = supply_by(case, legal_day(desk.request.now))
    page = {
        "nav": "desk",
        "case": case,
        "desk": desk,
        "applicant": who_applies(case),
        "groups": point_groups(desk),
        "supply_by": day_text(by),
        "failure": desk.failures.get("point", ""),
        "errors": [{"key": key, "sentence": sentence} for key, sentence in desk.failures.items()],
        "told_once": hasattr(case, "correction"),
    }
    return render(desk.request, "desk/correct.html", page, status=status)


def _mend_page(desk: Desk, field: Field, *, typed: object = None, status: int = 200) -> HttpResponse:
    case, lists = desk.case, lists_of(desk.case)
    value = case.answers.get(field.key) if typed is None else typed
    page = {
        "nav": "desk",
        "case": case,
        "desk": desk,
        "applicant": who_applies(case),
        "field": {**spec_of(field, _shown(field, value), lists), "failure": desk.failures.get(field.key, "")},
        "label": field.label,
        "before": text_of(field, case.answers.get(field.key), lists) or "没有填",
        "agreed_by": spec(
            desk,
            "agreed_by",
            "申请人怎样同意的",
            hint="例如“申请人本人在窗口确认”，或者“11月20日电话里确认”",
            max_length=100,
        ),
        "errors": [{"key": key, "sentence": sentence} for key, sentence in desk.failures.items()],
    }
    return render(desk.request, "desk/mend.html", page, status=status)


def _shown(field: Field, value: object) -> object:
    """What was typed, as the field shows it again: one value where it takes one."""
    if isinstance(value, list) and field.type not in ("multi", "table"):
        return value[0] if value else ""
    return value
