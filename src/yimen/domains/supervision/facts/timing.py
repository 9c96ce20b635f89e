from datetime import date

from yimen.domains.cases.actions.extend import may_extend
from yimen.domains.cases.clocks import clock_of, rules_of
from yimen.domains.cases.models import SpecialProcedure
from yimen.domains.supervision.facts.act import Act
from yimen.domains.supervision.facts.record import Fact, Facts, day, late_days
from yimen.engines import clock
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.queries import working_calendar


def decided_when(act: Act) -> Facts:
    """Of a decision: how many days after the limit of the law, and after the promise."""
    rules = rules_of(act.case)
    return {
        "limit_late_days": _late(act, act.case.statutory_on, rules.statutory, "法定期限"),
        "promise_late_days": _late(act, act.case.promised_on, rules.promised, "承诺期限"),
    }


def pause(act: Act) -> Facts:
    """Of a special procedure: what it is, and the article that stops the clock for it."""
    row = _procedure(act)
    if row is None:
        return {name: Fact("", "没有找到特别程序的记录") for name in ("pause_kind", "pause_article")}
    source = f"{day(row.start)}开始的特别程序"
    return {"pause_kind": Fact(row.kind, source), "pause_article": Fact(row.article.strip(), source)}


def extension(act: Act) -> Facts:
    """Of an extension: the how-manieth it is, and whether the head approved it."""
    earlier = Entry.objects.filter(
        object_kind="case", object_ref=act.case.number, action="extend", pk__lte=act.entry.pk
    ).count()
    head = may_extend(act.officer, act.case, act.at) if act.officer is not None else False
    return {
        "extensions": Fact(earlier, "审计记录"),
        "approved_by_head": Fact(head, f"{act.entry.actor_name}当时的岗位：{act.entry.authority or '没有岗位'}"),
    }


def _late(act: Act, stored: date | None, limit: clock.Limit | None, called: str) -> Fact:
    last = stored if act.case.decided_at == act.at else _as_of(act, limit)
    if last is None:
        return Fact(None, f"没有{called}")
    return Fact(late_days(last, act.day), f"{called}到{day(last)}为止；{day(act.day)}办的")


def _as_of(act: Act, limit: clock.Limit | None) -> date | None:
    """The last day as it stood then, where the case went on after the act (sent back to be looked at again)."""
    running = clock_of(act.case)
    if running is None or limit is None:
        return None
    return clock.last_day(running, limit, working_calendar()).day


def _procedure(act: Act) -> SpecialProcedure | None:
    rows = act.case.special_procedures.order_by("-opened_at")
    if act.kind == "open-special-procedure":
        return rows.filter(opened_at=act.at).first()
    return rows.filter(opened_at__lte=act.at, kind=act.entry.details.get("kind", "")).first()
