"""What an editor should look into: contradicted locks, differences from the level above, no legal basis, no cases."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.directory.access import check_works_here
from yimen.domains.directory.conformity import contradictions, differences
from yimen.domains.directory.ports import handled, published
from yimen.domains.directory.queries import listed, without_basis
from yimen.ground.accounts import gate

_MOST = 200


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
        "without_basis": without_basis(_MOST),
        "without_cases": _without_cases(),
    }
    return render(request, "directory/findings.html", page)


def _without_cases() -> list[Any]:
    """Listed items whose service is published and never had a case."""
    shown = list(listed().filter(source__is_sample=False).order_by("pk")[: _MOST * 5])
    there = published([one.slug for one in shown])
    used = set(handled(list(there)))
    return [one for one in shown if one.slug in there and one.slug not in used][:_MOST]
