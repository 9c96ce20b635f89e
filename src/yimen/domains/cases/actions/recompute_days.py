from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from yimen.domains.cases.actions.request_correction import supply_by
from yimen.domains.cases.clocks import set_days
from yimen.domains.cases.events import DueDayMoved
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import OPEN, Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import CITY
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.move_timer import move_timer
from yimen.ground.processes.actions.reschedule import reschedule

WHAT = {
    "answer_by": "告知是否受理的日子",
    "promised_on": "承诺办结的日子",
    "statutory_on": "法定期限届满的日子",
    "deliver_by": "送达的日子",
}


@transaction.atomic
def recompute_days(*, case: Case, now: datetime) -> list[str]:
    """The calendar has changed: compute the days of an open case anew; who was told another day is told the new one.

    Returns the names of the days that moved.
    """
    case = locked_row(case.number)
    delivering = case.status in (Status.GRANTED, Status.REFUSED) and case.closed_at is None
    if case.status not in OPEN and not delivering:
        return []
    _move_aim(case)
    if case.status == Status.CORRECTING:
        # It waits for the applicant: no day of ours runs.
        return []
    before = {name: getattr(case, name) for name in WHAT}
    moved = [name for name in set_days(case, now) if before[name] is not None and getattr(case, name) is not None]
    if not moved:
        return []
    case.save(update_fields=moved)
    for name in moved:
        after = getattr(case, name)
        text = f"{WHAT[name]}从 {before[name]:%Y-%m-%d} 改到 {after:%Y-%m-%d}：放假安排有变动"
        add_step(case, "day-moved", by=SYSTEM, now=now, note=text)
        told = (before[name].isoformat(), after.isoformat(), now.isoformat())
        announce(DueDayMoved(case.pk, case.number, name, *told), now=now)
    record(SYSTEM, "recompute-days", object_kind="case", object_ref=case.number, at=now, details={"moved": moved})
    reschedule(kind="case", reference=case.number, now=now)
    return moved


def _move_aim(case: Case) -> None:
    """The day that a correction aims at is a working day too."""
    correction = getattr(case, "correction", None)
    if correction is None or correction.supplied_on is not None or correction.supply_by is None:
        return
    before, after = correction.supply_by, supply_by(case, correction.told_on)
    if after is None or after == before:
        return
    correction.supply_by = after
    correction.save(update_fields=["supply_by"])
    move_timer(kind="case", reference=case.number, was=_rings(before), becomes=_rings(after))


def _rings(last: date) -> datetime:
    """The applicant's last day ends at 24:00 in the city."""
    return datetime.combine(last + timedelta(days=1), time(0), tzinfo=CITY).astimezone(UTC)
