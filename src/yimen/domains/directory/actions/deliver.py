from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.directory.identity import keys_of
from yimen.domains.directory.levels import WIDTHS, level_of, region_code
from yimen.domains.directory.models import Delivery, Entry, Source
from yimen.domains.directory.states import State
from yimen.engines.service.exchange import delivery as exchange
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import NotFound


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was delivered; no ``files`` when nothing has changed since the last time."""

    number: str
    items: int
    ended: int
    files: dict[str, bytes]


def deliver(*, actor: Actor, region: str, name: str, to: str, now: datetime, whole: bool = False) -> Delivered:
    """Deliver the items of a region, as they stand here, to whoever sends us theirs: what has changed since last time.

    What the sender said and what was completed here go out together, unknown fields too; samples never go out. The
    version of an item is its revision.

    Args:
        region: whose items; ``name``: what we call ourselves. ``to``: key of the source that is to get them.
        whole: everything, not only what has changed since the last delivery.
    Raises:
        NotFound: there is no such source.
    """
    with transaction.atomic():
        source = Source.objects.select_for_update().filter(key=to).first()
        if source is None:
            raise NotFound(f"没有叫 {to} 的来源", "用 yimen catalogue receive 接收过下发，才能往回送。")
        before = list(Delivery.objects.filter(source=source, direction=Delivery.OUT).order_by("pk"))
        held: dict[str, int] = {}
        for one in before if not whole else []:
            held |= one.manifest["items"]
        items, ended = _changed(region_code(region), held)
        number = f"{region_code(region)}-{now:%Y%m%d}-{len(before) + 1:03}"
        if not items and not ended:
            return Delivered(number, 0, 0, {})
        sent = exchange.Delivery(
            exchange.Party(region_code(region), name),
            exchange.Party(source.region_code, source.region_name),
            number,
            f"{now:%Y-%m-%d}",
            since=before[-1].number if before and not whole else "",
            items=tuple(items),
            ended=tuple(ended),
        )
        manifest = {"items": {one.key: one.version for one in items} | dict.fromkeys(ended, -1)}
        counts = {"items": len(items), "ended": len(ended)}
        Delivery.objects.create(
            source=source,
            direction=Delivery.OUT,
            number=number,
            at=now,
            by=actor.name,
            manifest=manifest,
            counts=counts,
        )
        record(actor, "deliver-items", object_kind="delivery", object_ref=number, at=now, details=counts)
    return Delivered(number, len(items), len(ended), exchange.write(sent))


def _changed(region: str, held: dict[str, int]) -> tuple[list[exchange.Item], list[str]]:
    items, ended = [], []
    for entry in _ours(region).iterator(chunk_size=500):
        key = f"{entry.region_code}/{keys_of(entry.record)[0]}"
        if entry.state != State.LISTED:
            if held.get(key, -1) >= 0:
                ended.append(key)
        elif held.get(key, -1) < entry.revision:
            items.append(exchange.Item(key, entry.revision, entry.record))
    return items, ended


def _ours(region: str) -> QuerySet[Entry]:
    below = region[: WIDTHS[level_of(region)]]
    found = Entry.objects.filter(region_code__startswith=below, source__is_sample=False)
    return found.select_related("source").order_by("pk")
