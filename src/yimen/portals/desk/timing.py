"""The clock of a case as officers read it: both limits side by side, each day with its reason, what moves them."""

from datetime import date, datetime
from typing import Any

from yimen.domains.cases.actions.extend import may_extend
from yimen.domains.cases.clocks import clock_of, delivery_clock_of, intake_of, rules_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.engines import clock
from yimen.engines.clock import DayLine, LegalClock, Limit, WorkingCalendar
from yimen.ground.calendar.moment import legal_day
from yimen.ground.calendar.queries import working_calendar
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


def warning(case: Case) -> str:
    """Whether a year without a holiday order may still move what is told."""
    calendar = working_calendar()
    return unannounced_warning(*(clock.last_day(one, limit, calendar) for _, one, limit in _clocks(case)))


def explanations(case: Case, now: datetime) -> list[Row]:
    """Every clock of the case, the latest first, day by day, the promised and the statutory limit in one table."""
    calendar, today = working_calendar(), legal_day(now)
    tables: dict[str, Row] = {}
    for title, running, limit in _clocks(case):
        table = tables.setdefault(title, {"title": title, "limits": [], "days": {}, "ended": day_text(running.ended)})
        lines = clock.explain(running, limit, calendar)
        table["limits"].append(_limit(running, limit, calendar))
        for line in lines:
            table["days"].setdefault(line.day, {})[len(table["limits"]) - 1] = line
    # The one that runs now, or ran last, stands first.
    return [{**table, "rows": _rows(table, today)} for table in reversed(tables.values())]


def _limit(running: LegalClock, limit: Limit, calendar: WorkingCalendar) -> Row:
    end = clock.last_day(running, limit, calendar)
    words = "承诺期限" if limit.promise else "法定期限"
    extended = running.extension is not None and not limit.promise
    text = f"{limit.text}，延长 {running.extension.limit.text}" if extended and running.extension else limit.text
    return {"name": words, "text": text, "basis": limit.basis, "ends": day_text(end.day), "last": end.day}


def _rows(table: Row, today: date) -> list[Row]:
    return [
        {
            "date": day_text(day),
            "iso": day.isoformat(),
            "today": day == today,
            "off": not any(line.counted for line in lines.values()),
            "cells": [_cell(lines.get(at), table["limits"][at]) for at in range(len(table["limits"]))],
        }
        for day, lines in sorted(table["days"].items())
    ]


def _cell(line: DayLine | None, limit: Row) -> Row:
    if line is None:
        return {"count": "", "reason": ""}
    return {
        "count": f"第 {line.number} 日" if line.counted else "不计",
        "reason": line.reason,
        "counted": line.counted,
        "last": line.day == limit["last"],
    }


def _clocks(case: Case) -> list[tuple[str, LegalClock, Limit]]:
    rules, found = rules_of(case), []
    if case.received_on is not None:
        intake = intake_of(case)
        if intake.told_on is None or intake.corrected_on is not None:
            answered = LegalClock(intake.counts_from, "收到申请材料", ended=case.accepted_on)
            found.append(("告知是否受理", answered, rules.answer.limit))
    if (decision := clock_of(case)) is not None:
        found.append(("作出决定", decision, rules.promised))
        if rules.statutory is not None:
            found.append(("作出决定", decision, rules.statutory))
    if (delivery := delivery_clock_of(case)) is not None and rules.deliver is not None:
        found.append(("送达", delivery, rules.deliver))
    return found


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
