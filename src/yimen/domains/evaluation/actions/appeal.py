from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation.access import handlers_at
from yimen.domains.evaluation.handling import locked, moved_on, note_faults
from yimen.domains.evaluation.models import FollowUp
from yimen.domains.evaluation.states import State
from yimen.ground.accounts.models import Account
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete


@transaction.atomic
def appeal(*, actor: Actor, follow_up: FollowUp, reason: str, now: datetime) -> FollowUp:
    """申诉, once: the rated body says that what was found true is not. The days run on while it is rechecked.

    Raises:
        Incomplete: no reason, or nobody at the body who could recheck it without having judged before.
        Stale: nothing was found true, it is fixed, or there was an appeal already.
        OwnRating: the officer is the rated one.
    """
    row = locked(actor, follow_up)
    if row.state != State.VERIFIED or not row.is_true or row.appealed_at is not None:
        raise moved_on()
    faults = note_faults("reason", reason.strip(), "写清为什么不属实，有什么证据")
    if not faults and not _can_be_rechecked(actor, row, now):
        faults = [Fault("reason", "本单位没有第三个人能复核。先给负责人或者管理员岗位配上人，再申诉")]
    if faults:
        raise Incomplete(faults)
    row.appeal, row.appealed_at, row.appealed_by_id = reason.strip(), now, int(actor.id)
    row.save(update_fields=["appeal", "appealed_at", "appealed_by"])
    record(actor, "appeal-finding", object_kind="follow-up", object_ref=row.number, at=now)
    return row


def _can_be_rechecked(actor: Actor, row: FollowUp, now: datetime) -> bool:
    judged = Account.objects.filter(pk__in={int(actor.id), row.verified_by_id or 0})
    out = [*row.rated_officers.all(), *judged]
    return handlers_at(row.handled_by, posts=row.rated_posts.all(), officers=out, now=now).exists()
