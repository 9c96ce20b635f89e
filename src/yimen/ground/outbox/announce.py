from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listeners_of, name_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def announce(event: "DataclassInstance", *, now: datetime) -> None:
    """Put an event in the outbox, one row per listener, in the caller's transaction.

    Raises:
        RuntimeError: outside a transaction, because an event without its fact is a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("announce() belongs inside the transaction of the action")
    Delivery.objects.bulk_create(
        Delivery(event=name_of(type(event)), listener=one.name, payload=asdict(event), announced_at=now, next_at=now)
        for one in listeners_of(type(event))
    )
