"""The page of a service, and the way into an application."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition, version_at, whole_of
from yimen.domains.catalogue.reports.actions.count_download import count_download
from yimen.domains.evaluation.queries import Figures
from yimen.domains.law.queries import Linker
from yimen.domains.powers.queries import power_numbered
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.response import download_response
from yimen.portals.citizen import guide as rules
from yimen.portals.citizen import service_page as told
from yimen.portals.citizen.beside import state_of
from yimen.portals.citizen.figures import figure as figure_of
from yimen.portals.citizen.figures import took as took_of
from yimen.portals.citizen.present import guide_of, long_day
from yimen.portals.citizen.views.guide import control_of
from yimen.ui.kept import kept_page


@gate.public
@require_safe
def service(request: gate.Visit, slug: str) -> HttpResponse:
    version = version_at(slug)
    whole = whole_of(version)
    today, took, figure = legal_day(request.now), took_of(version), figure_of(version, request.now)
    library, power = state_of(version)
    about = (version.pk, version.fingerprint, whole and whole.pk, today, took, figure, library, power)

    def page() -> dict[str, Any]:
        return {
            **_service(version, today, took, figure),
            "whole": whole,
            "laws": Linker(definition(version).meta, library),
            "power": power_numbered(power) if power else None,
        }

    return kept_page(request, "citizen/service.html", about, page)


def _service(version: Version, today: date, took: str, figure: Figures) -> dict[str, Any]:
    """Everything on the page of a service: nothing of it depends on who looks."""
    found = definition(version)
    step = None if found.guide_only else rules.next_step(found, {}, today)
    before, after = guide_of(found)
    to_bring, not_needed = told.materials(found)
    return {
        "nav": "search",
        "version": version,
        "service": found,
        "checked_on": long_day(date.fromisoformat(str(found.meta["checked_on"]))),
        "places": told.places(found),
        "meta": found.meta,
        "facts": told.facts(found, took),
        "badges": told.badges(found),
        "step": step,
        "answers": rules.choices(step) if step else [],
        "control": control_of(step) if step and step.is_number else None,
        "needed": 0 if found.guide_only else len(rules.materials(found, {}, today)),
        "before": before,
        "after": after,
        "steps": told.steps(found.meta),
        "to_bring": to_bring,
        "not_needed": not_needed,
        "limits": told.limits(found.meta),
        "pauses": told.pauses(found.meta),
        "correction": told.correction_words(found.meta),
        "parts": told.parts(found),
        "in_turn": told.in_turn(found),
        "results": told.results(found),
        "channels": told.channels(found.meta),
        "figure": figure,
    }


@gate.public
@require_safe
def blank(request: gate.Visit, slug: str, name: str) -> HttpResponse:
    """A blank form or sample of a service, to download (行政许可法 29: forms are given free)."""
    content = definition(version_at(slug)).files.get(f"materials/{name}")
    if content is None:
        return render(request, "404.html", status=404)
    if request.method == "GET":
        count_download(slug=slug, name=name, day=legal_day(request.now))
    return download_response(name, content)


@gate.citizen
@require_POST
def start(request: gate.CitizenVisit, slug: str) -> HttpResponse:
    version = version_at(slug)
    case = start_draft(
        actor=request.user.actor(request.now),
        person=request.person,
        account=request.user,
        version=version,
        told=rules.answers_told(definition(version), request.POST, legal_day(request.now)),
        now=request.now,
    )
    return redirect("cases:hub", number=case.number)


@gate.citizen
@require_safe
def begin(request: gate.Visit, slug: str) -> HttpResponse:
    """After signing in on the way to an application: one button, so that a link alone never writes anything."""
    version = version_at(slug)
    found = definition(version)
    if found.guide_only:
        return redirect("citizen:service", slug=slug)
    page = {
        "nav": "search",
        "version": version,
        "told": rules.read_told(found, request.GET, legal_day(request.now)),
        "parts": len(found.form.sections),
        "minutes": sum(part.minutes for part in found.form.sections),
    }
    return render(request, "citizen/begin.html", page)
