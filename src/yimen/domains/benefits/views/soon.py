"""免申即享: who reaches the age soon in the own village, for whoever goes there and asks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.benefits import months
from yimen.domains.benefits.access import candidates_for
from yimen.domains.benefits.models import Candidate
from yimen.domains.benefits.ports import applied
from yimen.ground.accounts import gate
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day

PAGE = 50


@gate.officer
@require_safe
def soon(request: gate.SignedInVisit) -> HttpResponse:
    """Name, village and birthday, the earliest first; the identity number is asked of the person at the entry."""
    given = request.GET.get("page", "1")
    place = max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1
    rows = list(candidates_for(posts_of(request.user, request.now))[(place - 1) * PAGE : place * PAGE + 1])
    record(
        request.user.actor(request.now),
        "read-candidates",
        object_kind="benefit",
        object_ref="candidates",
        at=request.now,
        details={"people": len(rows[:PAGE])},
    )
    here = reverse("benefits:soon")
    page = {
        "nav": "soon",
        "rows": _rows(request, rows[:PAGE]),
        "earlier": f"{here}?page={place - 1}" if place > 1 else "",
        "later": f"{here}?page={place + 1}" if len(rows) > PAGE else "",
        "place": f"第 {place} 页",
        "paged": place > 1 or len(rows) > PAGE,
    }
    return render(request, "benefits/soon.html", page)


def _rows(request: gate.SignedInVisit, rows: list[Candidate]) -> list[dict[str, Any]]:
    today = legal_day(request.now)
    under_way = {
        (service, number)
        for service in {row.service for row in rows}
        for number in applied(service, [row.id_number for row in rows if row.service == service])
    }
    return [
        {
            "name": row.name,
            "place": row.region.name,
            "matter": row.matter,
            "day": months.day_text(row.turns_on),
            "when": _when((row.turns_on - today).days),
            "under_way": (row.service, row.id_number) in under_way,
        }
        for row in rows
    ]


def _when(days: int) -> str:
    if days == 0:
        return "就是今天"
    return f"还有 {days} 天" if days > 0 else f"过了 {-days} 天"
