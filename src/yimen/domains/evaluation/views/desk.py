"""Where officers look into bad ratings of others: the list by the time that is left, and one follow-up."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.evaluation.access import follow_up_for, follow_ups_for, handling_posts
from yimen.domains.evaluation.actions.appeal import appeal
from yimen.domains.evaluation.actions.fix import fix
from yimen.domains.evaluation.actions.recheck import recheck
from yimen.domains.evaluation.actions.tell_back import tell_back
from yimen.domains.evaluation.actions.verify import verify
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.officer_forms import forms_for
from yimen.domains.evaluation.present import STAT_WORDS, history_of, light_of, row_of, subject_of, summary_of, told_of
from yimen.domains.evaluation.queries import figures, reasons_said
from yimen.domains.evaluation.states import RUNNING
from yimen.ground.accounts import gate
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import Incomplete, NotFound, Stale
from yimen.ground.places.models import Organisation

_MOST = 200
_YES_NO = {"yes": True, "no": False}


@gate.officer
@require_safe
def follow_ups(request: gate.SignedInVisit) -> HttpResponse:
    """The follow-ups that this officer may handle, those with the least time left first."""
    posts = handling_posts(request.user, request.now)
    if not posts:
        raise NotFound("这里是回访差评的页面，您的岗位用不到", "要看自己的待办，回到“我的待办”。")
    today, calendar = legal_day(request.now), working_calendar()
    open_ones = follow_ups_for(request.user, request.now).filter(state__in=RUNNING)
    rows = [row_of(one, calendar, today) for one in open_ones[:_MOST]]
    rows.sort(key=lambda row: (row["due"], row["number"]))
    wanted = request.GET.get("light", "")
    bodies = list(dict.fromkeys(post.organisation for post in posts))
    page = {
        "nav": "feedback",
        "rows": [row for row in rows if not wanted or row["state"] == wanted],
        "total": len(rows),
        "wanted": wanted,
        "stats": _stats(rows, wanted),
        "bodies": [_body(one, request) for one in bodies],
    }
    return render(request, "evaluation/follow_ups.html", page)


@gate.officer
@require_http_methods(["GET", "POST"])
def follow_up(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """One bad rating of somebody else's work: what was said, what was done, and the next step."""
    found = follow_up_for(request.user, number, request.now)
    actor = request.user.actor(request.now)
    if request.method == "GET":
        record(actor, "read-follow-up", object_kind="follow-up", object_ref=number, at=request.now)
        return _show(request, found)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Stale("这一步已经不在这个页面上", "刷新页面看最新状态。")
    try:
        act(actor, found, request.POST, request)
    except Incomplete as error:
        return _show(request, found, error)
    return redirect("evaluation:follow-up", number=number)


def _show(request: gate.SignedInVisit, found: FollowUp, error: Incomplete | None = None) -> HttpResponse:
    faults = error.faults if error else ()
    state, words = light_of(found, working_calendar(), legal_day(request.now))
    page = {
        "nav": "feedback",
        "follow_up": found,
        "rating": found.rating,
        "subject": subject_of(found.rating),
        "person": _person(found),
        "light": (state, words),
        "history": history_of(found),
        "forms": forms_for(found, request.user, request.POST, told_of(faults)),
        "errors": summary_of(faults),
    }
    return render(request, "evaluation/follow_up.html", page, status=422 if faults else 200)


def _person(found: FollowUp) -> str:
    """Who rated, for whoever is to call back; nobody when no number was left."""
    if not found.rating.phone:
        return ""
    if found.rating.case is not None:
        return found.rating.case.applicant.name
    assert found.rating.visit is not None
    return found.rating.visit.person.name


def _stats(rows: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """The lights with their counts, as filters; a second click on one shows all again."""
    return [
        {
            "state": state,
            "text": text,
            "count": sum(1 for row in rows if row["state"] == state),
            "href": reverse("evaluation:follow-ups") + ("" if wanted == state else f"?light={state}"),
            "current": wanted == state,
        }
        for state, text in STAT_WORDS.items()
    ]


def _body(organisation: Organisation, request: gate.SignedInVisit) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "figure": figures(organisation, now=request.now),
        "said": reasons_said(organisation, now=request.now),
    }


def _verify(actor: Actor, found: FollowUp, sent: QueryDict, request: gate.SignedInVisit) -> None:
    verify(
        actor=actor,
        follow_up=found,
        finding=sent.get("finding", ""),
        size=sent.get("size", ""),
        reached=_YES_NO.get(sent.get("reached", "")),
        found=sent.get("found", ""),
        now=request.now,
    )


def _fix(actor: Actor, found: FollowUp, sent: QueryDict, request: gate.SignedInVisit) -> None:
    fix(actor=actor, follow_up=found, done=sent.get("done", ""), now=request.now)


def _tell(actor: Actor, found: FollowUp, sent: QueryDict, request: gate.SignedInVisit) -> None:
    tell_back(actor=actor, follow_up=found, way=sent.get("way", ""), answer=sent.get("answer", ""), now=request.now)


def _appeal(actor: Actor, found: FollowUp, sent: QueryDict, request: gate.SignedInVisit) -> None:
    appeal(actor=actor, follow_up=found, reason=sent.get("reason", ""), now=request.now)


def _recheck(actor: Actor, found: FollowUp, sent: QueryDict, request: gate.SignedInVisit) -> None:
    upheld = _YES_NO.get(sent.get("upheld", ""))
    recheck(actor=actor, follow_up=found, upheld=upheld, note=sent.get("note", ""), now=request.now)


_ACTS: Mapping[str, Callable[[Actor, FollowUp, QueryDict, gate.SignedInVisit], None]] = {
    "verify": _verify,
    "fix": _fix,
    "tell": _tell,
    "appeal": _appeal,
    "recheck": _recheck,
}
