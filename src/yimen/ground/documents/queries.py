from django.db.models import QuerySet

from yimen.ground.documents.models import Document
from yimen.ground.documents.subject import Subject


def documents_of(subject: Subject) -> QuerySet[Document]:
    """The documents about one thing, in the order in which they were made, with their bodies."""
    rows = Document.objects.filter(subject_kind=subject.kind, subject_reference=subject.reference)
    return rows.select_related("body").order_by("made_at", "pk")


def document_of(subject: Subject, kind: str) -> Document | None:
    """The latest document of a kind about one thing."""
    return documents_of(subject).filter(kind=kind).last()
