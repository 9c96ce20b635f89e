"""For those who edit the catalogue: what services still lack, and which forms people download."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimen.domains.catalogue.reports.lacking import DownloadRow, download_rows, lack_rows
from yimen.domains.catalogue.reports.views.narrow import narrow
from yimen.engines.service.quality import LACKS
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.tables import csv_response

PERIOD = 90


@gate.officer
@require_safe
def lacks(request: gate.SignedInVisit) -> HttpResponse:
    told, rows = narrow(request, lack_rows())
    kinds = [
        {"name": name, "services": sum(1 for one in rows if kind in one.lacks)} for kind, (name, _) in LACKS.items()
    ]
    page = {"nav": "lacks", "narrow": told, "rows": rows, "kinds": [one for one in kinds if one["services"]]}
    return render(request, "reports/lacks.html", page)


@gate.officer
@require_safe
def lacks_file(request: gate.SignedInVisit) -> HttpResponse:
    _, rows = narrow(request, lack_rows())
    lines = [
        (one.of.name, one.of.department, one.of.region_name, name, "、".join(where))
        for one in rows
        for name, where in one.told
    ]
    return csv_response("lacks.csv", ("事项", "部门", "地区", "缺什么", "在哪里"), lines)


@gate.officer
@require_safe
def downloads(request: gate.SignedInVisit) -> HttpResponse:
    told, rows = narrow(request, _downloads(request))
    page = {
        "nav": "lacks",
        "narrow": told,
        "rows": rows,
        "most": max((one.count for one in rows), default=0),
        "period": PERIOD,
    }
    return render(request, "reports/downloads.html", page)


@gate.officer
@require_safe
def downloads_file(request: gate.SignedInVisit) -> HttpResponse:
    _, rows = narrow(request, _downloads(request))
    lines = [(one.of.name, one.of.department, one.of.region_name, one.file, one.count) for one in rows]
    return csv_response("downloads.csv", ("事项", "部门", "地区", "文件", "下载次数"), lines)


def _downloads(request: gate.SignedInVisit) -> list[DownloadRow]:
    today = legal_day(request.now)
    return download_rows(today - timedelta(days=PERIOD - 1), today)
