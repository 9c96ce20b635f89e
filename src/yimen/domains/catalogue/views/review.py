"""A draft as its reviewer sees it: what changed, what lacks, and three answers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.domains.catalogue.access import draft_for, require_reviewer
from yimen.domains.catalogue.actions.approve_draft import approve_draft
from yimen.domains.catalogue.actions.refuse_draft import refuse_draft
from yimen.domains.catalogue.actions.return_draft import ROUNDS, return_draft
from yimen.domains.catalogue.drafting import DraftRefused
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.judging import judge
from yimen.domains.catalogue.models import Draft
from yimen.domains.catalogue.ports import known_lists
from yimen.domains.catalogue.presenting import changes_of, problem_rows
from yimen.domains.catalogue.states import DraftState
from yimen.domains.catalogue.views.drafts import NAV
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Fault, Incomplete

_UNPROCESSABLE = 422


@gate.officer
@require_http_methods(["GET", "POST"])
def review(request: gate.SignedInVisit, number: int) -> HttpResponse:
    """发布, 退回修改 (once) or 不予发布; whoever wrote in it is refused."""
    found = draft_for(request.user, number, request.now)
    require_reviewer(request.user, request.now)
    if request.method == "GET":
        return _show(request, found)
    try:
        return _decide(request, found)
    except Incomplete as refusal:
        return _show(request, found, list(refusal.faults))
    except DraftRefused as refusal:
        return _show(request, found, [Fault("remarks", f"{refusal.sentence}。{refusal.advice}")])


def _decide(request: gate.SignedInVisit, found: Draft) -> HttpResponse:
    posted, actor = request.POST, request.user.actor(request.now)
    text = posted.get("revision", "")
    revision = int(text) if text.isdecimal() and len(text) < 9 else 0
    remarks = posted.get("remarks", "")[:5000]
    act = posted.get("act", "")
    if act == "approve":
        approve_draft(actor=actor, draft=found, revision=revision, now=request.now)
    elif act == "return":
        return_draft(actor=actor, draft=found, revision=revision, remarks=remarks, now=request.now)
    elif act == "refuse":
        refuse_draft(actor=actor, draft=found, revision=revision, remarks=remarks, now=request.now)
    else:
        raise Incomplete([Fault("remarks", "选一个：发布、退回修改、不予发布")])
    return redirect(f"{reverse('catalogue:draft', args=[found.pk])}?done={act}")


def _show(request: gate.SignedInVisit, found: Draft, faults: list[Fault] | None = None) -> HttpResponse:
    judged = judge(from_json(found.files), legal_day(request.now), known_lists())
    mine = str(request.user.pk) in {one["id"] for one in found.written_by}
    page = {
        "nav": NAV,
        "draft": found,
        "errors": [{"key": one.key, "sentence": one.sentence} for one in faults or []],
        "told": {one.key: one.sentence for one in faults or []},
        "remarks": request.POST.get("remarks", ""),
        "problems": problem_rows(judged.problems),
        "blocking": len(judged.errors),
        "changes": changes_of(found, judged.service),
        "service": judged.service,
        "is_mine": mine,
        "may_decide": found.state == DraftState.SUBMITTED and not mine,
        "may_return": found.returned < ROUNDS,
        "writers": "、".join(one["name"] for one in found.written_by),
    }
    return render(request, "catalogue/review.html", page, status=_UNPROCESSABLE if faults else 200)
