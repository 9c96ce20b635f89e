"""Where the process of a case is, drawn and told; and how each process does as a whole."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import all_current, definition_by_key, version_of, versions_of
from yimen.engines import bpmn
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound
from yimen.ground.processes.queries import instance_of
from yimen.ground.processes.watching import words
from yimen.ground.processes.watching.figures import FEWEST, Load, figures, loads
from yimen.ground.processes.watching.read import watched
from yimen.portals.desk.desk import desk_of, note_reading
from yimen.portals.desk.present import light, moment_text, who_applies
from yimen.portals.desk.watching import (
    FIGURE_LEGEND,
    LEGEND,
    ahead,
    figure_rows,
    here_rows,
    late_rows,
    line_rows,
    step_rows,
)

_XML = "application/xml; charset=utf-8"
_NO_PROCESS = ("这件事没有流程可看", "草稿还没有开始办；提交以后才有。")


@gate.officer
@require_safe
def process(request: gate.SignedInVisit, number: str) -> HttpResponse:
    """Every element that the case has come to: since when, until when, who; drawn from the version it runs on."""
    desk = desk_of(request, number)
    instance = instance_of("case", desk.case.number)
    if instance is None:
        raise NotFound(*_NO_PROCESS)
    note_reading(request, desk, "read-process")
    found = watched(instance, definition_by_key(instance.definition).process)
    slug, _, version = instance.definition.rpartition("@")
    state, said = light(desk.case, request.now)
    now, rows = here_rows(found, request.now, reasons=desk.works_here), step_rows(found, request.now)
    if not desk.works_here:
        # As on the case's own page: what was decided, and by whom, is for those who work on it.
        rows = [one for one in rows if one["now"]]
    ended = instance.ended_at
    page = {
        "nav": "desk",
        "case": desk.case,
        "applicant": who_applies(desk.case),
        "light_state": state,
        "light_words": said,
        "now": now,
        "stopped": moment_text(instance.stopped_at) if instance.stopped_at and ended is None else "",
        "stopped_reason": instance.stopped_reason if desk.works_here else "",
        "over": "流程已经走完",
        "started": moment_text(instance.started_at),
        "ended": moment_text(ended) if ended else "",
        "whole": words.spaced(words.length(ended - instance.started_at)) if ended else "",
        "rows": rows,
        "whole_story": desk.works_here,
        "ahead": ahead(found) if desk.works_here else [],
        "lines": line_rows(found) if desk.works_here else [],
        "legend": LEGEND,
        "bpmn": reverse("desk:bpmn", args=[slug, version]),
        "first": next((one["node"] for one in rows if one["now"]), rows[-1]["node"] if rows else ""),
        "label": f"{desk.case.version.name}的流程图",
        "slug": slug,
    }
    return render(request, "desk/process.html", page)


@gate.officer
@require_safe
def processes(request: gate.SignedInVisit) -> HttpResponse:
    """Every process: how many cases are in it now, how many of them late or failed."""
    today = legal_day(request.now)
    told: dict[str, Load] = {}
    for key, one in loads(today).items():
        slug = key.rpartition("@")[0]
        sum_ = told.get(slug, Load())
        told[slug] = Load(sum_.running + one.running, sum_.late + one.late, sum_.failed + one.failed)
    rows = [(one, told.get(one.item.slug, Load())) for one in all_current()]
    rows.sort(key=lambda row: (-row[1].late, -row[1].failed, -row[1].running, row[0].name))
    page = {"nav": "processes", "rows": [{"version": version, "load": load} for version, load in rows]}
    return render(request, "desk/processes.html", page)


@gate.officer
@require_safe
def process_figures(request: gate.SignedInVisit, slug: str) -> HttpResponse:
    """One process: who waits where, how long its steps take, where it is late; all versions, or the one asked for."""
    versions = versions_of(slug)
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == asked), None)
    drawn, of = shown or versions[-1], [shown] if shown else versions
    found = figures([one.key for one in of], legal_day(request.now))
    nodes = _nodes([*of, drawn])
    known = frozenset(definition_by_key(drawn.key).process.nodes)
    rows = figure_rows(found, nodes.values(), known, request.now)
    most = max(rows, key=lambda one: (one["late"], one["waiting"]), default={"node": ""})
    page = {
        "nav": "processes",
        "version": drawn,
        "versions": versions if len(versions) > 1 else [],
        "shown": shown,
        "found": found,
        "rows": rows,
        "late": late_rows(rows),
        "fewest": FEWEST,
        "legend": FIGURE_LEGEND,
        "bpmn": reverse("desk:bpmn", args=[slug, drawn.number]),
        "first": most["node"],
        "label": f"{drawn.name}的流程图",
    }
    return render(request, "desk/process_figures.html", page)


@gate.officer
@require_safe
def drawing(request: gate.SignedInVisit, slug: str, version: int) -> HttpResponse:
    """The BPMN file of one version; a version never changes, so the reader's own browser may keep it."""
    found = definition_by_key(version_of(slug, version).key)
    answer = HttpResponse(found.files["process.bpmn"], content_type=_XML)
    patch_cache_control(answer, private=True, max_age=86400)
    return answer


def _nodes(versions: list[Version]) -> dict[str, Any]:
    """The elements of all these versions, those of the last one first and in its order."""
    nodes: dict[str, bpmn.Node] = {}
    for one in reversed(versions):
        for node in definition_by_key(one.key).process.nodes.values():
            nodes.setdefault(node.id, node)
    return nodes
