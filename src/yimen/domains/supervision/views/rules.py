"""The rules as every officer may read them: whoever is watched knows by what."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.supervision.models import Rulebook
from yimen.domains.supervision.rulebooks import definition, rulebook_on
from yimen.domains.supervision.states import SEVERITY_WORDS, Severity
from yimen.engines.service import rulebook as engine
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound


@gate.officer
@require_safe
def rules(request: gate.SignedInVisit) -> HttpResponse:
    """The rulebook in force today, table by table, and what is published for later."""
    today = legal_day(request.now)
    book = rulebook_on(today)
    if book is None:
        raise NotFound("现在没有监督规则在用", "发布了规则，会出现在这里。")
    told = definition(book)
    page = {
        "nav": "supervision",
        "book": book,
        "meta": told.meta,
        "tables": _tables(told),
        "later": Rulebook.objects.filter(in_force_from__gt=today).defer("files").order_by("in_force_from"),
    }
    return render(request, "supervision/rules.html", page)


def _tables(book: engine.Rulebook) -> list[dict[str, Any]]:
    labels = {one["name"]: one["label"] for one in book.meta["facts"]}
    return [
        {
            "name": table["name"],
            "rows": [
                {
                    "id": rule.rule,
                    "name": rule.name,
                    "sentence": rule.sentence,
                    "basis": rule.basis,
                    "severity": SEVERITY_WORDS[Severity(rule.severity)],
                    "reads": "、".join(labels[name] for name in rule.reads if name != "act"),
                }
                for rule in engine.rules_of(book)
                if rule.table == table["id"]
            ],
        }
        for table in book.meta["tables"]
    ]
