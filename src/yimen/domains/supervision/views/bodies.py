"""How the bodies do, side by side; and one of them with its points, why, and the cases behind them."""

from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yimen.domains.cases.models import Case
from yimen.domains.supervision.access import Reach, bodies_for, body_for, findings_for, reach_of
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.performance import (
    Performance,
    Period,
    days_taken,
    decided,
    performances,
    period_at,
)
from yimen.domains.supervision.queries import page_of, place_in
from yimen.domains.supervision.states import COUNTED
from yimen.ground.accounts import gate
from yimen.ground.errors import NotFound

PAGE = 50


@gate.officer
@require_safe
def bodies(request: gate.SignedInVisit) -> HttpResponse:
    """The bodies that this officer may compare, the best first; those with too few cases stand without points."""
    reach, period = _may_compare(request)
    found = performances(list(bodies_for(reach)), period)
    shown = sorted(found, key=_order)
    page = {
        "nav": "supervision",
        "rows": [_row(one, period) for one in shown if one.cases],
        "idle": [one.body.name for one in shown if not one.cases],
        "period": period,
        "terms": period.book.meta["performance"]["terms"],
    }
    return render(request, "supervision/bodies.html", page)


@gate.officer
@require_safe
def body(request: gate.SignedInVisit, code: str) -> HttpResponse:
    """One body: its figures, its points and why, and the cases that they were counted from."""
    reach, period = _may_compare(request)
    found = body_for(reach, code)
    (one,) = performances([found], period)
    late = request.GET.get("only") == "late"
    cases = (
        decided(Q(body=found), period)
        .select_related("version")
        .only("number", "version__name", "accepted_on", "decided_at", "promised_on", "decision")
    )
    if late:
        # A day that ``decided`` annotates.
        cases = cases.filter(promised_on__isnull=False, decided_on__gt=F("promised_on"))  # type: ignore[misc]
    counted = findings_for(reach).filter(state__in=COUNTED).select_related(None).only("number", "name", "case")
    cases = cases.prefetch_related(Prefetch("findings", Finding.objects.filter(pk__in=counted), to_attr="counted"))
    page = page_of(
        cases, PAGE, after=place_in(request.GET.get("after", "")), before=place_in(request.GET.get("before", ""))
    )
    here = reverse("supervision:body", args=[code])
    only = "only=late&" if late else ""
    told = {
        "nav": "supervision",
        "one": _row(one, period),
        "body": found,
        "figures": _figures(one, period) if one.score is not None else [],
        "terms": _terms(one),
        "cases": [_case(case, period) for case in page.rows],
        "late": late,
        "here": here,
        "period": period,
        "earlier": f"{here}?{only}before={page.earlier}" if page.earlier else "",
        "later": f"{here}?{only}after={page.later}" if page.later else "",
    }
    return render(request, "supervision/body.html", told)


def _may_compare(request: gate.SignedInVisit) -> tuple[Reach, Period]:
    """Raises NotFound: the figures are none of this officer's business, or there are no rules yet."""
    reach, period = reach_of(request.user, request.now), period_at(request.now)
    if not reach.compares or period is None:
        raise NotFound("没有找到各单位绩效", "这里给监督员和单位负责人看；和您有关的监督记录在“效能监督”里。")
    return reach, period


def _order(one: Performance) -> tuple[bool, Decimal, str]:
    points = one.score.points if one.score is not None and one.score.points is not None else None
    return points is None, -(points or Decimal(0)), one.body.name


def _row(one: Performance, period: Period) -> dict[str, Any]:
    """A body as the list shows it. Beside a handful of cases every figure would speak of the officer who had them."""
    row = {"code": one.body.code, "name": one.body.name, "cases": one.cases}
    if one.score is None:
        return {**row, "few": f"办结不足 {period.fewest} 件，不打分"}
    return {
        **row,
        "points": _plain(one.score.points) if one.score.points is not None else "",
        "on_time_rate": f"{_plain(one.on_time_rate)}%" if one.on_time_rate is not None else "没有",
        "days": _plain(one.days) if one.days is not None else "没有",
        "promised": _plain(one.promised) if one.promised is not None else "没有",
        "upheld": one.upheld,
        "rating": _rating(one),
    }


def _rating(one: Performance) -> str:
    return f"{_plain(one.rating.rate)}%" if one.rating is not None and one.rating.shown else "评价太少"


def _figures(one: Performance, period: Period) -> list[dict[str, str]]:
    """The figures that the formula reads, each with what it is counted from."""
    return [
        {"label": told["label"], "value": _said(one.figures[told["name"]]), "source": told["source"]}
        for told in period.book.meta["performance"]["figures"]
    ]


def _terms(one: Performance) -> list[dict[str, Any]]:
    return [
        {"label": term.label, "points": _plain(term.points), "most": term.most, "why": term.why}
        for term in (one.score.terms if one.score else ())
    ]


def _case(case: Case, period: Period) -> dict[str, Any]:
    on = case.decided_on  # type: ignore[attr-defined]
    assert case.accepted_on is not None
    return {
        "number": case.number,
        "service": case.version.name,
        "decided": on,
        "days": days_taken(case.accepted_on, on, period.calendar),
        "promised": case.promised_on,
        "late": case.promised_on is not None and on > case.promised_on,
        "findings": case.counted,  # type: ignore[attr-defined]
    }


def _said(value: Decimal | None) -> str:
    return "没有" if value is None else _plain(value)


def _plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
