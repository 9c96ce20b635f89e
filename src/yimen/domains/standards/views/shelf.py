"""The library of standards for everybody: what is in force, each version, each table to download."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.standards.models import Standard
from yimen.domains.standards.queries import definition, in_force, version_shown, versions_of
from yimen.engines.service.standards import KINDS, tables_of
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound
from yimen.ground.files.tables import csv_response


@gate.public
@require_safe
def standards(request: gate.Visit) -> HttpResponse:
    found = in_force(legal_day(request.now))
    kinds = [
        {"name": KINDS[kind], "rows": [{"row": one, "meta": definition(one).meta} for one in rows]}
        for kind, rows in groupby(found, key=lambda one: one.kind)
    ]
    return render(request, "standards/standards.html", {"kinds": kinds})


@gate.public
@require_safe
def standard(request: gate.Visit, slug: str) -> HttpResponse:
    return _page(request, version_shown(slug, legal_day(request.now)))


@gate.public
@require_safe
def version(request: gate.Visit, slug: str, number: int) -> HttpResponse:
    return _page(request, version_shown(slug, legal_day(request.now), number))


@gate.public
@require_safe
def table(request: gate.Visit, slug: str, number: int, table: str) -> HttpResponse:
    """One table of a version as CSV."""
    found = tables_of(definition(version_shown(slug, legal_day(request.now), number)))
    for one in found:
        if one.id == table:
            return csv_response(f"{slug}-{number}-{one.id}.csv", one.columns, one.rows)
    raise NotFound("没有找到这张表", "看看这个标准有哪些表。")


def _page(request: gate.Visit, found: Standard) -> HttpResponse:
    told = definition(found)
    standing = {one.pk for one in in_force(legal_day(request.now))}
    page = {
        "standard": found,
        "kind": KINDS[found.kind],
        "meta": told.meta,
        "stands": found.pk in standing,
        "tables": tables_of(told),
        "versions": [{"row": one, "stands": one.pk in standing} for one in versions_of(found.slug)],
    }
    return render(request, "standards/standard.html", page)
