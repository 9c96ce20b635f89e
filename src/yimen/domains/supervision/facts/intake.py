from datetime import date

from yimen.domains.cases.clocks import rules_of
from yimen.domains.supervision.facts.act import Act
from yimen.domains.supervision.facts.record import Fact, Facts, day, late_days
from yimen.engines import clock
from yimen.ground.audit.models import Entry
from yimen.ground.calendar.queries import working_calendar


def intake(act: Act) -> Facts:
    """Of an answer on acceptance: how late it is, and how often a correction has been asked."""
    return {"answer_late_days": _late(act), "corrections": _corrections(act)}


def _late(act: Act) -> Fact:
    start = _counts_from(act)
    if start is None:
        return Fact(0, "在等申请人补正，告知的期限没有在算")
    limit = rules_of(act.case).answer.limit
    last = clock.last_day(clock.LegalClock(start, "收到申请材料"), limit, working_calendar()).day
    return Fact(late_days(last, act.day), f"{day(start)}收到材料，{limit.text}到{day(last)}为止；{day(act.day)}办的")


def _counts_from(act: Act) -> date | None:
    """From which day the answer was due at the moment of the act; None while the applicant had to act."""
    correction = getattr(act.case, "correction", None)
    if correction is None or correction.told_at >= act.at:
        return act.case.received_on
    if correction.supplied_at is None or correction.supplied_at > act.at:
        return None
    return correction.supplied_on  # type: ignore[no-any-return]


def _corrections(act: Act) -> Fact:
    before = Entry.objects.filter(
        object_kind="case", object_ref=act.case.number, action="request-correction", pk__lte=act.entry.pk
    )
    return Fact(before.count(), "审计记录")
