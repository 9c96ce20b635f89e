from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation import limits
from yimen.domains.evaluation.handling import locked, note_faults, require_next
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.states import Finding, State
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Fault, Incomplete


@transaction.atomic
def verify(
    *, actor: Actor, follow_up: FollowUp, finding: str, size: str, reached: bool | None, found: str, now: datetime
) -> FollowUp:
    """核实: call back whoever agreed to it, look into the file, and say whether it is true.

    Args:
        finding: one of ``Finding``. ``size``: simple or complex, needed when it is true; it sets the day of the answer,
            counted from the day of the rating.
        reached: whether the call got through; needed when the person left a number, ignored otherwise.
        found: what was found; the person reads it.

    Raises:
        Incomplete: something is not said. Stale: it is verified already. OwnRating: the officer is the rated one.
    """
    row = locked(actor, follow_up)
    require_next(row, State.VERIFIED)
    faults = _faults(row, finding, size, reached, found.strip())
    if faults:
        raise Incomplete(faults)
    is_true = finding == Finding.TRUE
    row.state, row.finding = State.VERIFIED, Finding(finding)
    row.size = size if is_true else ""
    row.reached = reached if row.rating.phone else None
    row.found = found.strip()
    row.verified_at, row.verified_by_id = now, int(actor.id)
    # Counted from the rating, not from the verification: who verifies late does not gain days.
    row.answer_by = limits.last_day(legal_day(row.opened_at), limits.FIX[size if is_true else limits.SIMPLE])
    row.save()
    details = {"finding": finding, "size": row.size}
    record(actor, "verify-follow-up", object_kind="follow-up", object_ref=row.number, at=now, details=details)
    return row


def _faults(row: FollowUp, finding: str, size: str, reached: bool | None, found: str) -> list[Fault]:
    faults = []
    if finding not in set(Finding):
        faults.append(Fault("finding", "选一个核实结果：属实、不属实，或者无法核实"))
    if finding == Finding.TRUE and size not in limits.FIX:
        faults.append(Fault("size", "选问题是简单还是复杂，它决定哪天前答复"))
    if row.rating.phone and reached is None:
        faults.append(Fault("reached", "选回访电话有没有打通；评价人愿意接电话"))
    return faults + note_faults("found", found, "写清查了什么、查到什么，评价人看得到")
