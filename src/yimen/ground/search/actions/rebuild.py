"""Build the whole index anew beside the live one, and let it take its place."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import uuid4

from django.db import transaction

from yimen.ground.errors import Unavailable
from yimen.ground.search.actions.read_titles import read_titles
from yimen.ground.search.entry import Entry
from yimen.ground.search.models import Gone, Index, Row, Word
from yimen.ground.search.rows import FORM, WordCount, row_of
from yimen.ground.search.sources import all_entries
from yimen.ground.search.state import locked, other

_log = logging.getLogger(__name__)
_BATCH = 1000
# Whoever has been building for longer was killed.
_LONGEST = timedelta(hours=1)


def rebuild(*, now: datetime, entries: Iterable[Entry] | None = None) -> int:
    """Build the index anew from all sources, or from these entries; returns how many it holds.

    1. the free slot is emptied; from here on `put` writes to both
    2. entries are written in batches, so that nobody waits long; what `put` has written meanwhile is newer and stays
    3. what was taken out meanwhile is taken out again, for it may have been read before
    4. the slot becomes the live one in one statement; whoever is searching goes on in the old one or in the new one
    5. the old slot is emptied, in batches too
    6. where a model ranks by meaning, it reads the titles that are new; until then they are found by their words

    Raises:
        Unavailable: somebody else is building it.
    """
    slot = _begin(now)
    words, count = WordCount.empty(), 0
    for batch in _batches(all_entries() if entries is None else entries):
        with transaction.atomic():
            rows = [row_of(one, slot) for one in batch]
            Row.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)
        words.add(rows)
        count += len(rows)
    _finish(slot, words, now)
    _empty(other(slot))
    _read_titles()
    return count


def _begin(now: datetime) -> str:
    with transaction.atomic():
        state = locked()
        if state.building_since and now - state.building_since < _LONGEST:
            raise Unavailable("搜索的索引正在重建", "等这一次建好，一般几分钟。")
        Index.objects.filter(pk=state.pk).update(building_since=now)
        Gone.objects.all().delete()
    slot = other(state.slot)
    _empty(slot)
    return slot


def _finish(slot: str, words: WordCount, now: datetime) -> None:
    with transaction.atomic():
        state = locked()
        for one in Gone.objects.all():
            Row.objects.filter(slot=slot, kind=one.kind, key=one.key).delete()
        Gone.objects.all().delete()
        # Words that `put` has written meanwhile were counted once.
        unique = ["slot", "kind", "text"]
        Word.objects.bulk_create(
            words.rows(slot), batch_size=_BATCH, update_conflicts=True, unique_fields=unique, update_fields=["count"]
        )
        told = {"slot": slot, "building_since": None, "form": FORM, "built_at": now, "stamp": uuid4()}
        Index.objects.filter(pk=state.pk).update(**told)


def _read_titles() -> None:
    try:
        read_titles()
    except Unavailable as error:
        # The index is whole without it.
        _log.warning("titles are found by their words alone: %s", error.sentence)


def _empty(slot: str) -> None:
    # In batches: one statement over everything would keep all who write waiting.
    while rows := list(Row.objects.filter(slot=slot).values_list("pk", flat=True)[:_BATCH]):
        Row.objects.filter(pk__in=rows).delete()
    Word.objects.filter(slot=slot).delete()


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    told = iter(entries)
    while batch := list(islice(told, _BATCH)):
        yield batch
