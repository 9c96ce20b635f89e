from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation.events import FollowUpClosed
from yimen.domains.evaluation.handling import locked, moved_on, note_faults, require_next
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.states import State, Way
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete
from yimen.ground.outbox.announce import announce


@transaction.atomic
def tell_back(*, actor: Actor, follow_up: FollowUp, way: str, answer: str, now: datetime) -> FollowUp:
    """答复: the person learns what came of it; on the rating page in any case, by telephone where one was left.

    Raises:
        Incomplete: no way, no answer, or a call to somebody who left no number.
        Stale: what is true has not been fixed, an appeal is open, or the person has been told already.
        OwnRating: the officer is the rated one.
    """
    row = locked(actor, follow_up)
    require_next(row, State.TOLD)
    if row.state == State.VERIFIED and (row.is_true or row.is_under_appeal):
        raise moved_on()
    faults = [] if _possible(row, way) else [Fault("way", "选怎样答复；评价人没有留电话的，在评价页面上答复")]
    faults += note_faults("answer", answer.strip(), "写清给评价人的答复")
    if faults:
        raise Incomplete(faults)
    row.state, row.answer, row.told_by_way, row.closed_at = State.TOLD, answer.strip(), way, now
    row.save(update_fields=["state", "answer", "told_by_way", "closed_at"])
    record(actor, "tell-back", object_kind="follow-up", object_ref=row.number, at=now, details={"way": way})
    number = row.rating.case.number if row.rating.case else ""
    announce(FollowUpClosed(row.number, number, State.TOLD), now=now)
    return row


def _possible(row: FollowUp, way: str) -> bool:
    return way == Way.PAGE or (way == Way.PHONE and bool(row.rating.phone))
