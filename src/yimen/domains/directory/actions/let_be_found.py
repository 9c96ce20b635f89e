"""What the search knows of entries, in the transaction that changes them. No actor: the change itself is recorded."""

from collections.abc import Collection
from datetime import datetime

from yimen.domains.directory.finding import LISTED, entries_of
from yimen.domains.directory.models import Entry
from yimen.domains.directory.states import State
from yimen.ground.outbox.announce import announce
from yimen.ground.search.actions.put import refresh
from yimen.ground.search.events import IndexOutdated

# Of more at once the index is built anew, so that nobody who publishes waits for a delivery of thousands.
AT_ONCE = 200


def let_be_found(entries: Collection[int], *, now: datetime) -> None:
    """Find these entries as they are now; what is listed no more, or published as a service, is found no more.

    Many at once are found as soon as the worker has built the index anew.
    """
    if len(entries) > AT_ONCE:
        announce(IndexOutdated(LISTED), now=now)
    elif entries:
        refresh(LISTED, [str(id) for id in entries], lambda: entries_of(entries))


def let_entries_of_service_be_found(slug: str, *, now: datetime) -> None:
    """The service of this short name was published, or has ended: it is found instead of its entries, or they again."""
    listed = Entry.objects.filter(slug=slug, state=State.LISTED)
    let_be_found(list(listed.values_list("pk", flat=True)), now=now)
