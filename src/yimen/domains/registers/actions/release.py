from datetime import datetime

from django.db import transaction

from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Record
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@transaction.atomic
def release(*, actor: Actor, register: str, key: object, holder: str, now: datetime) -> bool:
    """Give back a key that was kept for an application; the row stays as history. False when there is nothing kept for
    it: it was given back before, never kept, or the application was granted and the key is its own.
    """
    kept = Record.objects.filter(register_id=register, key=register_key(key), reserved_for=holder, replaced_at=None)
    if not kept.update(replaced_at=now):
        return False
    record(actor, "release-record", object_kind="register", object_ref=register, at=now, details={"for": holder})
    return True
