import re
from datetime import datetime, timedelta

from django.db import transaction

from yimen.ground.audit import Actor
from yimen.ground.files.check import check_size
from yimen.ground.files.errors import FileRefused
from yimen.ground.files.models import Incoming
from yimen.ground.files.queries import incoming_of, unfinished
from yimen.ground.files.subject import Subject

KEPT = timedelta(days=2)
MOST = 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def begin_incoming(
    *, actor: Actor, subject: Subject, slot: str, name: str, size: int, sha256: str, now: datetime
) -> Incoming:
    """Announce a file that will come in parts; one that was begun before and broke off is gone on with.

    Args:
        slot: which of the subject's materials it is for; whether it may be handed in is asked at the end again.
        sha256: of the whole content, in small hexadecimal, or empty. Without it nothing broken off is found again:
            two files of one name and size would be mixed.
    Raises:
        FileRefused: it is empty or too large, or there are too many on their way.
    """
    check_size(size)
    sha256 = sha256 if _SHA256.fullmatch(sha256) else ""
    mine = incoming_of(actor, subject, now)
    begun = mine.filter(slot=slot, size=size, sha256=sha256).first() if sha256 else None
    if begun is not None:
        return begun
    if unfinished(now).filter(owner_id=actor.id).count() >= MOST:
        raise FileRefused(
            f"您有 {MOST} 个文件还没有传完", "先接着传完，或者点“不传了”去掉不用的，再传新的。", "too-many"
        )
    return Incoming.objects.create(
        owner_id=actor.id,
        subject_kind=subject.kind,
        subject_reference=subject.reference,
        slot=slot,
        name=name[:255],
        size=size,
        sha256=sha256,
        begun_at=now,
        expires_at=now + KEPT,
    )
