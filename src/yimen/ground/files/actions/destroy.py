from datetime import datetime
from functools import partial

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.files.models import StoredFile
from yimen.ground.files.storage import private_storage

LONGEST_REASON = 300


@transaction.atomic
def destroy(*, actor: Actor, file: StoredFile, reason: str, now: datetime) -> bool:
    """Destroy the content of a file; the row stays and says when. Returns False if it was destroyed before.

    Args:
        reason: why, in a few words without personal data: ``applicant took it back``, ``kept long enough``.
    """
    told = checked_reason(reason)
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    if row.destroyed_at is not None:
        return False
    row.destroyed_at, row.destroyed_why, row.destroyed_by = now, told, actor.name
    row.save(update_fields=["destroyed_at", "destroyed_why", "destroyed_by"])
    file.destroyed_at, file.destroyed_why, file.destroyed_by = now, told, actor.name
    details = {"reason": told, "sha256": row.sha256, "subject": f"{row.subject_kind} {row.subject_reference}"}
    record(actor, "destroy-file", object_kind="file", object_ref=str(row.pk), at=now, details=details)
    # Only after the commit: a roll-back brings the row back, nothing would bring the content back.
    transaction.on_commit(partial(private_storage().delete, str(row.file)))
    return True


def checked_reason(reason: str) -> str:
    """Without blanks around it. Raises ValueError: nothing is destroyed without a reason that can be stored whole."""
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise ValueError("a file is destroyed for a reason, in a sentence")
    return told
