from datetime import datetime

from django.db import transaction

from yimen.domains.cases.consultations import KIND
from yimen.domains.cases.models import Consultation
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@transaction.atomic
def read_consultation(*, actor: Actor, consultation: Consultation, now: datetime, material: str = "") -> None:
    """The other body has opened the request, or a file that it names. Each time is evidence; the first time is kept.

    Args:
        material: the file's material; empty: the page itself.
    """
    if not material:
        fresh = Consultation.objects.filter(pk=consultation.pk, read_at=None)
        fresh.update(read_at=now, read_by=actor.name)
    act, details = ("read-material", {"material": material}) if material else ("read-consultation", {})
    record(actor, act, object_kind=KIND, object_ref=consultation.number, at=now, details=details)
