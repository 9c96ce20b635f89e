"""Checks that people are alive: what is due in the own village, street or county, and the form to record one."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yimen.domains.benefits.access import check_for, checks_for
from yimen.domains.benefits.actions.record_alive_check import record_alive_check
from yimen.domains.benefits.errors import BadAnswer
from yimen.domains.benefits.forms import CHECK, day
from yimen.domains.benefits.models import AliveCheck
from yimen.domains.benefits.present import check_row, fields
from yimen.domains.benefits.states import Finding, Way
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day

MOST = 200


@gate.officer
@require_safe
def alive(request: gate.SignedInVisit) -> HttpResponse:
    """Who must be visited, the most urgent first; what data will probably settle stands below."""
    due = checks_for(posts_of(request.user, request.now))
    today = legal_day(request.now)
    rows = [check_row(one, today) for one in due.order_by("-visit", "due_on", "pk")[:MOST]]
    page = {
        "nav": "alive",
        "visits": [row for row in rows if row["visit"]],
        "others": [row for row in rows if not row["visit"]],
        "more": len(rows) == MOST,
    }
    return render(request, "benefits/alive.html", page)


@gate.officer
@require_http_methods(["GET", "POST"])
def record_one(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Record what a check found; a refused form comes back as it was typed."""
    check = check_for(posts_of(request.user, request.now), number)
    if request.method == "GET":
        record(
            request.user.actor(request.now),
            "read-alive-check",
            object_kind="benefit",
            object_ref=check.entitlement.case_number,
            at=request.now,
        )
        return _page(request, check, {"done_on": legal_day(request.now).isoformat()}, None)
    typed = request.POST.dict()
    try:
        _record(request, check, {key: str(value) for key, value in typed.items()})
    except BadAnswer as error:
        return _page(request, check, typed, error)
    return redirect("benefits:alive")


def _record(request: gate.SignedInVisit, check: AliveCheck, typed: dict[str, str]) -> None:
    way, result = typed.get("way", ""), typed.get("result", "")
    if way not in set(Way.values) - {Way.DATA}:
        raise BadAnswer("way", "选一种核对的办法")
    if result not in Finding.values:
        raise BadAnswer("result", "选核对的结果")
    done_on = day(typed, "done_on")
    assert done_on is not None
    record_alive_check(
        actor=request.user.actor(request.now),
        check=check,
        way=way,
        result=result,
        done_on=done_on,
        died_on=day(typed, "died_on", required=False) if result == Finding.DEAD else None,
        note=typed.get("note", ""),
        now=request.now,
    )


def _page(
    request: gate.SignedInVisit, check: AliveCheck, typed: Mapping[str, object], error: BadAnswer | None
) -> HttpResponse:
    sentence = f"{error.sentence}。{error.advice}" if error and error.advice else error.sentence if error else ""
    page = {
        "nav": "alive",
        "check": check_row(check, legal_day(request.now)),
        "fields": fields(CHECK, typed, {error.key: sentence} if error else {}),
        "errors": [{"key": error.key, "sentence": sentence}] if error else [],
    }
    return render(request, "benefits/alive_record.html", page, status=422 if error else 200)
