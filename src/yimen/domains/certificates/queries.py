from django.db.models import QuerySet

from yimen.domains.certificates.models import Certificate
from yimen.ground.accounts.models import Person
from yimen.ground.prepared import prepared


def certificates_of(person: Person) -> QuerySet[Certificate]:
    return Certificate.objects.filter(holder=person).select_related("body", "holder").order_by("-issued_on", "-pk")


def certificate_of_subject(subject: str, reference: str, kind: str = "") -> Certificate | None:
    """The certificate of a case; of one kind, where a case may bring out several."""
    found = (one for one in _of_subject(subject, reference) if kind in ("", one.kind))
    return next(found, None)


@prepared
def _of_subject(subject: str, reference: str) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(subject_kind=subject, subject_ref=reference)
    return rows.select_related("body", "document").order_by("pk")
