"""Writing a changed entry with its revision, in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from yimen.domains.directory.errors import Locked, NotPossible
from yimen.domains.directory.identity import keys_of
from yimen.domains.directory.models import Entry, Identity, Lineage, Revision
from yimen.domains.directory.queries import chains, locks_on
from yimen.domains.directory.states import Change, State
from yimen.domains.directory.store import derive, revision
from yimen.engines.service import exchange
from yimen.ground.audit import Actor
from yimen.ground.errors import Stale


def held(ids: Iterable[int], seen: Mapping[int, int] | None = None) -> list[Entry]:
    """These entries for change, in the order of their ids.

    Args:
        seen: id → the revision that was looked at.
    Raises:
        NotPossible: one is not listed. Stale: one has changed since it was looked at.
    """
    wanted = sorted(set(ids))
    rows = Entry.objects.select_for_update(of=("self",)).select_related("source").filter(pk__in=wanted).order_by("pk")
    found = list(rows)
    if len(found) != len(wanted):
        raise NotPossible("有的事项没有找到", "核对事项的编号。")
    if gone := [one for one in found if one.state != State.LISTED]:
        raise NotPossible(f"“{gone[0].name}”{gone[0].state_word}", "用它现在的事项。")
    if new := [one for one in found if one.revision != (seen or {}).get(one.pk, one.revision)]:
        raise Stale(f"“{new[0].name}”刚刚又变了", "回到上一页刷新，看过新的内容再做。")
    return found


def changed(entry: Entry, kind: Change, actor: Actor, now: datetime, note: str) -> Revision:
    """The entry as its next revision; both still to be written (``write``)."""
    entry.revision += 1
    entry.changed_at = now
    derive(entry)
    return revision(entry, kind, by=actor.name, now=now, note=note[:500])


def write(entries: Sequence[Entry], revisions: Sequence[Revision]) -> None:
    for entry in entries:
        entry.save()
    Revision.objects.bulk_create(revisions, batch_size=400)


def also_known_as(entry: Entry) -> None:
    """The entry is found by its codes of now too; it keeps those it had. Raises NotPossible if another has one."""
    for key in keys_of(entry.record):
        found, _ = Identity.objects.get_or_create(region_code=entry.region_code, key=key, defaults={"entry": entry})
        if found.entry_id != entry.pk:
            raise NotPossible(
                f"编码 {key.partition(':')[2]} 已经是另一个事项的", "核对编码；两个事项是同一个的，先合并。"
            )


def led_on(origin: Entry, successors: Sequence[Entry], kind: Change, actor: Actor, now: datetime) -> None:
    rows = [Lineage(origin=origin, successor=one, kind=kind, by=actor.name, at=now) for one in successors]
    Lineage.objects.bulk_create(rows)


def refuse_locked(entry: Entry, names: Iterable[str]) -> None:
    """Raises Locked when a level above has locked one of these fields of an entry."""
    (chain,) = chains([entry]).values()
    locked = locks_on(chain)
    if refused := [name for name in names if name in locked]:
        words = "、".join(f"{exchange.label_of(name)}（{locked[name]}）" for name in refused)
        raise Locked(f"这些内容上级锁定了，不能改：{words}", "确实要改，向锁定的那一级提出。")


def written(entry: Entry, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is completed here once this is told: never what the source says itself, nothing empty."""
    own = {**entry.own, **told}
    return {name: value for name, value in own.items() if value and entry.values.get(name) != value}
