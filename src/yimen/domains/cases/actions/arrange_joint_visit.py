from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import TimeRefused
from yimen.domains.cases.events import JointVisitArranged
from yimen.domains.cases.handling import check_task, locked, locked_row
from yimen.domains.cases.inspections import DONE
from yimen.domains.cases.lanes import lanes_of, visited_before_decision
from yimen.domains.cases.models import Case, Inspection, JointVisit
from yimen.domains.cases.states import OPEN
from yimen.domains.cases.steps import add_step
from yimen.ground.accounts.models import Account
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import CITY, legal_day
from yimen.ground.calendar.queries import working_calendar
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.models import Task


def taking_part(parent: Case) -> list[Case]:
    """The lanes that still have to see the place before they decide."""
    return [one for one in lanes_of(parent) if one.status in OPEN and not one.decision and visited_before_decision(one)]


@transaction.atomic
def arrange_joint_visit(*, officer: Account, case: Case, task: Task, visit_at: datetime, now: datetime) -> JointVisit:
    """约定联合踏勘: all departments that must see the place come on one date; arranged anew until somebody was there.

    Args:
        case: the lane of the officer who arranges it; ``task``: the visit that this officer has in hand.

    Raises:
        TimeRefused: it lies in the past, on a day off, or after the last day of the law of a department.
        Stale: a department has written down its visit already, or the step is done.
    """
    lane = locked(case)
    check_task(lane, task, "inspect", DONE)
    if lane.parent is None:
        raise Stale("这件事只有一个部门办", "不用约别的部门，直接上门。")
    parent = locked_row(lane.parent.number)
    lanes, day = taking_part(parent), legal_day(visit_at)
    if visit_at <= now:
        raise TimeRefused("约的时间已经过了", "约一个以后的时间。")
    if not working_calendar().is_working_day(day):
        raise TimeRefused("这一天不上班", "约在工作日。")
    for one in lanes:
        if one.statutory_on is not None and day > one.statutory_on:
            raise TimeRefused(f"{one.body.name}的法定期限到 {one.statutory_on:%Y-%m-%d}", "约在这一天以前。")
    if Inspection.objects.filter(case__in=lanes).exists():
        raise Stale("有部门已经写了现场记录，不能再改时间", "刷新页面看记录。")
    row = _store(parent, lanes, officer, visit_at, now)
    bodies = "、".join(dict.fromkeys(one.body.name for one in lanes))
    for one in (parent, *lanes):
        when = f"{visit_at.astimezone(CITY):%Y-%m-%d %H:%M}"
        add_step(one, "joint-visit", by=officer.actor(now), now=now, note=f"{when}，{bodies}")
    details = {"visit_at": visit_at.isoformat(), "parts": row.parts}
    record(officer.actor(now), "arrange-joint-visit", object_kind="case", object_ref=parent.number, at=now,
           details=details)  # fmt: skip
    announce(JointVisitArranged(parent.pk, parent.number, len(row.earlier)), now=now)
    return row


def _store(parent: Case, lanes: list[Case], officer: Account, visit_at: datetime, now: datetime) -> JointVisit:
    before = JointVisit.objects.filter(case=parent).first()
    told = {
        "visit_at": visit_at,
        "parts": [one.part for one in lanes],
        "arranged_by": officer.name,
        "arranged_at": now,
        "earlier": [],
    }
    if before is not None:
        at = before.arranged_at.isoformat()
        earlier = {"visit_at": before.visit_at.isoformat(), "by": before.arranged_by, "at": at}
        told["earlier"] = [*before.earlier, earlier]
    return JointVisit.objects.update_or_create(case=parent, defaults=told)[0]
