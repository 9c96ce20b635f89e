"""An editor has read what somebody could not find."""

from datetime import datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, Stale
from yimen.ground.search.models import Wish

_LONGEST = 500


class NothingAnswered(DomainError):
    """An answer without a word."""


def answer_wish(*, actor: Actor, wish: int, answer: str, close: bool, now: datetime) -> Wish:
    """Write down what was done about it, or close it without; the telephone number is forgotten either way.

    Raises:
        Stale: another editor was quicker.
        NothingAnswered: the answer says nothing.
    """
    said = " ".join(answer.split())[:_LONGEST]
    if not close and not said:
        raise NothingAnswered("写一写怎样处理的", "比如“已给低保加上这个说法”，或者“打电话告诉了本人”。")
    with transaction.atomic():
        row = Wish.objects.select_for_update().get(pk=wish)
        if row.state != Wish.OPEN:
            raise Stale("别的编辑已经处理了这一条", "看看处理结果就行。")
        row.state = Wish.CLOSED if close else Wish.ANSWERED
        row.answer, row.phone, row.done_by, row.done_at = said, "", actor.name, now
        row.save()
        details = {"state": row.state}
        record(actor, "answer-wish", object_kind="wish", object_ref=str(row.pk), at=now, details=details)
        return row
