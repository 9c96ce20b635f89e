from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import changed, held, led_on, write
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.identity import keys_of
from yimen.domains.directory.models import Entry, Identity
from yimen.domains.directory.states import Change, State
from yimen.domains.directory.store import Told, store
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


def split(*, actor: Actor, entry: int, into: Sequence[Mapping[str, Any]], note: str, now: datetime) -> list[Entry]:
    """One entry becomes several: each says what it has otherwise, at least its name and a code of its own.

    Raises:
        NotPossible: fewer than two, or two of them, or another entry, have the same name and code.
    """
    if len(into) < 2:
        raise NotPossible("拆分后至少要有两个事项", "写明每个新事项的名称和编码。")
    with transaction.atomic():
        (origin,) = held([entry])
        records = [{**origin.values, **origin.own, **one} for one in into]
        keys = [key for one in records for key in keys_of(one)]
        known = Identity.objects.filter(region_code=origin.region_code, key__in=keys)
        if len(set(keys)) < len(keys) or known.exists():
            raise NotPossible("拆出来的事项编码重复，或者已经有了", "给每个新事项一个没有用过的编码。")
        items = [Told(one, origin.region_code, origin.region_name, tuple(origin.locks)) for one in records]
        store(origin.source, items, by=actor.name, now=now, kind=Change.SPLIT)
        found = Entry.objects.filter(identities__region_code=origin.region_code, identities__key__in=keys)
        made = list(found.distinct().order_by("pk"))
        origin.state = State.SPLIT
        write([origin], [changed(origin, Change.SPLIT, actor, now, note)])
        led_on(origin, made, Change.SPLIT, actor, now)
        let_be_found([origin.pk, *(one.pk for one in made)], now=now)
        details = {"entries": [one.pk for one in made]}
        record(actor, "split-entry", object_kind="entry", object_ref=str(origin.pk), at=now, details=details)
    return made
