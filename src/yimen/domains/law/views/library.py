"""The legal library: anybody finds a law by its name and reads it, article by article."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.law.models import Article, Clause, Version
from yimen.domains.law.present import WHOLE, Part, Standing, about, address, parts, standing
from yimen.domains.law.queries import article_at, document_at, documents, version_at
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound

_KINDS = ("法律", "行政法规", "地方性法规", "部门规章", "规范性文件", "标准")


@gate.public
@require_safe
def index(request: gate.Visit) -> HttpResponse:
    """Every document whose text is held, by kind; those that are only cited stand below."""
    query, today = request.GET.get("q", "").strip()[:60], legal_day(request.now)
    found = [one for one in documents() if _fits(query, one.title, one.names)]
    held = [one for one in found if one.versions.all()]
    groups = []
    for kind in _KINDS:
        rows = [_row(one, version_at(one, None, today), today) for one in held if one.kind == kind]
        if rows:
            groups.append({"kind": kind, "rows": rows})
    page = {
        "nav": "law",
        "query": query,
        "groups": groups,
        "count": len(held),
        "named": [one.title for one in found if not one.versions.all()],
    }
    return render(request, "law/index.html", page)


@gate.public
@require_safe
def document(request: gate.Visit, document: str, version: int | None = None) -> HttpResponse:
    """A version of a document: whether it is in force, what is known about it, its text or one chapter of it."""
    row, told, page = _opened(request, document, version)
    headings = list(told.headings.order_by("position"))
    articles = list(told.articles.order_by("position"))
    contents = parts(headings, articles)
    shown = contents if len(told.text) <= WHOLE else [_wanted(contents, request.GET.get("part", ""))]
    wanted = {one.pk for part in shown for one in part.articles}
    clauses: dict[int, list[Clause]] = {}
    for line in Clause.objects.filter(article__version=told, article__in=wanted).order_by("pk"):
        clauses.setdefault(line.article_id, []).append(line)
    page |= {
        "about": about(told),
        "contents": contents if len(contents) > 1 else [],
        "shown": [{"part": one, "lines": [_line(line, clauses) for line in one.lines]} for one in shown],
        "whole": len(shown) == len(contents),
        "versions": [one for one in reversed(row.versions.all()) if one.pk != told.pk],
        "here": address(row.key, version),
    }
    return render(request, "law/document.html", page)


@gate.public
@require_safe
def article(request: gate.Visit, document: str, article: str, version: int | None = None) -> HttpResponse:
    """One article with its paragraphs and items, each with an anchor; the ones before and after it."""
    row, told, page = _opened(request, document, version)
    found = article_at(told, article)
    others = told.articles.order_by("position")
    page |= {
        "article": found,
        "clauses": list(found.clauses.all()),
        "before": _link(row.key, version, others.filter(position__lt=found.position).last()),
        "after": _link(row.key, version, others.filter(position__gt=found.position).first()),
        "whole": address(row.key, version),
    }
    return render(request, "law/article.html", page)


def _opened(request: gate.Visit, key: str, number: int | None) -> tuple[Any, Version, dict[str, Any]]:
    today = legal_day(request.now)
    row = document_at(key)
    told = version_at(row, number, today)
    # The rows of the list left their text out; this page counts it.
    told = Version.objects.select_related("document").prefetch_related(Prefetch("endings")).get(pk=told.pk)
    how: Standing = standing(row, next(one for one in row.versions.all() if one.pk == told.pk), today)
    return row, told, {"nav": "law", "document": row, "version": told, "standing": how}


def _fits(query: str, title: str, names: list[str]) -> bool:
    """Every word of the query stands in the title or in another name."""
    return all(any(word in name for name in (title, *names)) for word in query.split())


def _row(one: Any, version: Version, today: Any) -> dict[str, Any]:
    return {
        "href": address(one.key),
        "title": one.title,
        "label": version.label,
        "since": version.in_force_from,
        "standing": standing(one, version, today),
    }


def _wanted(contents: list[Part], key: str) -> Part:
    found = contents[0] if not key else next((one for one in contents if one.key == key), None)
    if found is None:
        raise NotFound("这部法规里没有这一章", "从目录里选一章。")
    return found


def _line(one: Any, clauses: dict[int, list[Clause]]) -> dict[str, Any]:
    if not isinstance(one, Article):
        return {"heading": one}
    return {"article": one, "address": one.place.address, "clauses": clauses.get(one.pk, [])}


def _link(key: str, version: int | None, one: Article | None) -> dict[str, str] | None:
    return {"href": address(key, version, one.place.address), "label": one.label} if one else None
