from datetime import datetime

from django.db import transaction

from yimen.domains.directory.models import Entry
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale


def review(*, actor: Actor, entry: Entry, revision: int, now: datetime) -> None:
    """An editor has looked at what has changed: the entry leaves the to-do list until it changes again.

    Args:
        revision: the one that the page showed.
    Raises:
        Stale: it has changed again since the page was opened.
    """
    with transaction.atomic():
        found = Entry.objects.select_for_update().get(pk=entry.pk)
        if found.revision != revision:
            raise Stale("这个事项刚刚又变了", "刷新页面，看过新的变化再点。")
        if found.reviewed == revision:
            return
        found.reviewed = revision
        found.save(update_fields=["reviewed"])
        details = {"revision": revision}
        record(actor, "review-entry", object_kind="entry", object_ref=str(entry.pk), at=now, details=details)
