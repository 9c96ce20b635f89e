from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.queries import definition, version_at
from yimen.engines.service import Service
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen.service_page import papers_out
from yimen.ui.fields import Control, present


@gate.public
@require_safe
def guide(request: gate.Visit, slug: str) -> HttpResponse:
    """One question, or the sheet that follows from all answers. Everything stands in the address."""
    version = version_at(slug)
    service = definition(version)
    if service.guide_only:
        # It has no questions: everything stands on its page.
        return redirect("citizen:service", slug=slug)
    today = legal_day(request.now)
    told = rules.read_told(service, request.GET, today)
    step = rules.next_step(service, told, today)
    needed = rules.materials(service, told, today)
    parts = rules.parts(service, told, today)
    wrong = _wrong(request, service, step)
    deciding = [one.service for one in parts] or [service]
    page = {
        "nav": "search",
        "version": version,
        "meta": service.meta,
        "told": told,
        "step": step,
        "answers": rules.choices(step) if step else [],
        "control": control_of(step, request.GET.get(step.situation["id"], ""), wrong) if step else None,
        "errors": [{"key": step.situation["id"], "sentence": wrong}] if step and wrong else [],
        "materials": needed,
        "to_bring": [one for one in needed if one["obtain"] in rules.BROUGHT],
        "parts": parts,
        "results": papers_out(deciding),
        "refusals": [one for by in deciding for one in by.meta["refusals"]],
        "sheet": rules.advice(service, told, today),
        "back": _back(slug, told),
        "begin": f"{reverse('citizen:begin', args=[slug])}?{urlencode(told)}",
    }
    return render(request, "citizen/guide.html", page)


def _wrong(request: gate.Visit, service: Service, step: rules.Step | None) -> str:
    """What to say when 下一题 was pressed on this question and it was not answered, or in no way that can be read."""
    if step is None or request.GET.get("at") != step.situation["id"]:
        return ""
    return rules.failure_of(service, step, request.GET, legal_day(request.now))


def control_of(step: rules.Step, typed: str = "", failure: str = "") -> Control:
    """The input of a number with its unit, with what was typed in it; of other questions it is not shown."""
    asked = step.situation
    spec = {"key": asked["id"], "type": "decimal", "label": asked["question"], "hint": asked.get("hint", "")}
    return present({**spec, "unit": step.unit, "value": typed, "failure": failure})


def _back(slug: str, told: dict[str, str]) -> str:
    """One question back, or the service page from the first."""
    if not told:
        return reverse("citizen:service", args=[slug])
    kept = dict(list(told.items())[:-1])
    return f"{reverse('citizen:guide', args=[slug])}?{urlencode(kept)}"
