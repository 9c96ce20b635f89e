"""Keep one entry, or take it out, in the transaction that changes what it tells of."""

from uuid import uuid4

from django.db import transaction

from yimen.ground.search.entry import Entry
from yimen.ground.search.models import Index, Row, Word
from yimen.ground.search.rows import WordCount, row_of
from yimen.ground.search.state import locked, other


def put(entry: Entry) -> None:
    """Keep this entry in the live index, and in the one that is being built beside it. No actor: whoever changes what
    the entry tells of has recorded that.

    New words are counted once; how common known ones are is counted when the index is built anew.
    """
    with transaction.atomic():
        state = locked()
        for slot in _slots(state):
            Row.objects.filter(slot=slot, kind=entry.kind, key=entry.key).delete()
            row = row_of(entry, slot)
            row.save()
            words = WordCount.empty()
            words.add([row])
            Word.objects.bulk_create(words.rows(slot), ignore_conflicts=True, batch_size=400)
        _changed(state)


def remove(kind: str, key: str) -> None:
    """Take an entry out; nothing happens when it is not there."""
    with transaction.atomic():
        state = locked()
        Row.objects.filter(slot__in=_slots(state), kind=kind, key=key).delete()
        _changed(state)


def _slots(state: Index) -> list[str]:
    return [state.slot, other(state.slot)] if state.building_since else [state.slot]


def _changed(state: Index) -> None:
    Index.objects.filter(pk=state.pk).update(stamp=uuid4())
