"""Burden and freshness for everybody: pages with bars and the same figures as text, and CSV files."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.reports.burden import BurdenRow, Total, burden_rows, by_department, by_region, total
from yimen.domains.catalogue.reports.freshness import OLD_AFTER, FreshRow, fresh_rows
from yimen.domains.catalogue.reports.views.narrow import narrow
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.tables import csv_response

_BURDEN = (
    "事项", "部门", "地区", "版本", "材料", "其中不用交的", "环节", "法定天数", "承诺天数", "跑几次",
    "第一版的材料", "第一版不用交的", "第一版的环节", "第一版的法定天数", "第一版的承诺天数", "第一版跑几次",
)  # fmt: skip
_FRESH = ("事项", "部门", "地区", "版本", "发布日期", "核对日期", "离今天几天", "要看一遍", "引用的法律有变化")


@gate.public
@require_safe
def reports(request: gate.Visit) -> HttpResponse:
    rows, today = burden_rows(), legal_day(request.now)
    fresh = fresh_rows(today)
    page = {
        "all": total("", "", rows) if rows else None,
        "fresh": sum(1 for one in fresh if not one.to_look_at),
        "services": len(fresh),
    }
    return render(request, "reports/reports.html", page)


@gate.public
@require_safe
def burden(request: gate.Visit) -> HttpResponse:
    told, rows = narrow(request, burden_rows())
    departments, regions = by_department(rows), by_region(rows)
    page = {
        "narrow": told,
        "rows": rows,
        "all": total("", "", rows) if rows else None,
        "departments": _bars(departments),
        "regions": _bars(regions),
    }
    return render(request, "reports/burden.html", page)


@gate.public
@require_safe
def burden_file(request: gate.Visit) -> HttpResponse:
    _, rows = narrow(request, burden_rows())
    return csv_response("burden.csv", _BURDEN, [_burden_cells(row) for row in rows])


@gate.public
@require_safe
def freshness(request: gate.Visit) -> HttpResponse:
    told, rows = narrow(request, fresh_rows(legal_day(request.now)))
    kept = sum(1 for one in rows if not one.to_look_at)
    share = 100 * kept // len(rows) if rows else 0
    page = {"narrow": told, "rows": rows, "kept": kept, "share": share, "old_after": OLD_AFTER}
    return render(request, "reports/freshness.html", page)


@gate.public
@require_safe
def freshness_file(request: gate.Visit) -> HttpResponse:
    _, rows = narrow(request, fresh_rows(legal_day(request.now)))
    return csv_response("freshness.csv", _FRESH, [_fresh_cells(row) for row in rows])


def _bars(totals: list[Total]) -> list[dict[str, Any]]:
    """Each with the lengths of its two bars, in per cent of the longest statutory limit among them."""
    most = max([one.now.statutory or Decimal(0) for one in totals] + [one.now.promised for one in totals], default=0)
    return [
        {"total": one, "statutory": _length(one.now.statutory, most), "promised": _length(one.now.promised, most)}
        for one in totals
    ]


def _length(days: Decimal | None, most: Decimal | int) -> int:
    return int(100 * days / most) if days and most else 0


def _burden_cells(row: BurdenRow) -> list[object]:
    cells: list[object] = [row.of.name, row.of.department, row.of.region_name, row.number]
    for one in (row.now, row.before):
        cells += [one.materials, one.free, one.steps, one.statutory, one.promised, one.visits]
    return cells


def _fresh_cells(row: FreshRow) -> list[object]:
    return [
        row.of.name,
        row.of.department,
        row.of.region_name,
        row.number,
        row.published_on,
        row.checked_on,
        row.days,
        "是" if row.to_look_at else "",
        "；".join(row.changes),
    ]
