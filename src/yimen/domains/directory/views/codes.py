"""拆分 and 换编码: one entry becomes several, or gets another code; each is looked at before it is done."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.domains.directory.access import check_works_here, may_change
from yimen.domains.directory.actions.recode import recode as recode_entry
from yimen.domains.directory.actions.split import split as split_entry
from yimen.domains.directory.beside import changes
from yimen.domains.directory.code_forms import MOST, code_fields, part_fields, read_codes, read_parts
from yimen.domains.directory.errors import Locked, NotPossible
from yimen.domains.directory.models import Entry
from yimen.domains.directory.ports import published
from yimen.domains.directory.queries import entry_at
from yimen.domains.directory.views.merge import is_number, seen
from yimen.ground.accounts import gate
from yimen.ground.errors import Incomplete, NotAllowed

_FEWEST = 2


@gate.officer
@require_http_methods(["GET", "POST"])
def split(request: gate.SignedInVisit, id: int) -> HttpResponse:
    """What it becomes, two parts to begin with; with ``more`` and ``fewer`` another number of them."""
    check_works_here(request.user, request.now)
    entry, count = entry_at(id), _count(request.POST)
    if request.method == "GET" or "more" in request.POST or "fewer" in request.POST:
        return _show_split(request, entry, count, {})
    if not may_change(request.user, request.now):
        raise NotAllowed("事项由事项编辑岗拆分", "让事项编辑岗的同事来做。")
    act = "act" in request.POST
    try:
        made = split_entry(
            actor=request.user.actor(request.now),
            entry=entry.pk,
            into=read_parts(entry, request.POST, count),
            note=request.POST.get("note", "").strip()[:500],
            seen=seen(request.POST),
            now=request.now,
            dry_run=not act,
        )
    except Incomplete as error:
        return _show_split(request, entry, count, _told(error), status=422)
    except NotPossible as error:
        return _show_split(request, entry, count, {"p1-task_name": f"{error.sentence}。{error.advice}"}, status=422)
    if act:
        return redirect("directory:entry", entry.pk)
    return _show_split(request, entry, count, {}, preview=made)


@gate.officer
@require_http_methods(["GET", "POST"])
def recode(request: gate.SignedInVisit, id: int) -> HttpResponse:
    """The codes of an entry, each with what is wrong beside it."""
    check_works_here(request.user, request.now)
    entry = entry_at(id)
    if request.method == "GET":
        return _show_recode(request, entry, {})
    if not may_change(request.user, request.now):
        raise NotAllowed("编码由事项编辑岗换", "让事项编辑岗的同事来做。")
    act, codes = "act" in request.POST, dict[str, str]()
    try:
        codes = read_codes(entry, request.POST)
        made = recode_entry(
            actor=request.user.actor(request.now),
            entry=entry.pk,
            codes=codes,
            note=request.POST.get("note", "").strip()[:500],
            seen=seen(request.POST),
            now=request.now,
            dry_run=not act,
        )
    except Incomplete as error:
        return _show_recode(request, entry, _told(error), status=422)
    except (NotPossible, Locked) as error:
        return _show_recode(request, entry, {next(iter(codes)): f"{error.sentence}。{error.advice}"}, status=422)
    if act:
        return redirect("directory:entry", entry.pk)
    return _show_recode(request, entry, {}, preview=changes(made, entry.record, made.record))


def _show_split(
    request: gate.SignedInVisit,
    entry: Entry,
    count: int,
    faults: Mapping[str, str],
    *,
    preview: Sequence[Entry] = (),
    status: int = 200,
) -> HttpResponse:
    page = {
        **_page(request, entry, faults),
        "parts": part_fields(entry, request.POST, count, faults),
        "count": count,
        "may_add": count < MOST,
        "may_drop": count > _FEWEST,
        "preview": preview,
    }
    return render(request, "directory/split.html", page, status=status)


def _show_recode(
    request: gate.SignedInVisit,
    entry: Entry,
    faults: Mapping[str, str],
    *,
    preview: Sequence[Mapping[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    page = {**_page(request, entry, faults), "fields": code_fields(entry, request.POST, faults), "preview": preview}
    return render(request, "directory/recode.html", page, status=status)


def _page(request: gate.SignedInVisit, entry: Entry, faults: Mapping[str, str]) -> dict[str, Any]:
    return {
        "nav": "directory",
        "entry": entry,
        "note": {
            "key": "note",
            "type": "text",
            "label": "为什么",
            "hint": "记在修订记录里",
            "required": False,
            "value": request.POST.get("note", ""),
        },
        "errors": [{"key": key, "sentence": sentence} for key, sentence in faults.items()],
        "published": published([entry.slug]).get(entry.slug, ""),
        "may_change": may_change(request.user, request.now),
    }


def _count(sent: QueryDict) -> int:
    told = sent.get("count", "")
    count = int(told) if is_number(told) else _FEWEST
    count += ("more" in sent) - ("fewer" in sent)
    return min(max(count, _FEWEST), MOST)


def _told(error: Incomplete) -> dict[str, str]:
    return {one.key: one.sentence for one in reversed(error.faults)}
