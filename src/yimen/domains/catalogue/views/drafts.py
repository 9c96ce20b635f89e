"""事项编审: what is being written and reviewed, and a draft as its editor sees it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.domains.catalogue.access import (
    draft_for,
    is_editor,
    is_reviewer,
    require_editor,
    require_staff_of_catalogue,
)
from yimen.domains.catalogue.actions.restore_version import restore_version
from yimen.domains.catalogue.actions.save_draft import save_draft
from yimen.domains.catalogue.actions.start_draft import start_draft
from yimen.domains.catalogue.actions.start_draft_of_entry import start_draft_of_entry
from yimen.domains.catalogue.actions.submit_draft import submit_draft
from yimen.domains.catalogue.actions.take_new_base import take_new_base
from yimen.domains.catalogue.actions.withdraw_draft import withdraw_draft
from yimen.domains.catalogue.drafting import DraftRefused, newest_of
from yimen.domains.catalogue.errors import Overtaken
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.guide_form import Written, described, dump, inputs_of, with_names, write
from yimen.domains.catalogue.judging import judge
from yimen.domains.catalogue.models import Draft, Version
from yimen.domains.catalogue.ports import known_lists
from yimen.domains.catalogue.presenting import changes_of, problem_rows, sections
from yimen.domains.catalogue.queries import all_current, version_of, versions_of
from yimen.domains.catalogue.states import OPEN, WRITABLE, DraftState
from yimen.domains.directory.queries import any_entry_at
from yimen.domains.standards.queries import code_tables
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Fault, Incomplete, NotFound

_UNPROCESSABLE, _CONFLICT = 422, 409
_SETTLED = 20
NAV = "catalogue"


@gate.officer
@require_safe
def overview(request: gate.SignedInVisit) -> HttpResponse:
    """Drafts that wait for somebody, those settled last, and what is published."""
    require_staff_of_catalogue(request.user, request.now)
    drafts = Draft.objects.defer("files", "locked").order_by("-changed_at")
    query = request.GET.get("q", "").strip()[:100]
    published = all_current().filter(item__part_of=None)
    page = {
        "nav": NAV,
        "open": list(drafts.filter(state__in=OPEN)),
        "settled": list(drafts.exclude(state__in=OPEN)[:_SETTLED]),
        "query": query,
        "published": list(published.filter(name__contains=query)[:200] if query else published[:200]),
        "waiting": _waiting(),
        "may_edit": is_editor(request.user, request.now),
    }
    return render(request, "catalogue/overview.html", page)


def _waiting() -> list[Version]:
    """Versions that come into force later."""
    found = Version.objects.filter(in_force_from__isnull=False).select_related("item__current")
    later = found.defer("files", "terms", "item__current__files", "item__current__terms").order_by("in_force_from")
    return [one for one in later if one.item.current is None or one.begins > one.item.current.begins][:50]


@gate.officer
@require_POST
def begin(request: gate.SignedInVisit) -> HttpResponse:
    """A draft of an item of the directory, of a published service, of an older version, or of nothing yet."""
    require_editor(request.user, request.now)
    actor, posted = request.user.actor(request.now), request.POST
    entry, slug, number = posted.get("entry", ""), posted.get("slug", "").strip(), posted.get("version", "")
    if entry.isdecimal() and len(entry) < 18:
        draft = start_draft_of_entry(actor=actor, entry=any_entry_at(int(entry)), now=request.now)
    elif number.isdecimal() and len(number) < 9:
        draft = restore_version(actor=actor, version=version_of(slug, int(number)), now=request.now)
    else:
        blank = dump({"format": 1, "handling": "guide", "slug": slug, "name": posted.get("name", "").strip() or slug})
        files = None if newest_of(slug) else {"service.yaml": blank, "guide.md": b""}
        draft = start_draft(actor=actor, slug=slug, files=files, now=request.now)
    return redirect("catalogue:draft", number=draft.pk)


@gate.officer
@require_http_methods(["GET", "POST"])
def draft(request: gate.SignedInVisit, number: int) -> HttpResponse:
    """The draft with what it lacks beside it; the editor writes, everybody else of the catalogue reads."""
    found = draft_for(request.user, number, request.now)
    if request.method == "GET":
        return _show(request, found)
    require_editor(request.user, request.now)
    return _act(request, found)


def _act(request: gate.SignedInVisit, found: Draft) -> HttpResponse:
    """One button of the page; what was typed is saved before it is handed in, so that nothing gets lost."""
    act, actor, revision = request.POST.get("act", "save"), request.user.actor(request.now), _revision(request)
    if act == "withdraw":
        withdraw_draft(actor=actor, draft=found, revision=revision, now=request.now)
    elif act == "rebase":
        take_new_base(actor=actor, draft=found, revision=revision, now=request.now)
    else:
        written = _written(request, found)
        if written.faults:
            return _show(request, found, written.faults, status=_UNPROCESSABLE)
        try:
            found = save_draft(
                actor=actor,
                draft=found,
                revision=revision,
                files=written.files,
                in_force_from=written.in_force_from,
                in_force_until=written.in_force_until,
                now=request.now,
            )
        except Incomplete as refusal:
            return _show(request, found, list(refusal.faults), status=_UNPROCESSABLE)
        except Overtaken as stale:
            told = [Fault("", f"{stale.sentence}。{stale.advice}")]
            return _show(request, draft_for(request.user, found.pk, request.now), told, status=_CONFLICT, stale=True)
    if act == "submit":
        try:
            submit_draft(actor=actor, draft=found, revision=found.revision, now=request.now)
        except DraftRefused as refusal:
            told = [Fault("problems", refusal.sentence)]
            return _show(
                request, draft_for(request.user, found.pk, request.now), told, status=_UNPROCESSABLE, fresh=True
            )
    query = urlencode({"done": act, **({"file": request.GET["file"]} if "file" in request.GET else {})})
    return redirect(f"{reverse('catalogue:draft', args=[found.pk])}?{query}")


def _revision(request: gate.SignedInVisit) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _written(request: gate.SignedInVisit, found: Draft) -> Written:
    files, posted = from_json(found.files), request.POST
    inputs = {key: str(posted[key])[:20000] for key in posted}
    name = request.GET.get("file", "")
    if not name:
        tables = code_tables(legal_day(request.now))
        written = write(with_names(inputs, tables), files)
        for sent in request.FILES.getlist("blanks"):
            written.files[f"materials/{sent.name}"] = sent.read()
        for gone in posted.getlist("remove"):
            if gone.startswith("materials/"):
                written.files.pop(gone, None)
        return written
    dates = write({key: inputs.get(key, "") for key in ("in_force_from", "in_force_until")}, {})
    if name in files or posted.get("text"):
        files[name] = str(posted.get("text", "")).replace("\r\n", "\n").encode()
    return Written(files, dates.in_force_from, dates.in_force_until, dates.faults)


def _show(
    request: gate.SignedInVisit,
    found: Draft,
    faults: list[Fault] | None = None,
    *,
    status: int = 200,
    stale: bool = False,
    fresh: bool = False,
) -> HttpResponse:
    """The page; after a refusal with all that was typed, and after an overtaking with what is stored beside it."""
    files, faults = from_json(found.files), faults or []
    posted = request.POST if request.method == "POST" and not fresh else None
    judged = judge(files, legal_day(request.now), known_lists())
    as_form = described(files) is not None
    name = request.GET.get("file", "") or ("" if as_form else "service.yaml")
    told = {one.key: one.sentence for one in reversed(faults)}
    inputs = inputs_of(files) if as_form else {}
    if posted is not None:
        inputs |= {key: str(posted[key]) for key in posted}
    page: dict[str, Any] = {
        "nav": NAV,
        "draft": found,
        "done": request.GET.get("done", "") if posted is None else "",
        "errors": [{"key": one.key, "sentence": one.sentence} for one in faults],
        "may_write": is_editor(request.user, request.now) and found.state in WRITABLE,
        "may_withdraw": is_editor(request.user, request.now) and found.state in OPEN,
        "may_review": is_reviewer(request.user, request.now) and found.state == DraftState.SUBMITTED,
        "problems": problem_rows(judged.problems),
        "blocking": len(judged.errors),
        "changes": changes_of(found, judged.service),
        "stored": _stored(files, inputs, name) if stale else [],
        "newest": _newer(found),
        "file": name,
        "files": _file_rows(files, name),
        "in_force_from": _day_text(found, posted, "in_force_from"),
        "in_force_until": _day_text(found, posted, "in_force_until"),
        "told": told,
        "as_form": as_form,
        "blanks": [path for path in files if path.startswith("materials/")],
    }
    if name:
        page["text"] = str(posted["text"]) if posted is not None and "text" in posted else _text_of(files, name)
    else:
        page["sections"] = sections(inputs, found.locked, told, code_tables(legal_day(request.now)))
    return render(request, "catalogue/draft.html", page, status=status)


def _stored(files: dict[str, bytes], inputs: dict[str, str], name: str) -> list[dict[str, str]]:
    """What somebody else has stored meanwhile where it differs from what was typed."""
    if name:
        return [{"label": name, "value": _text_of(files, name) or ""}]
    kept = inputs_of(files)
    return [
        {"label": key, "value": value} for key, value in kept.items() if inputs.get(key, "").strip() != value.strip()
    ]


def _newer(found: Draft) -> Version | None:
    newest = newest_of(found.slug) if found.state in OPEN else None
    return newest if newest is not None and newest.pk != found.base_id else None


def _file_rows(files: dict[str, bytes], shown: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "is_text": _text_of(files, name) is not None, "shown": name == shown, "size": len(content)}
        for name, content in sorted(files.items())
    ]


def _text_of(files: dict[str, bytes], name: str) -> str | None:
    """A file as a text; None when it is none. What is not there yet is empty."""
    try:
        text = files.get(name, b"").decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _day_text(found: Draft, posted: Any, name: str) -> str:
    if posted is not None and name in posted:
        return str(posted[name])
    day = getattr(found, name)
    return day.isoformat() if day else ""


@gate.officer
@require_safe
def versions(request: gate.SignedInVisit, slug: str) -> HttpResponse:
    """Every version of a service for those who write it, each to be restored as a draft."""
    require_staff_of_catalogue(request.user, request.now)
    found = versions_of(slug)
    if found[0].item.part_of_id is not None:
        raise NotFound("这是联办事项里的一部分", "到联办事项里看它的版本。")
    page = {"nav": NAV, "slug": slug, "versions": found[::-1], "may_edit": is_editor(request.user, request.now)}
    return render(request, "catalogue/desk_versions.html", page)
