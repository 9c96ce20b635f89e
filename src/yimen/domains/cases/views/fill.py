"""Filling in: the hub, the section pages, check and submit."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.actions.save_section import Saved, save_section
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.display import controls, text_of
from yimen.domains.cases.errors import NotComplete
from yimen.domains.cases.materials import materials_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, form_of, lists_of, service_of, visible_of
from yimen.domains.cases.sections import deciding_fields, hub_tasks, next_section, section_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.typed_in import typed_in
from yimen.engines.forms import Field, Section, Visible, visible
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ui.fields import anchor, shown


@gate.citizen
@require_safe
def hub(request: gate.CitizenVisit, number: str) -> HttpResponse:
    case = case_for_applicant(request.person, number)
    if case.status != Status.DRAFT:
        return redirect("citizen:case", number=number)
    tasks = hub_tasks(case, legal_day(request.now), lists_of(case))
    done = sum(1 for one in tasks if one["state"] == "done")
    page = {
        "nav": "cases",
        "case": case,
        "service": service_of(case),
        "tasks": tasks,
        "ready": done == len(tasks),
        "check_href": reverse("cases:check", args=[number]),
        "done": done,
        "left": len(tasks) - done,
        "minutes": sum(int(one["minutes"]) for one in tasks if one["state"] != "done"),
        "go_on": next((one["href"] for one in tasks if one["state"] != "done"), reverse("cases:check", args=[number])),
        "saved": saved_text(case),
        "keep_until": case.keep_until.astimezone(CITY).date(),
    }
    return render(request, "cases/hub.html", page)


@gate.citizen
@require_http_methods(["GET", "POST"])
def section(request: gate.CitizenVisit, number: str, section: str) -> HttpResponse:
    """One section of the form. Whatever was typed is stored, wrong or right; what is wrong is said."""
    case = case_for_applicant(request.person, number)
    if case.status != Status.DRAFT:
        return redirect("citizen:case", number=number)
    part = section_of(form_of(case), section)
    if request.method == "GET":
        held = _held(request)
        if held is not None:
            kept = _saved_now(request, case, part, held)
            return _show(request, kept.case, part, kept, held="1")
        return _show(request, case, part, None)
    saved = _saved_now(request, case, part, request.POST)
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved": saved_text(saved.case)}, status=409 if saved.conflicts else 200)
    more = [one for one in part.fields if one.key in _asked(saved.case, part, request) - _asked_before(request)]
    if saved.conflicts:
        return _show(request, saved.case, part, saved, status=422)
    if elsewhere := _elsewhere(request, saved.case, part):
        return redirect(elsewhere)
    if request.POST.get("ask_again"):
        return _show(request, saved.case, part, _known_failures(saved, request), more=more)
    if request.POST.get("add_row") or request.POST.get("remove_row"):
        return _show(request, saved.case, part, None, rows_of=request.POST)
    if more:
        # An answer has brought up a further question: it is shown before anything is called wrong.
        return _show(request, saved.case, part, None, more=more)
    if saved.failures:
        return _show(request, saved.case, part, saved, status=422)
    following = next_section(saved.case, section, legal_day(request.now))
    if request.POST.get("then") == "check":
        return redirect("cases:check", number=number)
    return redirect("cases:section", number, following) if following else redirect("cases:check", number=number)


@gate.citizen
@require_http_methods(["GET", "POST"])
def check(request: gate.CitizenVisit, number: str) -> HttpResponse:
    """Check all answers and submit. Submitting twice is one case."""
    case = case_for_applicant(request.person, number)
    if case.status != Status.DRAFT:
        return redirect("citizen:case", number=number)
    refused = request.method == "POST"
    errors: list[dict[str, str]] = []
    if refused and request.POST.get("promise") != "yes":
        errors = [{"key": "promise", "sentence": "勾选“我承诺”，再提交"}]
    elif refused:
        try:
            submit(actor=request.user.actor(request.now), case=case, now=request.now)
            return redirect("citizen:case", number=number)
        except NotComplete:
            refused = True
    today, lists = legal_day(request.now), lists_of(case)
    failures = {one.key: one for one in failures_of(case, today, lists)}
    left = [{"href": _field_href(case, one.key), "sentence": one.sentence} for one in failures.values()]
    page = {
        "nav": "cases",
        "case": case,
        "service": service_of(case),
        "meta": service_of(case).meta,
        "groups": _groups(case, visible_of(case, today), lists, failures),
        # Looking before all is filled in is no fault; sending it is.
        "errors": left if left and refused else errors,
        "left": left,
        "fault": errors[0]["sentence"] if errors and not left else "",
        "materials": materials_of(case, request.now),
    }
    return render(request, "cases/check.html", page, status=422 if refused else 200)


def saved_text(case: Case) -> str:
    return f"已保存，{case.saved_at.astimezone(CITY):%-m月%-d日 %H:%M}"


def _saved_now(request: gate.CitizenVisit, case: Case, part: Section, posted: QueryDict) -> Saved:
    return save_section(
        actor=request.user.actor(request.now),
        case=case,
        section=part.id,
        typed=typed_in(part.fields, posted),
        page=posted.get("page", "")[:32],
        seen=posted.get("seen", "")[:32],
        disputed=frozenset(posted.getlist("wrong")),
        now=request.now,
    )


def _show(
    request: gate.CitizenVisit,
    case: Case,
    part: Section,
    saved: Saved | None,
    *,
    status: int = 200,
    more: Sequence[Field] = (),
    held: str = "",
    rows_of: QueryDict | None = None,
) -> HttpResponse:
    already_wrong = set(case.disputed)
    said = [*request.GET.getlist("wrong"), *request.POST.getlist("wrong")]
    wrong = {key for key in said if key in case.answers} | already_wrong
    failures = saved.failures if saved else []
    told = _as_typed(case, saved, wrong)
    asked = _asked(case, part, request)
    lists = lists_of(case)
    path = reverse("cases:section", args=[case.number, part.id])
    fields = controls(told, [one for one in part.fields if one.key in asked], lists, failures, wrong_path=path)
    _add_rows(fields, rows_of)
    deciding = deciding_fields(form_of(case), part)
    shown_wrong = sorted(wrong & {one.key for one in part.fields})
    form = form_of(case)
    page = {
        "nav": "cases",
        "case": case,
        "service": service_of(case),
        "section": part,
        "place": [one.id for one in form.sections].index(part.id) + 1,
        "names": [one.title for one in form.sections],
        "path": path,
        "part": bool(request.htmx),
        "asked": [one["key"] for one in fields],
        "prefilled": [_prefilled_row(one) for one in fields if one.get("locked")],
        "fields": [{**one, "decides": one["key"] in deciding} for one in fields if not one.get("locked")],
        "errors": failures,
        "refused": bool(failures),
        "conflicts": _conflicts(case, saved, lists),
        "more": [{"label": one.label, "href": f"#{anchor(one.key)}"} for one in more],
        "held": held,
        "wrong": shown_wrong,
        "undo_href": path if shown_wrong and not already_wrong else "",
        "page": secrets.token_hex(8),
        "seen": case.saved_by.get(part.id, ""),
        "saved": saved_text(case),
        "then": request.GET.get("then", "") or request.POST.get("then", ""),
        "session_seconds": settings.YIMEN_SESSION_SECONDS,
    }
    template = "cases/section_questions.html" if request.htmx else "cases/section.html"
    return render(request, template, page, status=status)


def _prefilled_row(spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": anchor(spec["key"]),
        "label": spec["label"],
        "value": shown(spec),
        "source": spec.get("source", ""),
        "button": "say_wrong" if spec.get("wrong_href") else "",
        "key": spec["key"],
        "failure": spec.get("failure", ""),
    }


def _as_typed(case: Case, saved: Saved | None, wrong: set[str]) -> Case:
    """The case as the page shows it: with what was typed, even where another page's answer is the stored one."""
    case.disputed = sorted(wrong)
    if saved is not None and saved.conflicts:
        case.answers = {**case.answers, **saved.typed}
    return case


