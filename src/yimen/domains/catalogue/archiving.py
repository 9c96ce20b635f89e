"""The whole catalogue as an archive."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from yimen.domains.catalogue.files import from_json
from yimen.domains.catalogue.models import Draft, Item, Version
from yimen.domains.catalogue.states import OPEN
from yimen.engines.service.archive import Archive, ArchivedDraft, ArchivedItem, ArchivedVersion
from yimen.engines.service.archive.model import DraftTold


def archive_of_catalogue() -> Archive:
    """Every version of every item, and the drafts that are not settled."""
    versions: dict[int, list[ArchivedVersion]] = {}
    for one in Version.objects.order_by("item", "number").defer("terms").iterator(chunk_size=50):
        versions.setdefault(one.item_id, []).append(_version(one))
    items = {
        item.slug: ArchivedItem(item.slug, versions[item.pk], item.part_of.slug if item.part_of else None)
        for item in Item.objects.select_related("part_of").order_by("slug")
        if item.pk in versions
    }
    drafts = Draft.objects.select_related("base").defer("base__files", "base__terms").filter(state__in=OPEN)
    return Archive(items, {one.slug: _draft(one) for one in drafts.order_by("slug")})


def _version(version: Version) -> ArchivedVersion:
    return ArchivedVersion(
        number=version.number,
        fingerprint=version.fingerprint,
        files=from_json(version.files),
        parts=version.parts,
        published_at=moment_text(version.published_at),
        in_force_from=_day(version.in_force_from),
        in_force_until=_day(version.in_force_until),
    )


def _draft(draft: Draft) -> ArchivedDraft:
    told: Mapping[str, Any] = {
        "name": draft.name,
        "state": draft.state,
        "revision": draft.revision,
        "written_by": draft.written_by,
        "created_at": moment_text(draft.created_at),
        "changed_at": moment_text(draft.changed_at),
        "base": draft.base.number if draft.base else None,
        "locked": draft.locked,
        "origin": draft.origin,
        "in_force_from": _day(draft.in_force_from),
        "in_force_until": _day(draft.in_force_until),
        "reviewed_by": draft.reviewed_by,
        "returned": draft.returned,
        "remarks": draft.remarks,
    }
    return ArchivedDraft(
        draft.slug, from_json(draft.files), cast(DraftTold, {key: value for key, value in told.items() if value})
    )


def moment_text(moment: datetime) -> str:
    """In UTC, whatever zone the database answers in: the same moment is always the same text."""
    return moment.astimezone(UTC).isoformat()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
