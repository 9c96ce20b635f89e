from datetime import datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.messages.links import Link
from yimen.ground.messages.models import Notice


@transaction.atomic
def settle(*, actor: Actor, link: Link, now: datetime) -> int:
    """What was asked for is done, or no longer needed: every open ``act`` notice about it is settled, whoever reads it.

    Returns how many there were. They stay in the inbox, among what is good to know.
    """
    rows = Notice.objects.filter(
        kind=Notice.ACT, done_at=None, link_kind=link.kind, link_reference=link.reference
    ).select_for_update()
    settled = [notice.pk for notice in rows]
    Notice.objects.filter(pk__in=settled).update(done_at=now)
    for number in settled:
        record(actor, "settle-notice", object_kind="notice", object_ref=str(number), at=now)
    return len(settled)
