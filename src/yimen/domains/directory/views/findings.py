"""What an editor should look into: contradicted locks, differences from the level above, no legal basis, no cases."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.directory.access import check_works_here
from yimen.domains.directory.conformity import contradictions, differences
from yimen.domains.directory.ports import unused
from yimen.domains.directory.queries import without_basis
from yimen.ground.accounts import gate

_MOST = 200
PAGE = 50


@gate.officer
@require_safe
def findings(request: gate.SignedInVisit) -> HttpResponse:
    """The first two hundred of each kind; the command line has them all."""
    check_works_here(request.user, request.now)
    page: dict[str, Any] = {
        "nav": "directory",
        "most": _MOST,
        "contradictions": list(contradictions(limit=_MOST)),
        "differences": list(differences(limit=_MOST)),
        "without_basis": without_basis().order_by("pk")[:_MOST],
        "without_cases": unused("", _MOST),
    }
    return render(request, "directory/findings.html", page)


@gate.officer
@require_safe
def without_cases(request: gate.SignedInVisit) -> HttpResponse:
    """发布了、还没有人办过的事项: all of them, page by page."""
    check_works_here(request.user, request.now)
    after = request.GET.get("after", "")[:80]
    rows = unused(after if after.isprintable() else "", PAGE + 1)
    address = reverse("directory:without-cases")
    page = {
        "nav": "directory",
        "rows": rows[:PAGE],
        "later": f"{address}?{urlencode({'after': rows[PAGE - 1].slug})}" if len(rows) > PAGE else "",
        "first": address if after else "",
    }
    return render(request, "directory/without_cases.html", page)
