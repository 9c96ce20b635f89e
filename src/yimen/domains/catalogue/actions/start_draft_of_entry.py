from datetime import datetime

from yimen.domains.catalogue.actions.start_draft import start_draft
from yimen.domains.catalogue.drafting import newest_of
from yimen.domains.catalogue.locks import placed
from yimen.domains.catalogue.models import Draft
from yimen.domains.directory.models import Entry
from yimen.domains.directory.queries import locked_fields, record_at
from yimen.engines.service import exchange
from yimen.ground.audit import Actor


def start_draft_of_entry(*, actor: Actor, entry: Entry, now: datetime) -> Draft:
    """Begin a guide with what the directory knows of an item: what levels above have locked stays locked.

    An item whose guide is published already is gone on with from there.

    Raises:
        DraftRefused: the name cannot be used.
    """
    record = record_at(entry)
    slug = entry.slug or exchange.slug_of(record)
    files = None if newest_of(slug) else exchange.folder_of(record, slug)
    locked, origin = placed(locked_fields(entry)), f"{entry.source.label}：{entry.name}"
    return start_draft(actor=actor, slug=slug, files=files, locked=locked, origin=origin, now=now)
