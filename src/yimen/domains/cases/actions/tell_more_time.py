from datetime import date, datetime

from django.db import transaction

from yimen.domains.cases.clocks import clock_of, set_days
from yimen.domains.cases.errors import TimeRefused
from yimen.domains.cases.events import SpecialProcedureProlonged
from yimen.domains.cases.handling import checked_text, locked
from yimen.domains.cases.models import Case, SpecialProcedure
from yimen.domains.cases.papers.timing import tell_special_procedure
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.reschedule import reschedule


@transaction.atomic
def tell_more_time(*, actor: Actor, case: Case, procedure: int, planned_end: date, why: str, now: datetime) -> None:
    """A further written notice: the special procedure takes longer, or less, than told (行政许可法 45).

    Raises:
        TimeRefused: the time told before has run out; the clock runs again. Stale: it is closed already.
    """
    case = locked(case)
    row = SpecialProcedure.objects.filter(case=case, pk=procedure, ended=None).first()
    running = clock_of(case)
    if row is None or running is None:
        raise Stale("这个特别程序刚刚已经结束", "刷新页面看最新的期限。")
    told = checked_text(
        why, missing="没有写为什么要改时间", advice="写清为什么比原来告知的更久或者更快，会写进告知书。"
    )
    today = legal_day(now)
    if planned_end < today:
        raise TimeRefused("新的时间不能早于今天", "已经做完的，直接登记结束。")
    try:
        clock.tell_more_time(running, row.kind, given_on=today, planned_end=planned_end)
    except clock.ClockError as error:
        raise TimeRefused(str(error)) from error
    row.later_notices = [
        *row.later_notices,
        {"given_on": today.isoformat(), "planned_end": planned_end.isoformat(), "why": told},
    ]
    row.save(update_fields=["later_notices"])
    case.save(update_fields=set_days(case, now))
    tell_special_procedure(case, row, now)
    add_step(case, "special-procedure-told", by=actor, now=now, note=f"{row.kind}改到 {planned_end:%Y-%m-%d} 为止")
    record(actor, "tell-more-time", object_kind="case", object_ref=case.number, at=now, details={"kind": row.kind})
    announce(
        SpecialProcedureProlonged(case.pk, case.number, row.pk, planned_end.isoformat(), len(row.later_notices)),
        now=now,
    )
    reschedule(kind="case", reference=case.number, now=now)
