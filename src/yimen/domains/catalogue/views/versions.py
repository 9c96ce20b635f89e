"""The versions of a service, for everybody: since when each holds, and what changed for those who apply."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.presenting import changes_between, grouped
from yimen.domains.catalogue.queries import versions_of
from yimen.engines.service import ServiceError
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound

_SHOWN = 20
_CHANGES = 60


@gate.public
@require_safe
def versions(request: gate.Visit, slug: str) -> HttpResponse:
    """The versions that are or were in force, the newest first; one that comes later is announced with its day."""
    found = versions_of(slug)
    if found[0].item.part_of_id is not None:
        raise NotFound("没有找到这个事项", "换个说法搜一搜，或者打 12345 问。")
    today, item = legal_day(request.now), found[0].item
    pairs = list(zip([None, *found], found, strict=False))[::-1][:_SHOWN]
    rows = [_row(before, version, item.current_id == version.pk and item.ended_on is None) for before, version in pairs]
    page = {
        "nav": "search",
        "slug": slug,
        "name": found[-1].name,
        "rows": rows,
        "today": today,
        "ended_on": item.ended_on,
        "left": max(0, len(found) - _SHOWN),
    }
    return render(request, "catalogue/versions.html", page)


def _row(before: Version | None, version: Version, is_current: bool) -> dict[str, Any]:
    told: list[dict[str, Any]] = []
    inside = 0
    if before is not None:
        try:
            every = changes_between(before, version)
        except ServiceError:
            # An old version that this release reads no more is named, and nothing is said about it.
            every = ()
        public = [one for one in every if one.is_public]
        told, inside = grouped(public[:_CHANGES]), len(every) - len(public)
    return {"version": version, "is_first": before is None, "is_current": is_current, "groups": told, "inside": inside}
