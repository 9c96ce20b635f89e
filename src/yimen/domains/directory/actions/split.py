from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.actions.recode import CODES, check_codes
from yimen.domains.directory.change import changed, held, led_on, write
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.identity import has_code, keys_of
from yimen.domains.directory.models import Entry, Identity
from yimen.domains.directory.states import Change, State
from yimen.domains.directory.store import Told, store
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

# Each part has its own, or none.
_OWN = frozenset(("task_code", "local_task_code", "task_handle_item", "row_guid", "task_version"))


def split(
    *,
    actor: Actor,
    entry: int,
    into: Sequence[Mapping[str, Any]],
    note: str,
    now: datetime,
    seen: Mapping[int, int] | None = None,
    dry_run: bool = False,
) -> list[Entry]:
    """One entry becomes several: each says what it has otherwise, at least its name and a code of its own.

    What a part does not say it has from the entry: the legal basis, the materials, where and when.

    Args:
        seen: id → the revision that was looked at.
        dry_run: what would come of it; nothing is changed.
    Raises:
        NotPossible: fewer than two, one without a name or a code, a wrong code, or two of them, or another entry, have
            the same one.
        Stale: it has changed since it was looked at.
    """
    if len(into) < 2:
        raise NotPossible("拆分后至少要有两个事项", "写明每个新事项的名称和编码。")
    with transaction.atomic():
        (origin,) = held([entry], seen)
        records = [_part(origin, exchange.cleaned(one)) for one in into]
        keys = [key for one in records for key in keys_of(one)]
        known = Identity.objects.filter(region_code=origin.region_code, key__in=keys)
        if len(set(keys)) < len(keys) or known.exists():
            raise NotPossible("拆出来的事项编码重复，或者已经有了", "给每个新事项一个没有用过的编码。")
        items = [Told(one, origin.region_code, origin.region_name, tuple(origin.locks)) for one in records]
        done = store(origin.source, items, by=actor.name, now=now, kind=Change.SPLIT)
        if done.refused:
            raise NotPossible(done.refused[0].sentence, done.refused[0].advice)
        made = list(Entry.objects.select_related("source").filter(pk__in=done.entries).order_by("pk"))
        origin.state = State.SPLIT
        write([origin], [changed(origin, Change.SPLIT, actor, now, note)])
        led_on(origin, made, Change.SPLIT, actor, now)
        let_be_found([origin.pk, *(one.pk for one in made)], now=now)
        details = {"entries": [one.pk for one in made]}
        record(actor, "split-entry", object_kind="entry", object_ref=str(origin.pk), at=now, details=details)
        if dry_run:
            transaction.set_rollback(True)
    return made


def _part(origin: Entry, told: Mapping[str, Any]) -> dict[str, Any]:
    name = exchange.text_of(told, "task_name")
    if not name:
        raise NotPossible("有一个新事项没有名称", "写明每个新事项的名称。")
    if has_code(origin.record) and not has_code(told):
        raise NotPossible(f"“{name}”没有自己的编码", "给它一个实施编码、业务办理项编码或者地方实施编码。")
    known = {**origin.values, **origin.own}
    part = {**{name: value for name, value in known.items() if name not in _OWN}, **told}
    check_codes({**part, "region_code": origin.region_code}, [name for name in CODES if name in told])
    return part
