from django.db.models import QuerySet

from yimen.domains.certificates.models import Certificate
from yimen.ground.accounts.models import Person
from yimen.ground.errors import NotFound


def certificate_of_holder(person: Person, code: str) -> Certificate:
    """The holder's own certificate. Somebody else's and one that does not exist look alike."""
    found = _coded(code).filter(holder=person).first()
    if found is None:
        raise NotFound("没有找到这张证照", "到“我的证照”里看看，或者打 12345 问。")
    return found


def certificate_by_code(code: str) -> Certificate | None:
    """For the public page: whoever holds the code may verify, and sees the public fields only."""
    return _coded(code).first()


def _coded(code: str) -> QuerySet[Certificate]:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    rows = Certificate.objects.select_related("body", "document")
    return rows.filter(code=code) if code.isprintable() else rows.none()
