"""How a correction looks: the points of the notice one by one, each with its field or its upload."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from yimen.domains.cases.correcting import open_fields
from yimen.domains.cases.display import open_controls, upload_name
from yimen.domains.cases.marks import Mark, by_page, told_marks
from yimen.domains.cases.materials import lacking_materials, open_materials
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, form_of, lists_of, visible_of
from yimen.domains.cases.views.filling import page_of
from yimen.domains.cases.views.rows import add_rows
from yimen.domains.cases.views.uploads import Taken, cards
from yimen.engines.forms import Failure
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ui.fields import anchor


@dataclass(frozen=True, slots=True)
class Said:
    """What the page has to say about the post before it.

    ``top``: a sentence about the whole post; ``typed``: what was typed and not stored; ``more``: fields that have just
    come up; ``handed_back``: everything that lacks is called wrong; ``rows_of``: the post adds or removes a row.
    """

    failures: list[Failure] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    top: str = ""
    typed: Mapping[str, object] = field(default_factory=dict)
    more: Collection[str] = ()
    handed_back: bool = False
    rows_of: QueryDict | None = None


def show(request: gate.SignedInVisit, case: Case, said: Said, status: int = 200) -> HttpResponse:
    case.answers = {**case.answers, **said.typed}
    today, lists = legal_day(request.now), lists_of(case)
    failures = said.failures
    if said.handed_back:
        failures = [one for one in failures_of(case, today, lists) if one.key not in said.more]
    refused = {**(_lacking(request, case) if said.handed_back else {}), **said.taken.refused}
    asked = open_fields(case, today) & set(visible_of(case, today).fields)
    fields = [one for one in form_of(case).fields.values() if one.key in asked]
    found = open_controls(case, fields, lists, failures)
    add_rows(found, said.rows_of)
    controls = {one["key"]: one for one in found}
    papers = {one["id"]: one for one in cards(request, case, open_materials(case, request.now), refused)}
    notice = document_of(Subject("case", case.number), "correction")
    marks = told_marks(case)
    points = [_point(one, controls, papers, _marked(case, marks.get(one["key"], []))) for one in case.correction.points]
    pointed = {one["key"] for one in case.correction.points}
    by = case.correction.supply_by
    page = {
        **page_of(request, case),
        "path": reverse("cases:correction", args=[case.number]),
        "points": points,
        "further": [one for key, one in controls.items() if key not in pointed],
        "further_papers": [one for key, one in papers.items() if key not in pointed],
        "asked": list(controls),
        "more": [{"label": controls[key]["label"], "href": f"#{anchor(key)}"} for key in said.more if key in controls],
        "errors": _errors(said.top, failures, refused),
        "supply_by": _day_text(by) if by else "",
        "days_left": (by - today).days if by else None,
        "notice_href": _notice_href(request, case, notice.pk) if notice else "",
        "notice_number": notice.number if notice else "",
    }
    return render(request, "cases/correction.html", page, status=status)


def _day_text(day: date) -> str:
    """``12月18日 周五``"""
    return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"


def _marked(case: Case, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """The pages on which the officer has marked something, each with its picture and its marks."""
    return [
        {
            "name": row.file.name,
            "page": page,
            "is_picture": row.file.is_picture,
            "href": reverse("cases:page", args=[case.number, row.pk, page]),
            "marks": found,
        }
        for row, page, found in by_page(marks)
    ]


def _point(
    point: Mapping[str, str], controls: Mapping[str, Any], papers: Mapping[str, Any], marked: list[dict[str, Any]]
) -> dict[str, Any]:
    """A point of the notice; without control and card when the answers do not ask for it any more."""
    is_field = point["kind"] == "field"
    return {
        **point,
        "marked": [] if is_field else marked,
        "control": controls.get(point["key"]) if is_field else None,
        "card": None if is_field else papers.get(point["key"]),
    }


def _lacking(request: gate.SignedInVisit, case: Case) -> dict[str, list[str]]:
    return {one["id"]: [f"还没有上传新的“{one['name']}”"] for one in lacking_materials(case, request.now)}


def _errors(top: str, failures: list[Failure], refused: Mapping[str, list[str]]) -> list[Any]:
    whole = [{"href": "#main", "sentence": top}] if top else []
    files = [{"key": upload_name(key), "sentence": one} for key, sentences in refused.items() for one in sentences]
    return [*whole, *failures, *files]


def _notice_href(request: gate.SignedInVisit, case: Case, document: int) -> str:
    if request.user.is_staff:
        return reverse("desk:window-paper", args=[case.number, document])
    return reverse("citizen:paper", args=[case.number, "correction"])
