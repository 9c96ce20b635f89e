"""What was given up and nobody was told of: an operator sees it and can ask for it again."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.outbox.models import Delivery


def undelivered() -> QuerySet[Delivery]:
    """Deliveries that no attempt has brought and of which no listener could tell a person, the newest first."""
    return Delivery.objects.filter(done_at=None, given_up_at__isnull=False, told_at=None).order_by("-id")


@transaction.atomic
def deliver_again(*, actor: Actor, number: int, now: datetime) -> None:
    """Put one of them back into the queue, with all its attempts.

    Raises:
        Stale: it has been asked for already.
    """
    row = undelivered().filter(pk=number).select_for_update().first()
    if row is None:
        raise Stale("这一项刚刚已经重新安排", "刷新页面看最新的情况。")
    row.attempts, row.given_up_at, row.next_at, row.last_error = 0, None, now, ""
    row.save(update_fields=["attempts", "given_up_at", "next_at", "last_error"])
    details = {"listener": row.listener}
    record(actor, "deliver-again", object_kind="delivery", object_ref=str(row.pk), at=now, details=details)
