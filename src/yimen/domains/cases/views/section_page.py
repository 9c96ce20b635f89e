"""How a section looks: what is known already, what is asked, what is wrong."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from yimen.domains.cases.actions.save_section import Saved
from yimen.domains.cases.display import controls, text_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import form_of, lists_of
from yimen.domains.cases.sections import deciding_fields
from yimen.domains.cases.views.filling import page_of
from yimen.domains.cases.views.rows import add_rows
from yimen.engines.forms import Field, Section, Visible, visible
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ui.fields import anchor, shown


def show(
    request: gate.SignedInVisit,
    case: Case,
    part: Section,
    saved: Saved | None,
    *,
    status: int = 200,
    more: Sequence[Field] = (),
    held: str = "",
    rows_of: QueryDict | None = None,
) -> HttpResponse:
    """The page of a section.

    Args:
        saved: what came of saving, with what is wrong and what another page has changed.
        more: questions that have just come up.
        held: true when what is shown was typed before signing in again.
        rows_of: a post that adds or removes a row of a table.
    """
    already_wrong = set(case.disputed)
    said = [*request.GET.getlist("wrong"), *request.POST.getlist("wrong")]
    wrong = {key for key in said if key in case.answers} | already_wrong
    failures = saved.failures if saved else []
    told = _as_typed(case, saved, wrong)
    wanted = asked(case, part, request)
    lists = lists_of(case)
    path = reverse("cases:section", args=[case.number, part.id])
    fields = controls(told, [one for one in part.fields if one.key in wanted], lists, failures, wrong_path=path)
    add_rows(fields, rows_of)
    form = form_of(case)
    deciding = deciding_fields(form, part)
    shown_wrong = sorted(wrong & {one.key for one in part.fields})
    page = {
        **page_of(request, case),
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
        "then": request.GET.get("then", "") or request.POST.get("then", ""),
    }
    template = "cases/section_questions.html" if request.htmx else "cases/section.html"
    return render(request, template, page, status=status)


def asked(case: Case, part: Section, request: gate.SignedInVisit) -> set[str]:
    """The fields of this section that the answers so far ask for."""
    seen: Visible = visible(form_of(case), case.answers, legal_day(request.now))
    return {one.key for one in part.fields if one.key in seen.fields}


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
