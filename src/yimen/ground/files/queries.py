from datetime import datetime

from django.db.models import QuerySet

from yimen.ground.audit import Actor
from yimen.ground.files.kinds import kind_by_type
from yimen.ground.files.models import Incoming, StoredFile
from yimen.ground.files.open_apart import draw_apart
from yimen.ground.files.subject import Subject


def files_of(subject: Subject) -> QuerySet[StoredFile]:
    """The files of one thing that are still there, in the order in which they came."""
    rows = StoredFile.objects.filter(subject_kind=subject.kind, subject_reference=subject.reference)
    return rows.filter(ordered_at=None, destroyed_at=None).order_by("pk")


def to_destroy(after: int = 0) -> QuerySet[StoredFile]:
    """Files whose destruction is ordered and not carried out, from a cursor on: also what a crash has left."""
    return StoredFile.objects.filter(ordered_at__isnull=False, destroyed_at=None, pk__gt=after).order_by("pk")


def unfinished(now: datetime) -> QuerySet[Incoming]:
    """Uploads on their way that can still go on."""
    return Incoming.objects.filter(ended_at=None, expires_at__gt=now)


def incoming_of(actor: Actor, subject: Subject, now: datetime) -> QuerySet[Incoming]:
    """What this person has begun to send for this thing and has not finished, oldest first."""
    mine = unfinished(now).filter(owner_id=actor.id)
    return mine.filter(subject_kind=subject.kind, subject_reference=subject.reference).order_by("pk")


def incoming_by_code(actor: Actor, subject: Subject, code: str, now: datetime) -> Incoming | None:
    """One of them, also when it has just ended; None for somebody else's, as for one that never was."""
    mine = Incoming.objects.filter(owner_id=actor.id, expires_at__gt=now)
    return mine.filter(subject_kind=subject.kind, subject_reference=subject.reference, code=code).first()


def pages_of(file: StoredFile) -> int:
    """How many pages there are to look at; one of a picture, none of what cannot be looked at.

    Raises:
        FileDestroyed, FileDamaged, Unavailable.
    """
    return 1 if file.is_picture else draw_apart(file.read(), kind_by_type(file.content_type), 1).pages
