from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yimen.domains.registers.keys import register_key
from yimen.domains.registers.models import Record
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import DomainError


@transaction.atomic
def reserve(
    *,
    actor: Actor,
    register: str,
    key: object,
    data: Mapping[str, object],
    holder: str,
    until: date,
    code: str,
    now: datetime,
) -> Record | None:
    """Keep a key for one application until a day (included). None when it is kept for it already.

    Args:
        data: what the register says of the key meanwhile. holder: the number of the application.
        code: of the error when somebody else has the key.

    Raises:
        DomainError: the key is another's, or kept for another.
    """
    plain = register_key(key)
    current = Record.objects.select_for_update().filter(register_id=register, key=plain, replaced_at=None).first()
    if current is not None and (current.reserved_until is None or current.reserved_until >= legal_day(now)):
        if current.reserved_for == holder:
            return None
        raise _taken(key, code)
    if current is not None:
        Record.objects.filter(pk=current.pk).update(replaced_at=now)
    told = {"data": dict(data), "as_of": now, "entered_at": now, "reserved_for": holder, "reserved_until": until}
    try:
        with transaction.atomic():
            row = Record.objects.create(register_id=register, key=plain, **told)
    except IntegrityError as error:
        # Two ask for the same name at the same moment: the database lets one of them in.
        raise _taken(key, code) from error
    details = {"for": holder, "until": until.isoformat()}
    record(actor, "reserve-record", object_kind="register", object_ref=register, at=now, details=details)
    return row


def _taken(key: object, code: str) -> DomainError:
    return DomainError(f"“{key}”已经有人在用，或者已经为别人保留", "换一个再申请。", code)