def _conflicts(case: Case, saved: Saved | None, lists: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    if saved is None:
        return []
    stored = Case.objects.values_list("answers", flat=True).get(pk=case.pk)
    fields = form_of(case).fields
    return [
        {"label": fields[key].label, "stored": text_of(fields[key], stored.get(key), lists) or "没有填"}
        for key in saved.conflicts
    ]


def _asked(case: Case, part: Section, request: gate.CitizenVisit) -> set[str]:
    seen: Visible = visible(form_of(case), case.answers, legal_day(request.now))
    return {one.key for one in part.fields if one.key in seen.fields}


def _elsewhere(request: gate.CitizenVisit, case: Case, part: Section) -> str:
    """Where the other buttons of the form lead once what was typed is stored: 稍后再填, 有误 at a registered value."""
    if request.POST.get("later"):
        return reverse("cases:hub", args=[case.number])
    key = request.POST.get("say_wrong", "")
    if key not in {one.key for one in part.fields}:
        return ""
    query = urlencode({"wrong": key, **({"then": "check"} if request.POST.get("then") == "check" else {})})
    return f"{reverse('cases:section', args=[case.number, part.id])}?{query}#{anchor(key)}"


def _asked_before(request: gate.CitizenVisit) -> set[str]:
    """The questions that stood on the page that was sent, the locked ones too."""
    return set(request.POST.getlist("asked"))


def _known_failures(saved: Saved, request: gate.CitizenVisit) -> Saved | None:
    """What a refused page goes on saying; a question that has just come up is not called wrong."""
    if not request.POST.get("refused"):
        return None
    return replace(saved, failures=[one for one in saved.failures if one.key in _asked_before(request)])


def _add_rows(fields: list[dict[str, Any]], posted: QueryDict | None) -> None:
    """Without script, adding or removing a row is a round trip: the page comes back with one more, or without it."""
    if posted is None:
        return
    for spec in fields:
        rows = list(spec.get("value") or [])
        if spec["key"] == posted.get("add_row"):
            spec["rows"] = [*rows, {}]
        name, _, number = (posted.get("remove_row") or "").rpartition(".")
        if spec["key"] == name and number.isdigit():
            spec["rows"] = [row for at, row in enumerate(rows) if at != int(number)] or [{}]


def _held(request: gate.CitizenVisit) -> QueryDict | None:
    """What was posted after the session had ended, kept over signing in: nothing that was typed is lost."""
    held = request.session.get("held_form")
    if held is None or held["path"] != request.path:
        return None
    del request.session["held_form"]
    return QueryDict(held["body"])


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
        "source": f"来自{source['source']}" if source else "",
        "failure": failure,
        "action": "有误" if is_locked else "修改",
        "href": f"{path}{query}#{anchor(field.key)}",
    }


def _field_href(case: Case, key: str) -> str:
    part = next(one for one in form_of(case).sections if any(field.key == key for field in one.fields))
    return f"{reverse('cases:section', args=[case.number, part.id])}?then=check#{anchor(key)}"
