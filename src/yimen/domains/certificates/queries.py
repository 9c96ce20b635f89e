from django.db.models import QuerySet

from yimen.domains.certificates.models import Certificate
from yimen.ground.accounts.models import Person


def certificates_of(person: Person) -> QuerySet[Certificate]:
    return Certificate.objects.filter(holder=person).select_related("body", "holder").order_by("-issued_on", "-pk")


def certificate_of_subject(subject: str, reference: str, kind: str = "") -> Certificate | None:
    """The certificate of a case; of one kind, where a case may bring out several."""
    found = Certificate.objects.filter(subject_kind=subject, subject_ref=reference).select_related("body", "document")
    return (found.filter(kind=kind) if kind else found).first()
