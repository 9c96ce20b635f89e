from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from yimen.domains.registers.models import Record, Register
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day


@dataclass(frozen=True, slots=True)
class Held:
    """What a register holds under one key: ``data`` is None when it holds nothing.

    ``reserved_for``: whose application the key is only kept for.
    """

    register: str
    key: str
    data: dict[str, object] | None
    source: str
    as_of: datetime | None
    reserved_for: str = ""


def look_up(*, actor: Actor, register: str, keys: Iterable[str], purpose: str, now: datetime) -> list[Held]:
    """What the register holds under these keys, in their order; the look-up itself is put on record.

    Args:
        purpose: what it is for and under which case, e.g. ``YX20261118-00417 设立登记核验``.

    Raises:
        Register.DoesNotExist: the city has no such register.
    """
    wanted = list(keys)
    keeper = Register.objects.get(code=register)
    holding = _current(register).filter(key__in=wanted).exclude(reserved_until__lt=legal_day(now))
    found = {row.key: row for row in holding}
    record(
        actor,
        "look-up",
        object_kind="register",
        object_ref=register,
        at=now,
        details={"purpose": purpose, "keys": len(wanted), "found": len(found)},
    )
    return [_held(keeper, key, found.get(key)) for key in wanted]


def born_between(
    *,
    actor: Actor,
    register: str,
    first: date,
    last: date,
    region: str,
    purpose: str,
    now: datetime,
    after: str = "",
    limit: int = 200,
) -> list[Held]:
    """Whom a population register holds as born on these days (both included), with ``hukou`` in a region; by key, from
    a cursor on. The look-up itself is put on record, with its purpose.

    Args:
        region: code of the region, or of one above the village that ``hukou`` names.
        after: the last key of the batch before.

    Raises:
        Register.DoesNotExist: the city has no such register.
    """
    keeper = Register.objects.get(code=register)
    rows = _current(register).annotate(birth=_text("birth"), hukou=_text("hukou"))
    days = rows.filter(birth__gte=first.isoformat(), birth__lte=last.isoformat(), hukou__startswith=region)
    found = list(days.filter(key__gt=after).order_by("key")[:limit])
    details = {"purpose": purpose, "born": [first.isoformat(), last.isoformat()], "found": len(found)}
    record(actor, "look-up", object_kind="register", object_ref=register, at=now, details=details)
    return [_held(keeper, row.key, row) for row in found]


def options(register: str) -> list[dict[str, str]]:
    """A register as a list to choose from: value, label, hint. Used for lists such as the business scope."""
    return [
        {"value": row.key, "label": str(row.data.get("name", row.key)), "hint": str(row.data.get("hint", ""))}
        for row in _current(register).order_by("key")
    ]


def _current(register: str) -> QuerySet[Record]:
    return Record.objects.filter(register_id=register, replaced_at=None)


def _text(key: str) -> Cast:
    # Compared as JSON, SQLite would take the text of a day for a document of its own and fail on it.
    return Cast(KT(f"data__{key}"), TextField())


def _held(keeper: Register, key: str, row: Record | None) -> Held:
    source = f"{keeper.name}（{keeper.keeper}）"
    if row is None:
        return Held(keeper.code, key, None, source, None)
    return Held(keeper.code, key, row.data, source, row.as_of, row.reserved_for)
