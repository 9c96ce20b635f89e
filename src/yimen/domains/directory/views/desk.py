"""The directory for editors: departments and what they lack, the to-do list, one entry with its levels and history."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.directory.access import check_works_here, may_change
from yimen.domains.directory.actions.review import review
from yimen.domains.directory.models import Entry, Reorganisation
from yimen.domains.directory.ports import published
from yimen.domains.directory.present import field_rows, missing_fields, word
from yimen.domains.directory.queries import (
    any_entry_at,
    as_record,
    changed_since_looked,
    departments,
    effective,
    effective_of,
    elsewhere,
    history,
    lacks_of,
    listed,
    locked_fields,
    without_basis,
)
from yimen.engines.service import exchange
from yimen.ground.accounts import gate

PAGE = 50
WANTED = {"todo": "有变化，还没看", "lacking": "内容不全", "doubtful": "有疑问", "basis": "没有法律依据"}


@gate.officer
@require_safe
def overview(request: gate.SignedInVisit) -> HttpResponse:
    """By department: how many items, how many lack something, how many have changed since somebody looked."""
    check_works_here(request.user, request.now)
    rows = departments()
    page = {
        "nav": "directory",
        "rows": rows,
        "to_do": sum(one.to_do for one in rows),
        "total": sum(one.count for one in rows),
        "reforms": list(Reorganisation.objects.order_by("-pk")[:5]),
    }
    return render(request, "directory/overview.html", page)


@gate.officer
@require_safe
def entries(request: gate.SignedInVisit) -> HttpResponse:
    """The items of a department, or all that are to do; what each lacks."""
    check_works_here(request.user, request.now)
    department, wanted = request.GET.get("department", "")[:200], request.GET.get("only", "")
    after = request.GET.get("after", "")
    found = _wanted(without_basis() if wanted == "basis" else listed(), department, wanted)
    if after.isdecimal() and len(after) < 18:
        found = found.filter(pk__gt=int(after))
    ids = list(found.order_by("pk").values_list("pk", flat=True)[: PAGE + 1])
    shown = list(Entry.objects.select_related("source").filter(pk__in=ids[:PAGE]).order_by("pk"))
    page = {
        "nav": "directory",
        "department": department,
        "wanted": wanted,
        "filters": [(key, words, key == wanted) for key, words in WANTED.items()],
        "rows": _rows(shown),
        "later": _address(department, wanted, ids[PAGE - 1]) if len(ids) > PAGE else "",
        "first": _address(department, wanted) if after else "",
        "may_merge": may_change(request.user, request.now),
    }
    return render(request, "directory/entries.html", page)


@gate.officer
@require_safe
def entry(request: gate.SignedInVisit, id: int) -> HttpResponse:
    """One entry: which level says what, what is locked, what is missing, what has changed, its history."""
    check_works_here(request.user, request.now)
    one = any_entry_at(id)
    found = effective(one)
    page = {
        "nav": "directory",
        "entry": one,
        "fields": field_rows(one, found, locked_fields(one)),
        "missing": missing_fields(lacks_of(as_record(one, found))),
        "changed": [exchange.label_of(name) for name in changed_since_looked(one)],
        "is_to_do": one.revision > one.reviewed,
        "history": history(one),
        "became": [line.successor for line in one.became.select_related("successor")],
        "came_from": [line.origin for line in one.came_from.select_related("origin")],
        "has_others": bool(elsewhere(one, 1)),
        "published": published([one.slug]).get(one.slug, ""),
        "may_change": may_change(request.user, request.now),
    }
    return render(request, "directory/entry.html", page)


@gate.officer
@require_safe
def compare(request: gate.SignedInVisit, id: int) -> HttpResponse:
    """其他地区的同一事项, field by field side by side."""
    check_works_here(request.user, request.now)
    one = any_entry_at(id)
    others = [one, *elsewhere(one, 4)]
    found = effective_of(others)
    names = [name for name in exchange.FIELDS if any(name in found[other.pk] for other in others)]
    rows = [_side_by_side(name, others, found) for name in [*names, *exchange.CHILDREN]]
    page = {
        "nav": "directory",
        "entry": one,
        "others": others,
        "rows": [row for row in rows if row["cells"] and (row["differs"] or request.GET.get("all"))],
        "all": bool(request.GET.get("all")),
    }
    return render(request, "directory/compare.html", page)


@gate.officer
@require_POST
def looked(request: gate.SignedInVisit, id: int) -> HttpResponse:
    """看过了: the entry leaves the to-do list until it changes again."""
    check_works_here(request.user, request.now)
    seen = request.POST.get("revision", "")
    review(
        actor=request.user.actor(request.now),
        entry=any_entry_at(id),
        revision=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
        now=request.now,
    )
    return redirect(f"{reverse('directory:entries')}?only=todo")


def _wanted(found: QuerySet[Entry], department: str, wanted: str) -> QuerySet[Entry]:
    if department and department.isprintable():
        found = found.filter(department=department)
    if wanted == "todo":
        return found.filter(revision__gt=F("reviewed"))
    if wanted == "lacking":
        return found.filter(lacking__gt=0)
    return found.exclude(doubts=[]) if wanted == "doubtful" else found


def _rows(shown: list[Entry]) -> list[dict[str, Any]]:
    found = effective_of(shown)
    return [
        {
            "entry": one,
            "missing": [lack.words for lack in lacks_of(as_record(one, found[one.pk])) if lack.key],
            "doubts": [doubt["sentence"] for doubt in one.doubts],
            "is_new": one.reviewed == 0,
            "is_to_do": one.revision > one.reviewed,
        }
        for one in shown
    ]


def _address(department: str, wanted: str, after: int | None = None) -> str:
    told = {"department": department, "only": wanted, "after": after or ""}
    return f"{reverse('directory:entries')}?{urlencode({name: value for name, value in told.items() if value})}"


def _side_by_side(name: str, others: list[Entry], found: dict[int, Any]) -> dict[str, Any]:
    values = [word(one, name, found[one.pk][name].value) if name in found[one.pk] else "" for one in others]
    cells = [(one.region_name, value) for one, value in zip(others, values, strict=True)]
    return {"label": exchange.label_of(name), "cells": cells if any(values) else [], "differs": len(set(values)) > 1}
