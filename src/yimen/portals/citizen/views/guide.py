from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.queries import current_version, definition
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen.service_page import papers_out


@gate.public
@require_safe
def guide(request: gate.Visit, slug: str) -> HttpResponse:
    """One question, or the sheet that follows from all answers. Everything stands in the address."""
    version = current_version(slug)
    service = definition(version)
    told = rules.read_told(service, request.GET)
    step = rules.next_step(service, told)
    needed = rules.materials(service, told, legal_day(request.now))
    parts = rules.parts(service, told, legal_day(request.now))
    deciding = [one.service for one in parts] or [service]
    page = {
        "nav": "search",
        "version": version,
        "meta": service.meta,
        "told": told,
        "step": step,
        "answers": rules.choices(step) if step else [],
        "errors": _too_early(request, step, told),
        "materials": needed,
        "to_bring": [one for one in needed if one["obtain"] in rules.BROUGHT],
        "parts": parts,
        "results": papers_out(deciding),
        "refusals": [one for by in deciding for one in by.meta["refusals"]],
        "sheet": rules.advice(service, told),
        "back": _back(slug, told),
        "begin": f"{reverse('citizen:begin', args=[slug])}?{urlencode(told)}",
    }
    return render(request, "citizen/guide.html", page)


def _too_early(request: gate.Visit, step: rules.Step | None, told: dict[str, str]) -> list[dict[str, str]]:
    """下一题 was pressed before an answer was chosen."""
    if step is None or request.GET.get("at") != step.situation["id"]:
        return []
    return [{"key": step.situation["id"], "sentence": "选一个答案；拿不准就选“还不确定”"}]


def _back(slug: str, told: dict[str, str]) -> str:
    """One question back, or the service page from the first."""
    if not told:
        return reverse("citizen:service", args=[slug])
    kept = dict(list(told.items())[:-1])
    return f"{reverse('citizen:guide', args=[slug])}?{urlencode(kept)}"
