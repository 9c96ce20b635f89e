"""The clock of a case as officers read it: both limits side by side, each day with its reason, what moves them."""

from datetime import date, datetime
from typing import Any

from yimen.domains.cases.actions.extend import may_extend
from yimen.domains.cases.clocks import rules_of
from yimen.domains.cases.day_by_day import Column, Day, Explained, State, day_by_day
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.warning import unannounced_warning
from yimen.portals.desk.desk import Desk
from yimen.portals.desk.panel import LONG, spec
from yimen.portals.desk.present import day_text

Row = dict[str, Any]


def limits(case: Case, now: datetime) -> list[Row]:
    """The ends that matter now: promised and statutory day, or by when to answer or to deliver."""
    if case.status in (Status.SUBMITTED, Status.CORRECTING):
        return [] if case.status == Status.CORRECTING else [_end("告知是否受理", case.answer_by, now)]
    rows = [_end("承诺办结", case.promised_on, now), _end("法定期限", case.statutory_on, now)]
    if case.decided_at and not case.closed_at and case.deliver_by:
        rows = [_end("送达", case.deliver_by, now)]
    return [one for one in rows if one["day"]]


def _end(label: str, day: date | None, now: datetime) -> Row:
    return {"label": label, "day": day_text(day), "late": day is not None and day < legal_day(now)}


def warning(case: Case, now: datetime) -> str:
    """Whether a year without a holiday order may still move what is told."""
    told = day_by_day(case, legal_day(now))
    return unannounced_warning(*(one for explained in told for one in explained.columns))


def explanations(case: Case, now: datetime) -> list[Row]:
    """Every clock of the case day by day, the promised and the statutory limit in one table; the one that runs now,
    or ran last, stands first."""
    today = legal_day(now)
    return [
        {
            "title": told.kind,
            "ended": day_text(told.running.ended),
            "limits": [_limit(one, told) for one in told.columns],
            "rows": [_row(day, cells, told, today) for day, cells in told.dates],
        }
        for told in reversed(day_by_day(case, today))
    ]


def _limit(column: Column, told: Explained) -> Row:
    limit, extension = column.limit, told.running.extension
    text = limit.text if extension is None or limit.promise else f"{limit.text}，延长 {extension.limit.text}"
    return {"name": column.name, "text": text, "basis": limit.basis, "ends": day_text(column.end)}


def _row(day: date, cells: tuple[Day | None, ...], told: Explained, today: date) -> Row:
    counts = (State.COUNTED, State.LATE)
    return {
        "date": day_text(day),
        "iso": day.isoformat(),
        "today": day == today,
        "off": not any(one is not None and one.state in counts for one in cells),
        "cells": [_cell(one, column) for one, column in zip(cells, told.columns, strict=True)],
    }


def _cell(one: Day | None, column: Column) -> Row:
    if one is None:
        return {"count": "", "reason": ""}
    match one.state:
        case State.COUNTED:
            count = f"第 {one.number} 日"
        case State.LATE:
            count = f"超期第 {one.number} 日"
        case _:
            count = "不计"
    return {"count": count, "reason": one.reason, "last": one.day == column.end}


def special_rows(desk: Desk) -> list[Row]:
    """Special procedures so far; an open one can be told anew and closed by whoever has the case in hand."""
    return [
        {
            "pk": one.pk,
            "kind": one.kind,
            "article": one.article,
            "done_by": one.done_by,
            "why": one.why,
            "start": day_text(one.start),
            "end": day_text(one.ended or _told_until(one)),
            "open": one.ended is None,
            "more_end": spec(desk, f"more_end.{one.pk}", "改到哪一天为止", "date"),
            "more_why": spec(desk, f"more_why.{one.pk}", "为什么改", max_length=LONG, hint="会写进告知书"),
            "result": spec(
                desk, f"result.{one.pk}", "结果", max_length=LONG, hint="做出了什么结论，或者为什么提前结束"
            ),
        }
        for one in desk.case.special_procedures.all()
    ]


def _told_until(row: Any) -> date:
    later = row.later_notices[-1]["planned_end"] if row.later_notices else ""
    return date.fromisoformat(later) if later else row.planned_end


def may_stop(desk: Desk) -> bool:
    """Whoever has an accepted case in hand may open and close special procedures, where an article allows any."""
    return (
        desk.mine
        and desk.case.status == Status.ACCEPTED
        and not desk.case.decision
        and bool(rules_of(desk.case).stops.rules)
    )


def special_form(desk: Desk) -> Row:
    """To open a special procedure: only the kinds that an article names for this matter."""
    rules = rules_of(desk.case).stops.rules
    kinds = [{"value": one.kind, "label": f"{one.kind}（{one.article}）"} for one in rules]
    return {
        "kind": spec(desk, "sp_kind", "哪一种", "select", options=kinds),
        "required_by": spec(
            desk,
            "sp_required_by",
            "为什么依法需要",
            max_length=99,
            required=False,
            hint="哪一条规定要求做；事项里已经写明的不用填",
        ),
        "why": spec(desk, "sp_why", "这件事为什么要做", max_length=LONG, hint="因为什么情况、要查明什么，会写进告知书"),
        "done_by": spec(desk, "sp_done_by", "由谁来做", max_length=99),
        "start": spec(desk, "sp_start", "从哪一天开始", "date"),
        "planned_end": spec(desk, "sp_end", "预计到哪一天为止", "date"),
    }


def extension_form(desk: Desk) -> Row | None:
    """To extend, for the post that the law names, once, while the limit runs."""
    case, rule = desk.case, rules_of(desk.case).extension
    open_now = case.status == Status.ACCEPTED and not case.decision and not hasattr(case, "extension")
    if rule is None or not open_now or not may_extend(desk.request.user, case, desk.request.now):
        return None
    return {
        "longest": rule.longest.text,
        "basis": rule.longest.basis,
        "added": spec(desk, "ex_added", "延长几个工作日", "int", start=str(rule.longest.value)),
        "reason": spec(desk, "ex_reason", "为什么在期限内办不完", max_length=LONG, hint="会写进延期告知书"),
    }
