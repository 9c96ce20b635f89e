from datetime import datetime

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.files.actions.destroy import checked_reason
from yimen.ground.files.models import StoredFile


@transaction.atomic
def order_destruction(*, actor: Actor, file: StoredFile, reason: str, now: datetime) -> bool:
    """Order that a file be destroyed: from now on nobody is given it, and ``carry_out_destruction`` makes it true.

    Two steps, because content and row cannot go in one: after a crash in between the row says what is to be done, never
    what was not. Returns False if it was ordered or destroyed before.
    """
    told = checked_reason(reason)
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    if row.is_gone:
        return False
    row.ordered_at, row.destroyed_why = now, told
    row.save(update_fields=["ordered_at", "destroyed_why"])
    file.ordered_at, file.destroyed_why = now, told
    details = {"reason": told, "sha256": row.sha256, "subject": f"{row.subject_kind} {row.subject_reference}"}
    record(actor, "order-destruction", object_kind="file", object_ref=str(row.pk), at=now, details=details)
    return True
