from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.queries import current_version, definition
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.portals.citizen import guide as rules


@gate.public
@require_safe
def guide(request: gate.Visit, slug: str) -> HttpResponse:
    """One question, or the sheet that follows from all answers. Everything stands in the address."""
    version = current_version(slug)
    service = definition(version)
    told = rules.read_told(service, request.GET)
    step = rules.next_step(service, told)
    needed = rules.materials(service, told, legal_day(request.now))
    page = {
        "nav": "search",
        "version": version,
        "meta": service.meta,
        "told": told,
        "step": step,
        "answers": _answers(step) if step else [],
        "asked_too_early": request.GET.get("go") == "1" and step is not None and step.situation["id"] not in told,
        "materials": needed,
        "sheet": rules.advice(service, told),
        "back": _back(slug, told),
        "begin": f"{reverse('citizen:begin', args=[slug])}?{urlencode(told)}",
    }
    return render(request, "citizen/guide.html", page)


def _answers(step: rules.Step) -> list[dict[str, str]]:
    found = [
        {
            "value": str(one["value"]).lower() if isinstance(one["value"], bool) else str(one["value"]),
            "label": one["label"],
        }
        for one in step.situation["answers"]
    ]
    return [*found, {"value": rules.UNSURE, "label": "还不确定"}]


def _back(slug: str, told: dict[str, str]) -> str:
    """One question back, or the service page from the first."""
    if not told:
        return reverse("citizen:service", args=[slug])
    kept = dict(list(told.items())[:-1])
    return f"{reverse('citizen:guide', args=[slug])}?{urlencode(kept)}"
