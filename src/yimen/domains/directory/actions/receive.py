from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yimen.domains.directory.actions.let_be_found import let_be_found
from yimen.domains.directory.errors import NotReceived
from yimen.domains.directory.identity import keys_of
from yimen.domains.directory.levels import level_of, lies_in, region_code
from yimen.domains.directory.models import Delivery, Entry, Identity, Source
from yimen.domains.directory.states import Change, State
from yimen.domains.directory.store import Stored, Told, revision, store
from yimen.engines.service.exchange import delivery as exchange
from yimen.engines.service.exchange import text_of
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record

BATCH = 1000


@dataclass(slots=True)
class Received:
    """What came of a delivery. ``older``: items that are held in a newer version already."""

    number: str
    items: int
    added: int = 0
    changed: int = 0
    same: int = 0
    older: int = 0
    ended: int = 0
    faults: list[str] = field(default_factory=list)
    dry_run: bool = False

    def lines(self) -> list[str]:
        would = "会" if self.dry_run else ""
        told = [
            f"下发 {self.number}：{self.items} 个事项，{would}新增 {self.added}，{would}更新 {self.changed}，"
            f"没有变化 {self.same}，已有更新的版本 {self.older}，{would}取消 {self.ended}，没有接收 {len(self.faults)}",
            *(f"  {one}" for one in self.faults[:50]),
        ]
        return [*told, "这次只看，什么也没有改。"] if self.dry_run else told


def receive(*, actor: Actor, path: Path, now: datetime, dry_run: bool = False) -> Received:
    """Take a delivery from a level above: whole or not at all, each number once, in the order in which they were made.

    Items that are held in a newer version stay as they are; what was completed here stays, and where the sender has
    locked a field it has no effect.

    Raises:
        NotReceived: it is no delivery, was altered on the way, was taken before, or one before it is missing.
    """
    sent = _read(path)
    with transaction.atomic():
        source = _source(sent, now)
        _check_turn(source, sent)
        row = Delivery.objects.create(
            source=source, direction=Delivery.IN, number=sent.number, at=now, by=actor.name, manifest=_manifest(sent)
        )
        found = Received(sent.number, len(sent.items), faults=list(sent.faults), dry_run=dry_run)
        told = _told(sent, found)
        written: list[int] = []
        for at in range(0, len(told), BATCH):
            done = store(source, told[at : at + BATCH], by=actor.name, now=now, kind=Change.RECEIVE, delivery=row)
            written += done.entries
            _add(found, done)
        ended = _end(actor, source, sent, row, now)
        found.ended = len(ended)
        let_be_found([*written, *ended], now=now)
        row.counts = {name: getattr(found, name) for name in ("items", "added", "changed", "same", "older", "ended")}
        row.save(update_fields=["counts"])
        details = {"from": source.region_code, **row.counts}
        record(actor, "receive-items", object_kind="delivery", object_ref=sent.number, at=now, details=details)
        if dry_run:
            transaction.set_rollback(True)
    return found


def _read(path: Path) -> exchange.Delivery:
    try:
        sent = exchange.read(exchange.files_at(path))
        region_code(sent.sender.region_code)
        region_code(sent.receiver.region_code)
    except ValueError as error:
        raise NotReceived(f"{path.name} 没有接收：{error}", "让下发的单位重新导出，或者重新传一次。") from error
    return sent


def _source(sent: exchange.Delivery, now: datetime) -> Source:
    code = region_code(sent.sender.region_code)
    found, _ = Source.objects.get_or_create(
        key=f"delivery-{code}",
        defaults={
            "label": f"{sent.sender.name}下发"[:60],
            "region_code": code,
            "region_name": sent.sender.name[:60],
            "level": level_of(code),
            "created_at": now,
        },
    )
    return Source.objects.select_for_update().get(pk=found.pk)


def _check_turn(source: Source, sent: exchange.Delivery) -> None:
    taken = Delivery.objects.filter(source=source, direction=Delivery.IN)
    if len(sent.number) > 60 or taken.filter(number=sent.number).exists():
        raise NotReceived(f"下发 {sent.number} 已经接收过", "不用再接收；要改内容，让下发的单位用新的编号。")
    if sent.since and not taken.filter(number=sent.since).exists():
        raise NotReceived(f"这次下发接在 {sent.since} 后面，那一次还没有接收", f"先接收 {sent.since}。")


def _told(sent: exchange.Delivery, found: Received) -> list[Told]:
    """What the delivery says of each item that is new or newer than what is held."""
    held = _versions(sent)
    items: list[Told] = []
    for one in sent.items:
        fault, code = _fault(one, sent)
        if fault:
            found.faults.append(f"{one.key}：{fault}")
            continue
        values = {name: value for name, value in one.record.items() if name not in ("region_code", "region_name")}
        keys = [held.get((code, key), 0) for key in keys_of(values)]
        if max(keys) > one.version:
            found.older += 1
            continue
        name = text_of(one.record, "region_name")[:60] or sent.receiver.name
        items.append(Told({**values, "task_version": str(one.version)}, code, name, one.locks, line=len(items) + 1))
    return items


def _fault(one: exchange.Item, sent: exchange.Delivery) -> tuple[str, str]:
    try:
        code = region_code(text_of(one.record, "region_code") or sent.receiver.region_code)
    except ValueError as error:
        return str(error), ""
    ours = region_code(sent.receiver.region_code)
    if not text_of(one.record, "task_name"):
        return "没有事项名称", code
    # The items of the levels above come along, because ours inherit from them.
    if not (lies_in(code, ours) or lies_in(ours, code)):
        return f"行政区划 {code} 和{sent.receiver.name}无关", code
    return "", code


def _versions(sent: exchange.Delivery) -> Mapping[tuple[str, str], int]:
    """The versions in which the items of the delivery are held from this sender, by region and key."""
    source = f"delivery-{region_code(sent.sender.region_code)}"
    rows = Identity.objects.filter(entry__source__key=source)
    found = rows.values_list("region_code", "key", "entry__values__task_version")
    return {(region, key): int(version) for region, key, version in found if str(version).isdecimal()}


def _add(found: Received, done: Stored) -> None:
    found.added += done.added
    found.changed += done.changed
    found.same += done.same
    found.faults += [f"{one.sentence}。{one.advice}" for one in done.refused]


def _end(actor: Actor, source: Source, sent: exchange.Delivery, row: Delivery, now: datetime) -> list[int]:
    """Items that the sender says are no more: never those of another source."""
    keys = [tuple(one.split("/", 1)) for one in sent.ended if "/" in one]
    wanted = Identity.objects.filter(entry__source=source, key__in=[key for _, key in keys])
    ids = {id for region, key, id in wanted.values_list("region_code", "key", "entry_id") if (region, key) in keys}
    ended = list(Entry.objects.filter(pk__in=ids, state=State.LISTED))
    for entry in ended:
        entry.state, entry.changed_at = State.ENDED, now
        entry.revision += 1
        entry.save(update_fields=["state", "changed_at", "revision"])
        revision(entry, Change.END, by=actor.name, now=now, source=source, delivery=row).save()
    return [one.pk for one in ended]


def _manifest(sent: exchange.Delivery) -> dict[str, object]:
    return {"since": sent.since, "made_on": sent.made_on, "items": {one.key: one.version for one in sent.items}}
