"""Entries as the index of the search has it; once its service is published here, the service is found instead."""

from collections.abc import Collection, Iterable, Iterator

from yimen.domains.directory.ports import published
from yimen.domains.directory.queries import Searchable, searchable, searchable_of
from yimen.ground.search.entry import Entry

LISTED = "directory"
_BATCH = 500


def entries() -> Iterator[Entry]:
    """Every listed entry whose service is not published here."""
    after = 0
    while batch := list(searchable(after, _BATCH)):
        after = batch[-1].id
        yield from _not_published(batch)


def entries_of(ids: Collection[int]) -> Iterator[Entry]:
    """The same of these ids."""
    yield from _not_published(list(searchable_of(ids)))


def _not_published(batch: Iterable[Searchable]) -> Iterator[Entry]:
    here = published([one.slug for one in batch])
    yield from (entry_of(one) for one in batch if one.slug not in here)


def entry_of(one: Searchable) -> Entry:
    """Days, visits and fee are not told: what is listed lacks them until somebody has completed it."""
    return Entry(
        kind=LISTED,
        key=str(one.id),
        name=one.name,
        department=one.department,
        region=one.region,
        type=one.type,
        codes=(*one.codes, one.slug),
        note=one.source if one.is_sample else "",
    )
