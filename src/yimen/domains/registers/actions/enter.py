from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Record
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@transaction.atomic
def enter(
    *, actor: Actor, register: str, key: object, data: Mapping[str, object], as_of: datetime, now: datetime
) -> Record | None:
    """Put what is true now under a key; the row it replaces stays as history. None when nothing has changed."""
    plain = register_key(key)
    current = Record.objects.filter(register_id=register, key=plain, replaced_at=None).first()
    if current is not None and current.data == dict(data) and not current.reserved_for:
        # Nothing new, but confirmed again: how fresh a fact is, is part of the fact.
        Record.objects.filter(pk=current.pk, as_of__lt=as_of).update(as_of=as_of)
        return None
    if current is not None:
        Record.objects.filter(pk=current.pk).update(replaced_at=now)
    row = Record.objects.create(register_id=register, key=plain, data=dict(data), as_of=as_of, entered_at=now)
    record(
        actor, "enter-record", object_kind="register", object_ref=register, at=now, details={"replaced": bool(current)}
    )
    return row
