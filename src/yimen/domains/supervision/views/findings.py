"""The findings that an officer may read, and one of them with its next step."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.supervision.access import Reach, bodies_for, finding_for, findings_for, reach_of
from yimen.domains.supervision.actions.answer import answer
from yimen.domains.supervision.actions.appeal import appeal
from yimen.domains.supervision.actions.review import review
from yimen.domains.supervision.actions.rule import rule
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.officer_forms import form_for
from yimen.domains.supervision.present import facts_of, grave, history_of, row_of, summary_of, told_of, who
from yimen.domains.supervision.queries import filtered, page_of, place_in
from yimen.domains.supervision.rulebooks import rule_names
from yimen.domains.supervision.states import WORDS
from yimen.engines.service.rulebook import ACTS
from yimen.ground.accounts import gate
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete, Stale
from yimen.ground.messages.links import link

PAGE = 50
_FILTERS = ("body", "rule", "state")
_YES_NO = {"yes": True, "no": False}


@gate.officer
@require_safe
def findings(request: gate.SignedInVisit) -> HttpResponse:
    """What concerns the officer; for heads and supervisors what concerns their bodies. The latest first."""
    reach = reach_of(request.user, request.now)
    found = findings_for(reach)
    chosen = {name: request.GET.get(name, "")[:60].replace("\0", "") for name in _FILTERS}
    after, before = place_in(request.GET.get("after", "")), place_in(request.GET.get("before", ""))
    page = page_of(filtered(found, chosen), PAGE, after=after, before=before)
    told = {
        "nav": "supervision",
        "compares": reach.compares,
        "lead": _lead(reach),
        "rows": [row_of(one) for one in page.rows],
        "filters": _filters(chosen, reach),
        "wanted": any(chosen.values()),
        "earlier": _address(chosen, before=page.earlier) if page.earlier else "",
        "later": _address(chosen, after=page.later) if page.later else "",
        "first": _address(chosen) if after or before else "",
    }
    return render(request, "supervision/findings.html", told)


@gate.officer
@require_http_methods(["GET", "POST"])
def finding(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """One finding: the rule, the facts it was found on, what was said, and the next step."""
    found = finding_for(reach_of(request.user, request.now), number)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            _act(request, found)
            return redirect("supervision:finding", number=number)
        except Incomplete as error:
            faults = error.faults
    else:
        record(
            request.user.actor(request.now), "read-finding", object_kind="finding", object_ref=number, at=request.now
        )
    page = {
        "nav": "supervision",
        "finding": found,
        "grave": grave(found),
        "who": who(found),
        "act": ACTS[found.act],
        "service": found.case.version.name,
        "case_href": _case_href(found, request),
        "facts": facts_of(found, tested=True),
        "others": facts_of(found, tested=False),
        "history": history_of(found, found.statements.select_related("by")),
        "form": form_for(found, request.user, request.POST, told_of(faults), request.now),
        "errors": summary_of(faults),
    }
    return render(request, "supervision/finding.html", page, status=422 if faults else 200)


def _act(request: gate.SignedInVisit, found: Finding) -> None:
    """Do the step that the form asked for. Raises Stale when it is none, Incomplete and the errors of the actions."""
    text, upheld = request.POST.get("text", ""), _YES_NO.get(request.POST.get("upheld", ""))
    officer, now = request.user, request.now
    match request.POST.get("act"):
        case "answer":
            answer(officer=officer, finding=found, text=text, now=now)
        case "rule":
            rule(officer=officer, finding=found, upheld=upheld, text=text, now=now)
        case "appeal":
            appeal(officer=officer, finding=found, text=text, now=now)
        case "review":
            review(officer=officer, finding=found, upheld=upheld, text=text, now=now)
        case _:
            raise Stale("这一步现在不能办", "刷新页面，按页面上给出的办。")


def _case_href(found: Finding, request: gate.SignedInVisit) -> str:
    """The file of the case, for officers of its body; a supervisor from outside reads the facts, not the file."""
    posts = reach_of(request.user, request.now).posts
    inside = found.case.body_id in {post.organisation_id for post in posts}
    return link("desk-case", found.case.number) if inside else ""


def _lead(reach: Reach) -> str:
    if reach.supervises:
        return "规则查到的问题。先由经办人说明，再由您认定或者撤销；您经办的事由别人认定。"
    if reach.leads:
        return "规则在本单位查到的问题。由经办人说明，由监督员认定或者撤销。"
    return "只列和您有关的。写清当时的情况，监督员看了再认定或者撤销。"


def _filters(chosen: Mapping[str, str], reach: Reach) -> list[dict[str, Any]]:
    """What may be chosen, from the lists of bodies and rules: the findings themselves may be very many."""
    bodies = dict(bodies_for(reach).values_list("code", "name")) if reach.compares else {}
    states = {"waiting": "还没有办完的", **{str(state): word for state, word in WORDS.items()}}
    told = (("body", "单位", bodies), ("rule", "问题", rule_names()), ("state", "状态", states))
    return [
        {
            "key": key,
            "label": label,
            "options": [(value, words, chosen[key] == value) for value, words in known.items()],
        }
        for key, label, known in told
        if known
    ]


def _address(chosen: Mapping[str, str], **place: int | None) -> str:
    told = {name: str(value) for name, value in (*chosen.items(), *place.items()) if value}
    return f"{reverse('supervision:findings')}?{urlencode(told)}" if told else reverse("supervision:findings")
