"""The page 每日任务, for operators: what runs every day by itself, and what failed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yimen.ground.accounts import gate
from yimen.ground.calendar.access import require_operator
from yimen.ground.calendar.actions.run_again import OPERATORS_ONLY, run_again
from yimen.ground.calendar.daily import last_runs
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.errors import Stale

_WORDS = {
    "failed": ("late", "没办成"),
    "done": ("ok", "办完了"),
    "running": ("doing", "正在运行"),
    "waiting": ("todo", "排着队"),
    "never": ("todo", "还没有运行过"),
}


@gate.officer
@require_http_methods(["GET", "POST"])
def daily(request: gate.SignedInVisit) -> HttpResponse:
    """The last run of each job, those that failed first; an operator may run a failed one again."""
    require_operator(request.user, request.now, OPERATORS_ONLY)
    if request.method == "POST":
        try:
            run_again(officer=request.user, name=request.POST.get("name", ""), now=request.now)
        except Stale as error:
            return _show(request, error, status=409)
        return redirect("calendar:daily")
    return _show(request)


def _show(request: gate.SignedInVisit, stale: Stale | None = None, status: int = 200) -> HttpResponse:
    today = legal_day(request.now)
    rows: list[dict[str, Any]] = [
        {
            "run": one,
            "kind": _WORDS[one.state][0],
            "word": _WORDS[one.state][1],
            "ended": one.ended.astimezone(CITY) if one.ended else None,
            "old": one.day is not None and one.day < today,
        }
        for one in last_runs()
    ]
    page = {
        "nav": "daily",
        "failed": [row for row in rows if row["run"].state == "failed"],
        "others": [row for row in rows if row["run"].state != "failed"],
        "standing_still": bool(rows) and all(row["old"] or row["run"].day is None for row in rows),
        "stale": stale,
    }
    return render(request, "calendar/daily.html", page, status=status)
