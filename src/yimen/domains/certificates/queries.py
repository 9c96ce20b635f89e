from django.db.models import QuerySet

from yimen.domains.certificates.models import Certificate
from yimen.ground.accounts.models import Person


def certificates_of(person: Person) -> QuerySet[Certificate]:
    return Certificate.objects.filter(holder=person).select_related("body").order_by("-issued_on", "-pk")


def certificate_of_subject(kind: str, reference: str) -> Certificate | None:
    return (
        Certificate.objects.filter(subject_kind=kind, subject_ref=reference).select_related("body", "document").first()
    )
