from datetime import datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.messages.models import Notice


@transaction.atomic
def mark_read(*, actor: Actor, notice: Notice, now: datetime) -> None:
    """The reader has opened a notice. Only the first time counts and is on record: it may have to be proved."""
    if not Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now):
        return
    notice.read_at = now
    record(actor, "read-notice", object_kind="notice", object_ref=str(notice.pk), at=now)
