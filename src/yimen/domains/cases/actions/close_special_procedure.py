from datetime import datetime

from django.db import transaction

from yimen.domains.cases.clocks import clock_of, set_days
from yimen.domains.cases.errors import TimeRefused
from yimen.domains.cases.events import SpecialProcedureClosed
from yimen.domains.cases.handling import checked_text, locked
from yimen.domains.cases.models import Case, SpecialProcedure
from yimen.domains.cases.steps import add_step
from yimen.engines import clock
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.reschedule import reschedule


@transaction.atomic
def close_special_procedure(*, actor: Actor, case: Case, procedure: int, result: str, now: datetime) -> None:
    """The procedure has ended: today is the last day that is not counted, unless the told time ran out earlier.

    Raises:
        ReasonMissing: nothing is said about what came out. Stale: it is closed already.
        TimeRefused: it has not begun yet.
    """
    case = locked(case)
    row = SpecialProcedure.objects.filter(case=case, pk=procedure, ended=None).first()
    running = clock_of(case)
    if row is None or running is None:
        raise Stale("这个特别程序刚刚已经结束", "刷新页面看最新的期限。")
    told = checked_text(result, missing="没有写结果", advice="写清做出了什么结论，或者为什么提前结束。")
    try:
        clock.close_stop(running, row.kind, legal_day(now))
    except clock.ClockError as error:
        raise TimeRefused(str(error)) from error
    row.ended = legal_day(now)
    row.save(update_fields=["ended"])
    case.save(update_fields=set_days(case, now))
    add_step(case, "special-procedure-closed", by=actor, now=now, note=f"{row.kind}：{told}")
    record(
        actor, "close-special-procedure", object_kind="case", object_ref=case.number, at=now, details={"kind": row.kind}
    )
    announce(SpecialProcedureClosed(case.pk, case.number, row.pk), now=now)
    reschedule(kind="case", reference=case.number, now=now)
