from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation.errors import OwnRating
from yimen.domains.evaluation.handling import locked, moved_on, note_faults
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.states import Finding, State
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete


@transaction.atomic
def recheck(*, actor: Actor, follow_up: FollowUp, upheld: bool | None, note: str, now: datetime) -> FollowUp:
    """复核: somebody who has not judged before decides on the appeal. Upheld, the rating counts as untrue.

    Raises:
        Incomplete: no decision or no reason.
        OwnRating: the officer verified it, filed the appeal, or is the rated one.
        Stale: no appeal is open.
    """
    row = locked(actor, follow_up)
    if row.state != State.VERIFIED or not row.is_under_appeal:
        raise moved_on()
    if int(actor.id) in (row.verified_by_id, row.appealed_by_id):
        raise OwnRating("您核实过这条差评，或者提了申诉，不能由您复核", "由本单位另一个人复核。")
    faults = [] if upheld is not None else [Fault("upheld", "选申诉成立，或者不成立")]
    faults += note_faults("note", note.strip(), "写清复核的理由，评价人看得到")
    if faults:
        raise Incomplete(faults)
    row.upheld, row.recheck = upheld, note.strip()
    row.rechecked_at, row.rechecked_by_id = now, int(actor.id)
    if upheld:
        row.finding, row.size = Finding.FALSE, ""
    row.save()
    record(
        actor,
        "recheck-finding",
        object_kind="follow-up",
        object_ref=row.number,
        at=now,
        details={"upheld": upheld, "finding": row.finding},
    )
    return row
