"""Deliveries, reforms and the report of conformity at the command line."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from yimen.config.migrating import at_the_server
from yimen.domains.catalogue.events import VersionTookForce
from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.queries import version_by_key
from yimen.domains.directory.actions.complete import complete
from yimen.domains.directory.actions.deliver import deliver
from yimen.domains.directory.actions.receive import Received, receive
from yimen.domains.directory.actions.reorganise import Body, reorganise
from yimen.domains.directory.conformity import Contradiction, contradictions, differences
from yimen.domains.directory.levels import region_code
from yimen.domains.directory.models import Entry
from yimen.domains.directory.queries import entry_of, locked_fields
from yimen.engines.service.exchange import changed_in
from yimen.engines.service.exchange.delivery import packed
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import now
from yimen.ground.errors import DomainError

_BATCH = 400


def receive_items(path: Path, by: str, *, dry_run: bool) -> Received:
    """Take a delivery. Raises DomainError."""
    return receive(actor=at_the_server(by), path=path, now=now(), dry_run=dry_run)


def deliver_items(out: Path, region: str, name: str, to: str, by: str, *, whole: bool) -> str:
    """Write what has changed as a zip and say how much it is; nothing is written when nothing has changed."""
    actor = at_the_server(by)
    # Whoever finds the file is already there before a delivery counts as made.
    if out.exists():
        raise DomainError(f"{out} 已经有了", "换一个文件名，旧的下发不覆盖。")
    if not out.parent.is_dir():
        raise DomainError(f"没有 {out.parent} 这个文件夹", "先建好文件夹。")
    made = deliver(actor=actor, region=_code(region), name=name, to=to, now=now(), whole=whole)
    if not made.files:
        return "上次送出以后没有变化，没有可送的。"
    out.write_bytes(packed(made.files))
    return f"{made.number}：{made.items} 个事项，取消 {made.ended} 个，写在 {out}"


def reorganise_items(
    kind: str,
    region: str,
    old: tuple[str, str],
    new: tuple[str, str],
    document: str,
    entries: Sequence[int],
    by: str,
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Do a reform and say which items it changed. Raises DomainError."""
    made = reorganise(
        actor=at_the_server(by),
        kind=kind,
        region=_code(region),
        old=Body(*old),
        new=Body(*new),
        document=document,
        entries=entries,
        now=now(),
        dry_run=dry_run,
    )
    yield f"{made.old_name} {made.word} {made.new_name}：{len(made.entries)} 个事项"
    names = Entry.objects.filter(pk__in=made.entries).order_by("pk").values_list("pk", "name")
    yield from (f"  {id}  {name}" for id, name in names)
    yield "这次只看，什么也没有改。" if dry_run else "在办的件不受影响；改了的事项在编辑的待看清单里。"


def complete_from_guide(event: VersionTookForce, now: datetime) -> None:
    """What the city has written into the guide of an item becomes its completion, and goes out with the next delivery.

    Only what the guide says otherwise than the record that it was begun with: what has come from above since stays.
    """
    entry = entry_of(event.slug)
    if entry is None or entry.source.is_sample:
        return
    version = version_by_key(f"{event.slug}@{event.number}")
    told, locked = changed_in(from_json(version.files)), locked_fields(entry)
    told = {name: value for name, value in told.items() if name not in locked and name != "task_version"}
    if told:
        complete(actor=SYSTEM, entry=entry, told=told, now=now, note=f"办事指南 {version.key} 生效")


def conformity_lines(with_differences: bool) -> Iterator[str]:
    """What contradicts a lock; where it is wanted, what merely differs from the level above."""
    yield from _lines(contradictions, "{entry}  {label}：{said_by}写“{said}”，{locked_by}锁定为“{in_effect}”")
    if with_differences:
        yield from _lines(differences, "{entry}  {label}：{said_by}写“{said}”，{set_by}写“{in_effect}”")


def _lines(report: Callable[[int, int], Iterator[Contradiction]], pattern: str) -> Iterator[str]:
    after = 0
    while ids := list(Entry.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        for one in report(after, _BATCH):
            # The report looks at its own batch, which may reach further than this one.
            if one.entry.pk <= ids[-1]:
                told = {name: getattr(one, name) for name in ("label", "said_by", "said", "set_by", "locked_by")}
                yield pattern.format(entry=one.entry, in_effect=one.in_effect[:60], **told)
        after = ids[-1]


def _code(told: str) -> str:
    try:
        return region_code(told)
    except ValueError as error:
        raise DomainError(str(error), "写 2、4、6、9 或者 12 位数字。") from error
