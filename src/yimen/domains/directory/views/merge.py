"""合并: two entries or more are picked, seen side by side, and become one of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.directory.access import check_works_here, may_change
from yimen.domains.directory.actions.merge import merge as merge_entries
from yimen.domains.directory.beside import changes, lines
from yimen.domains.directory.errors import Locked, NotPossible
from yimen.domains.directory.models import Entry
from yimen.domains.directory.ports import published
from yimen.domains.directory.queries import listed_at, locked_fields, named
from yimen.ground.accounts import gate
from yimen.ground.errors import NotAllowed

MOST = 6


@gate.officer
@require_http_methods(["GET", "POST"])
def merge(request: gate.SignedInVisit) -> HttpResponse:
    """Who is merged, found by name or code, and side by side; ``look``: what would change; ``act``: it is done."""
    check_works_here(request.user, request.now)
    picked = listed_at(ids(request.GET if request.method == "GET" else request.POST, "entry"))[:MOST]
    if request.method == "GET":
        return _show(request, picked, {})
    if not may_change(request.user, request.now):
        raise NotAllowed("事项由事项编辑岗合并", "让事项编辑岗的同事来做。")
    target = _target(picked, request.POST)
    if target is None:
        return _show(request, picked, {"refused": "没有选要合并的事项。先找到它们，勾上两个以上。"}, status=422)
    before, act = target.record, "act" in request.POST
    try:
        made = _merge(request, picked, target, dry_run=not act)
    except (NotPossible, Locked) as error:
        return _show(request, picked, {"refused": f"{error.sentence}。{error.advice}"}, status=422)
    if act:
        return redirect("directory:entry", made.pk)
    others = [one for one in picked if one.pk != target.pk]
    preview = {"others": others, "changes": changes(made, before, made.record), "published": _published(picked)}
    return _show(request, picked, {"preview": preview})


def _merge(request: gate.SignedInVisit, picked: Sequence[Entry], target: Entry, *, dry_run: bool) -> Entry:
    sent = request.POST
    return merge_entries(
        actor=request.user.actor(request.now),
        entries=[one.pk for one in picked],
        into=target.pk,
        note=sent.get("note", "").strip()[:500],
        keep=_chosen(sent),
        seen=seen(sent),
        now=request.now,
        dry_run=dry_run,
    )


def _show(
    request: gate.SignedInVisit, picked: Sequence[Entry], more: dict[str, Any], status: int = 200
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    target, text = _target(picked, sent), request.GET.get("q", "").strip()[:100]
    there = {one.pk for one in picked}
    page: dict[str, Any] = {
        "nav": "directory",
        "picked": picked,
        "target": target,
        "q": text,
        "found": [one for one in named(text, 20) if one.pk not in there] if text else [],
        "full": len(picked) >= MOST,
        "most": MOST,
        "stay": [(one, _address(picked, one)) for one in picked],
        "note": sent.get("note", ""),
        "may_change": may_change(request.user, request.now),
        **more,
    }
    if target is not None and len(picked) > 1:
        beside = [target, *(one for one in picked if one.pk != target.pk)]
        page["beside"] = beside
        page["lines"], page["same"] = lines(beside, target, locked_fields(target), _chosen(sent))
    return render(request, "directory/merge.html", page, status=status)


def _target(picked: Sequence[Entry], sent: QueryDict) -> Entry | None:
    wanted = ids(sent, "into")
    return next((one for one in picked if one.pk in wanted), picked[0] if picked else None)


def _published(picked: Sequence[Entry]) -> list[Entry]:
    there = published([one.slug for one in picked])
    return [one for one in picked if one.slug in there]


def _address(picked: Sequence[Entry], into: Entry) -> str:
    told = {"entry": [one.pk for one in picked], "into": into.pk}
    return f"{reverse('directory:merge')}?{urlencode(told, doseq=True)}"


def _chosen(sent: QueryDict) -> dict[str, int]:
    told = {key.removeprefix("keep:"): sent.get(key, "") for key in sent if key.startswith("keep:")}
    return {name: int(id) for name, id in told.items() if is_number(id)}


def ids(sent: QueryDict, name: str) -> list[int]:
    """The numbers under a name, each once, as they came."""
    return list(dict.fromkeys(int(one) for one in sent.getlist(name) if is_number(one)))


def seen(sent: QueryDict) -> dict[int, int]:
    """Which revision of which entry the page showed."""
    told = [one.partition(":") for one in sent.getlist("seen")]
    return {int(id): int(revision) for id, _, revision in told if is_number(id) and is_number(revision)}


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18
