from django.db.models import QuerySet

from yimen.ground.files.models import StoredFile
from yimen.ground.files.subject import Subject


def files_of(subject: Subject) -> QuerySet[StoredFile]:
    """The files of one thing that are still there, in the order in which they came."""
    rows = StoredFile.objects.filter(subject_kind=subject.kind, subject_reference=subject.reference, destroyed_at=None)
    return rows.order_by("pk")
