import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.check import LARGEST, Checked, check, check_size
from yimen.ground.files.models import StoredFile
from yimen.ground.files.storage import private_storage
from yimen.ground.files.subject import Subject


def keep(*, actor: Actor, upload: File[Any], subject: Subject, now: datetime) -> StoredFile:
    """Check an uploaded file and keep it.

    Args:
        upload: as it comes from ``request.FILES``: its content is read, its name cleaned, its content type ignored.
        subject: what it belongs to; may be called inside that thing's own transaction.
    Raises:
        FileRefused: it is none of the files that we take; nothing is kept.
        Unavailable: this machine cannot look into files now.
    """
    check_size(upload.size)
    upload.seek(0)
    checked = check(bytes(upload.read(LARGEST + 1)), upload.name or "")
    return _keep(actor, checked, subject, now)


def _keep(actor: Actor, checked: Checked, subject: Subject, now: datetime) -> StoredFile:
    storage = private_storage()
    # A name of its own for each upload: destroying one must not take the same picture away from another case.
    place = f"{legal_day(now):%Y/%m/%d}/{uuid4().hex}{checked.kind.endings[0]}"
    place = storage.save(place, ContentFile(checked.content))
    try:
        with transaction.atomic():
            return _enter(actor, checked, place, subject, now)
    except BaseException:
        storage.delete(place)
        raise


def _enter(actor: Actor, checked: Checked, place: str, subject: Subject, now: datetime) -> StoredFile:
    stored = StoredFile.objects.create(
        sha256=hashlib.sha256(checked.content).hexdigest(),
        size=len(checked.content),
        content_type=checked.kind.content_type,
        name=checked.name,
        file=place,
        uploaded_at=now,
        uploaded_by_id=actor.id,
        uploaded_by_name=actor.name,
        subject_kind=subject.kind,
        subject_reference=subject.reference,
    )
    details = {
        "sha256": stored.sha256,
        "size": stored.size,
        "content_type": stored.content_type,
        "subject": f"{subject.kind} {subject.reference}",
    }
    record(actor, "keep-file", object_kind="file", object_ref=str(stored.pk), at=now, details=details)
    return stored
