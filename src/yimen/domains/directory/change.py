"""Writing a changed entry with its revision, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from yimen.domains.directory.errors import NotPossible
from yimen.domains.directory.identity import keys_of
from yimen.domains.directory.models import Entry, Identity, Lineage, Revision
from yimen.domains.directory.states import Change, State
from yimen.domains.directory.store import derive, revision
from yimen.ground.audit import Actor


def held(ids: Iterable[int]) -> list[Entry]:
    """These entries for change, in the order of their ids. Raises NotPossible when one is not listed."""
    wanted = sorted(set(ids))
    rows = Entry.objects.select_for_update(of=("self",)).select_related("source").filter(pk__in=wanted).order_by("pk")
    found = list(rows)
    if len(found) != len(wanted):
        raise NotPossible("有的事项没有找到", "核对事项的编号。")
    if gone := [one for one in found if one.state != State.LISTED]:
        raise NotPossible(f"“{gone[0].name}”{gone[0].state_word}", "用它现在的事项。")
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
