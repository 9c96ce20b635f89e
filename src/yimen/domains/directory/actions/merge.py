from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.change import changed, held, led_on, refuse_locked, write, written
from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.inherit import LOCAL
from yimen.domains.directory.models import Entry
from yimen.domains.directory.states import Change, State
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

# What makes the one that stays the item it is: given otherwise by `recode` and by a reform, or not at all.
OF_ITSELF = LOCAL | {"catalog_code", "local_catalog_code", "task_type"}


def merge(
    *,
    actor: Actor,
    entries: Sequence[int],
    into: int,
    note: str,
    now: datetime,
    keep: Mapping[str, int] | None = None,
    seen: Mapping[int, int] | None = None,
    dry_run: bool = False,
) -> Entry:
    """Several entries of one region become one of them, or another: the others lead on to it and keep their history.

    Args:
        keep: field → the one of the entries whose words stay; what is not named stays as the one that stays has it.
        seen: id → the revision that was looked at.
        dry_run: what would come of it; nothing is changed.
    Raises:
        NotPossible: one is not listed, they lie in different regions, there is nothing to merge, or what is to be kept
            cannot be.
        Locked: what is to be kept of another stands in a field that a level above has locked.
        Stale: one has changed since it was looked at.
    """
    with transaction.atomic():
        found = held([*entries, into], seen)
        target = next(one for one in found if one.pk == into)
        others = [one for one in found if one.pk != into]
        _check(target, others)
        _keep(target, {one.pk: one for one in found}, keep or {})
        rows = []
        for one in others:
            one.state = State.MERGED
            rows.append(changed(one, Change.MERGE, actor, now, note))
            led_on(one, [target], Change.MERGE, actor, now)
        rows.append(changed(target, Change.MERGE, actor, now, note))
        write(found, rows)
        let_be_found([one.pk for one in found], now=now)
        details = {"entries": [one.pk for one in others], "kept": dict(keep or {})}
        record(actor, "merge-entries", object_kind="entry", object_ref=str(into), at=now, details=details)
        if dry_run:
            transaction.set_rollback(True)
    return target


def _check(target: Entry, others: Sequence[Entry]) -> None:
    if not others:
        raise NotPossible("没有要并进来的事项", "至少再选一个别的事项。")
    if any(one.region_code != target.region_code for one in others):
        raise NotPossible("这些事项不在同一个地区", "只合并同一个地区的事项。")
    if any(one.source.is_sample != target.source.is_sample for one in others):
        raise NotPossible("样例和正式的事项不能合并", "只合并正式的事项；样例留着不影响办事。")


def _keep(target: Entry, known: Mapping[int, Entry], keep: Mapping[str, int]) -> None:
    """The words of the others that stay become our own completion of the target."""
    told: dict[str, Any] = {}
    before = target.record
    for name, id in keep.items():
        if id not in known:
            raise NotPossible(f"{exchange.label_of(name)}：编号 {id} 不在要合并的事项里", "只从要合并的事项里选。")
        said = known[id].record.get(name)
        if said == before.get(name):
            continue
        if name in OF_ITSELF:
            raise NotPossible(
                f"{exchange.label_of(name)}跟着留下的事项走，不能照别的事项", "合并以后再换编码，或者登记机构改革。"
            )
        if not said:
            raise NotPossible(f"“{known[id].name}”没有写{exchange.label_of(name)}", "选写了这一项的那个事项。")
        told[name] = said
    refuse_locked(target, told)
    target.own = written(target, told)
