from datetime import date, datetime

from django.db import transaction

from yimen.domains.catalogue.actions.bring_into_force import bring
from yimen.domains.catalogue.arrivals import Arrivals, arrivals
from yimen.domains.catalogue.drafting import said_of
from yimen.domains.catalogue.errors import NotPublishable
from yimen.domains.catalogue.events import VersionPublished
from yimen.domains.catalogue.files import to_json
from yimen.domains.catalogue.models import Draft, Item, Version
from yimen.domains.catalogue.queries import definition, definition_by_key
from yimen.engines import service as engine
from yimen.engines.service.archive import Archive, ArchivedDraft, ArchivedVersion
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.outbox.announce import announce


@transaction.atomic
def import_archive(*, actor: Actor, archive: Archive, now: datetime) -> Arrivals:
    """Add the versions of an archive that are not here: all of them or none. Nothing that is here is changed.

    Versions keep their numbers, days and moments, so that cases and papers that name them mean the same everywhere.

    Raises:
        NotPublishable: the version that would be the current one cannot be read by this release.
    """
    found = arrivals(archive)
    items = {one.slug: one for one in Item.objects.select_for_update()}
    for one in found.items:
        items[one.slug] = Item.objects.create(slug=one.slug)
    for one in found.items:
        if one.part_of is not None:
            Item.objects.filter(pk=items[one.slug].pk).update(part_of=items[one.part_of])
    for key, (item, version) in found.versions.items():
        _add(items[item.slug], version, now)
        details = {"fingerprint": version.fingerprint}
        record(actor, "import-version", object_kind="service", object_ref=key, at=now, details=details)
        announce(VersionPublished(item.slug, version.number), now=now)
    for slug in sorted({item.slug for item, _ in found.versions.values()}):
        _bring(items[slug], now)
    for draft in found.drafts:
        _add_draft(draft)
        record(actor, "import-service-draft", object_kind="service-draft", object_ref=draft.slug, at=now)
    return found


def _add(item: Item, version: ArchivedVersion, now: datetime) -> None:
    service = _readable(version)
    Version.objects.create(
        item=item,
        number=version.number,
        fingerprint=version.fingerprint,
        files=to_json(version.files),
        name=(service.meta["name"] if service else said_of(version.files, "name") or item.slug)[:200],
        summary=(service.meta.get("summary", "") if service else said_of(version.files, "summary"))[:500],
        parts=dict(version.parts),
        handled=service is None or not service.guide_only,
        in_force_from=_day(version.in_force_from),
        in_force_until=_day(version.in_force_until),
        published_at=datetime.fromisoformat(version.published_at),
    )


def _readable(version: ArchivedVersion) -> engine.Service | None:
    """None: an old version that this release reads no more; it is kept all the same, cases may rest on it."""
    keys = {key.rsplit("@", 1)[0]: key for key in version.parts.values()}
    try:
        return engine.read(version.files, lambda slug: definition_by_key(keys[slug]))
    except engine.ServiceError:
        return None


def _bring(item: Item, now: datetime) -> None:
    item = Item.objects.select_for_update().get(pk=item.pk)
    try:
        bring(item, now)
        if item.current is not None and item.ended_on is None:
            definition(item.current)
    except engine.ServiceError as error:
        told = "；".join(str(one) for one in error.problems[:5])
        key = item.current.key if item.current else item.slug
        raise NotPublishable(f"{key} 是现行的一版，可是这里读不懂，整份档案都没有导入", told) from error


def _add_draft(draft: ArchivedDraft) -> None:
    told = draft.told
    base = Version.objects.filter(item__slug=draft.slug, number=told["base"]).first() if told.get("base") else None
    Draft.objects.create(
        slug=draft.slug,
        name=told["name"][:200],
        base=base,
        files=to_json(draft.files),
        revision=told["revision"],
        state=told["state"],
        locked=dict(told.get("locked", {})),
        origin=told.get("origin", "")[:200],
        in_force_from=_day(told.get("in_force_from")),
        in_force_until=_day(told.get("in_force_until")),
        written_by=[dict(one) for one in told["written_by"]],
        reviewed_by=dict(told.get("reviewed_by", {})),
        returned=told.get("returned", 0),
        remarks=told.get("remarks", ""),
        created_at=datetime.fromisoformat(told["created_at"]),
        changed_at=datetime.fromisoformat(told["changed_at"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
