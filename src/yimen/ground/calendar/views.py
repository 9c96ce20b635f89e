"""The page of the calendar: every officer reads it, operators change it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yimen.ground.accounts import gate
from yimen.ground.calendar.access import may_change, require_operator
from yimen.ground.calendar.actions.correct_day import correct_day
from yimen.ground.calendar.actions.enter_order import enter_order
from yimen.ground.calendar.errors import CalendarRefused
from yimen.ground.calendar.forms import read_day, read_order
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.order import YEARS, Fault
from yimen.ground.calendar.page import year_page
from yimen.ground.calendar.queries import days_of
from yimen.ground.errors import NotFound, Stale

_UNPROCESSABLE, _CONFLICT = 422, 409


@gate.officer
@require_http_methods(["GET", "POST"])
def year(request: gate.SignedInVisit) -> HttpResponse:
    """A year, drawn and in words, with its order; operators enter the order or correct a day."""
    wanted = _asked_year(request)
    if request.method == "GET":
        return render(request, "calendar/year.html", _page(request, wanted, {}))
    require_operator(request.user, request.now)
    return _day(request, wanted) if request.POST.get("act") == "day" else _order(request, wanted)


def _order(request: gate.SignedInVisit, wanted: int) -> HttpResponse:
    typed = read_order(request.POST, request.FILES.get("file"), wanted, days_of(wanted))
    given = {"source": typed.source, "lines": typed.lines}
    if typed.faults:
        return _refused(request, wanted, given, typed.faults)
    try:
        enter_order(
            actor=request.user.actor(request.now),
            year=wanted,
            source=typed.source,
            days=typed.days,
            now=request.now,
            seen=request.POST.get("seen", ""),
        )
    except CalendarRefused as refusal:
        return _refused(request, wanted, given, refusal.faults)
    except Stale as stale:
        return _refused(request, wanted, given, [Fault("lines", f"{stale.sentence}，{stale.advice}")], _CONFLICT)
    return _saved(wanted, "order")


def _day(request: gate.SignedInVisit, wanted: int) -> HttpResponse:
    typed = read_day(request.POST)
    if typed.day is None or typed.kind is None:
        return _refused(request, wanted, typed.typed, typed.faults)
    try:
        correct_day(
            actor=request.user.actor(request.now),
            day=typed.day,
            kind=typed.kind,
            name=typed.typed["name"],
            reason=typed.typed["reason"],
            now=request.now,
        )
    except CalendarRefused as refusal:
        return _refused(request, wanted, typed.typed, refusal.faults)
    return _saved(typed.day.year, "day")


def _asked_year(request: gate.SignedInVisit) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        return legal_day(request.now).year
    known = {str(one): one for one in YEARS}
    if asked not in known:
        raise NotFound("没有这一年的日历", f"选 {YEARS.start} 年到 {YEARS.stop - 1} 年。")
    return known[asked]


def _page(request: gate.SignedInVisit, wanted: int, typed: dict[str, str]) -> dict[str, Any]:
    return {
        **year_page(wanted, legal_day(request.now), typed),
        "nav": "calendar",
        "may_change": may_change(request.user, request.now),
        "saved": request.GET.get("saved", "") if request.method == "GET" else "",
    }


def _refused(
    request: gate.SignedInVisit,
    wanted: int,
    typed: dict[str, str],
    faults: Iterable[Fault],
    status: int = _UNPROCESSABLE,
) -> HttpResponse:
    """The same page with what was typed; all faults in the summary, at each field its first one."""
    page, told = _page(request, wanted, typed), {one.field: one.sentence for one in reversed(list(faults))}
    errors = [{"key": one.field, "sentence": one.sentence} for one in faults]
    return render(request, "calendar/year.html", {**page, "errors": errors, "told": told}, status=status)


def _saved(wanted: int, what: str) -> HttpResponse:
    return redirect(f"{reverse('calendar:year')}?{urlencode({'year': wanted, 'saved': what})}")
