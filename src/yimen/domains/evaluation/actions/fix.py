from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation.handling import locked, moved_on, note_faults, require_next
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.states import State
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Incomplete


@transaction.atomic
def fix(*, actor: Actor, follow_up: FollowUp, done: str, now: datetime) -> FollowUp:
    """整改: say what was put right about a rating that is true.

    Raises:
        Incomplete: nothing said, or too much.
        Stale: there is nothing to fix now: not verified, not true, under appeal, or fixed already.
        OwnRating: the officer is the rated one.
    """
    row = locked(actor, follow_up)
    require_next(row, State.FIXED)
    if not row.is_true or row.is_under_appeal:
        raise moved_on()
    if faults := note_faults("done", done.strip(), "写清改了什么，评价人看得到"):
        raise Incomplete(faults)
    row.state, row.done, row.fixed_at = State.FIXED, done.strip(), now
    row.save(update_fields=["state", "done", "fixed_at"])
    record(actor, "fix-follow-up", object_kind="follow-up", object_ref=row.number, at=now)
    return row
