"""What services cost people, how fresh they are, what they lack, which forms are wanted: as the reports say it."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from yimen.domains.catalogue.reports import burden, freshness, lacking
from yimen.domains.catalogue.reports.rows import Of, narrowed
from yimen.ground.accounts import gate
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Fault
from yimen.portals.api import shapes
from yimen.portals.api.errors import BadParameters

router = Router(tags=["报告"])
_DEPARTMENT = Query("", max_length=100, description="只要这个部门的")
_REGION = Query("", max_length=12, description="只要这个地区的，写代码")
_SINCE = Query(None, description="从哪一天；不写是三十天以前")
_UNTIL = Query(None, description="到哪一天；不写是今天")
_LONGEST, _YEARS = timedelta(days=366), range(2000, 3000)


@router.get(
    "/reports/burden",
    response=shapes.BurdenReport,
    url_name="burden",
    operation_id="burden",
    summary="办事负担，现在和第一版",
)
def burden_report(request: HttpRequest, department: str = _DEPARTMENT, region: str = _REGION) -> Any:
    rows = narrowed(burden.burden_rows(), department, region)
    return {
        "items": [
            {**_of(row.of), "version": row.number, "now": asdict(row.now), "before": asdict(row.before)} for row in rows
        ]
    }


@router.get(
    "/reports/freshness",
    response=shapes.FreshReport,
    url_name="freshness",
    operation_id="freshness",
    summary="多久没核对、引用的法律变了没有",
)
def freshness_report(request: gate.Visit, department: str = _DEPARTMENT, region: str = _REGION) -> Any:
    rows = narrowed(freshness.fresh_rows(legal_day(request.now)), department, region)
    return {
        "items": [
            {
                **_of(row.of),
                "version": row.number,
                "checked_on": row.checked_on,
                "days": row.days,
                "changes": list(row.changes),
                "to_look_at": row.to_look_at,
            }
            for row in rows
        ]
    }


@router.get(
    "/reports/lacks",
    response=shapes.LackReport,
    url_name="lacks",
    operation_id="lacks",
    summary="事项缺空白表、样张、常见问题的",
)
def lacks_report(request: HttpRequest, department: str = _DEPARTMENT, region: str = _REGION) -> Any:
    rows = narrowed(lacking.lack_rows(), department, region)
    return {"items": [{**_of(row.of), "lacks": dict(row.told)} for row in rows]}


@router.get(
    "/reports/downloads",
    response=shapes.DownloadReport,
    url_name="downloads",
    operation_id="downloads",
    summary="空白表和样张下载了多少次",
)
def downloads_report(request: gate.Visit, since: date | None = _SINCE, until: date | None = _UNTIL) -> Any:
    last = until or legal_day(request.now)
    if last.year not in _YEARS:
        raise BadParameters([Fault("until", f"写 {_YEARS.start} 年以后的日子")])
    first = since or last - timedelta(days=30)
    if not timedelta(0) <= last - first <= _LONGEST:
        raise BadParameters([Fault("since", "要在 until 那一天或者以前，最多往前一年")])
    rows = lacking.download_rows(first, last)
    found = [{"slug": row.of.slug, "name": row.of.name, "file": row.file, "count": row.count} for row in rows]
    return {"since": first, "until": last, "items": found}


def _of(of: Of) -> dict[str, str]:
    return {"slug": of.slug, "name": of.name, "department": of.department, "region": of.region}
