"""Finding a service: search, service page, and the way into an application."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.catalogue.queries import current_version, definition, published, search
from yimen.domains.evaluation.queries import figures
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.response import download_response
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen import service_page as told
from yimen.portals.citizen.present import guide_parts, long_day


@gate.public
@require_safe
def find(request: gate.Visit) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    hits = search(query) if query else list(published())
    closest = [] if hits else list(published()[:3])
    page = {
        "nav": "search",
        "query": query,
        "hits": [told.hit(one) for one in hits],
        "closest": [told.hit(one) for one in closest],
    }
    return render(request, "citizen/search.html", page)


@gate.public
@require_safe
def service(request: gate.Visit, slug: str) -> HttpResponse:
    version = current_version(slug)
    found = definition(version)
    step = rules.next_step(found, {})
    before, after = guide_parts(found.guide)
    to_bring, not_needed = told.materials(found)
    page = {
        "nav": "search",
        "version": version,
        "service": found,
        "checked_on": long_day(date.fromisoformat(str(found.meta["checked_on"]))),
        "meta": found.meta,
        "facts": told.facts(found, version),
        "step": step,
        "answers": rules.choices(step) if step else [],
        "needed": len(rules.materials(found, {}, legal_day(request.now))),
        "before": before,
        "after": after,
        "steps": told.steps(found.meta),
        "to_bring": to_bring,
        "not_needed": not_needed,
        "limits": told.limits(found.meta),
        "pauses": told.pauses(found.meta),
        "correction": told.correction_words(found.meta),
        "results": told.results(found.meta),
        "channels": told.channels(found.meta),
        "figure": figures(version.item.slug, now=request.now),
    }
    return render(request, "citizen/service.html", page)


@gate.public
@require_safe
def blank(request: gate.Visit, slug: str, name: str) -> HttpResponse:
    """A blank form or sample of a service, to download (行政许可法 29: forms are given free)."""
    content = definition(current_version(slug)).files.get(f"materials/{name}")
    if content is None:
        return render(request, "404.html", status=404)
    return download_response(name, content)


@gate.citizen
@require_POST
def start(request: gate.CitizenVisit, slug: str) -> HttpResponse:
    version = current_version(slug)
    case = start_draft(
        actor=request.user.actor(request.now),
        person=request.person,
        account=request.user,
        version=version,
        told=rules.answers_told(definition(version), request.POST),
        now=request.now,
    )
    return redirect("cases:hub", number=case.number)


@gate.citizen
@require_safe
def begin(request: gate.Visit, slug: str) -> HttpResponse:
    """After signing in on the way to an application: one button, so that a link alone never writes anything."""
    version = current_version(slug)
    found = definition(version)
    page = {
        "nav": "search",
        "version": version,
        "told": rules.read_told(found, request.GET),
        "parts": len(found.form.sections),
        "minutes": sum(part.minutes for part in found.form.sections),
    }
    return render(request, "citizen/begin.html", page)
