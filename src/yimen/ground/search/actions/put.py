"""Keep entries, or take them out, in the transaction that changes what they tell of."""

from collections.abc import Callable, Collection, Iterable
from uuid import uuid4

from django.db import transaction

from yimen.ground.search.entry import Entry
from yimen.ground.search.jobs import read_new_titles
from yimen.ground.search.meaning import titles_read
from yimen.ground.search.models import Gone, Index, Read, Row, Word
from yimen.ground.search.ports import reader
from yimen.ground.search.rows import WordCount, row_of
from yimen.ground.search.state import locked, other

# As many keys as SQLite takes in one question, with room for the others of the question.
_AT_ONCE = 400
_ONCE = ["slot", "kind", "key"]
_SAID = [one.name for one in Row._meta.concrete_fields if not one.primary_key and one.name not in _ONCE]


def put(entry: Entry) -> None:
    """Keep this entry in the live index, and in the one that is being built beside it. No actor: whoever changes what
    the entry tells of has recorded that.

    New words are counted once; how common known ones are is counted when the index is built anew.
    """
    refresh(entry.kind, [entry.key], lambda: [entry])


def remove(kind: str, key: str) -> None:
    """Take an entry out; nothing happens when it is not there."""
    refresh(kind, [key], list)


def refresh(kind: str, keys: Collection[str], tell: Callable[[], Iterable[Entry]]) -> None:
    """Keep what is told of these keys, and take out those of them of which nothing is told.

    Args:
        tell: asked when nobody else changes the index, so that of two who change what one entry tells of the later
            tells what both have done.
    """
    with transaction.atomic():
        state = locked()
        told = sorted(tell(), key=lambda one: one.key)
        slots = [state.slot, other(state.slot)] if state.building_since else [state.slot]
        _take_out(slots, kind, sorted(set(keys) - {one.key for one in told}))
        for slot in slots:
            _write(slot, told)
        _let_read(told, state.slot)
        _note_gone(state, kind, set(keys), {one.key for one in told})
        Index.objects.filter(pk=state.pk).update(stamp=uuid4())


def _take_out(slots: list[str], kind: str, keys: list[str]) -> None:
    for at in range(0, len(keys), _AT_ONCE):
        Row.objects.filter(slot__in=slots, kind=kind, key__in=keys[at : at + _AT_ONCE]).delete()


def _write(slot: str, told: list[Entry]) -> None:
    rows = [row_of(one, slot) for one in told]
    # Over what is there: a rebuild may have written the row since, and two of one key are refused.
    Row.objects.bulk_create(rows, update_conflicts=True, unique_fields=_ONCE, update_fields=_SAID, batch_size=100)
    words = WordCount.empty()
    words.add(rows)
    Word.objects.bulk_create(words.rows(slot), ignore_conflicts=True, batch_size=_AT_ONCE)


def _let_read(told: list[Entry], slot: str) -> None:
    """Where a model ranks by meaning: the worker lets it read what it does not know yet."""
    model = reader()
    if model is None:
        return
    titles = sorted({title for one in told for title in titles_read(row_of(one, slot).titles)})
    for at in range(0, len(titles), _AT_ONCE):
        some = titles[at : at + _AT_ONCE]
        if Read.objects.filter(model=model.name, text__in=some).count() < len(some):
            read_new_titles.enqueue()
            return


def _note_gone(state: Index, kind: str, keys: set[str], told: set[str]) -> None:
    # A rebuild may have read the entry already and write it only after this.
    if state.building_since:
        for at in range(0, len(told), _AT_ONCE):
            Gone.objects.filter(kind=kind, key__in=sorted(told)[at : at + _AT_ONCE]).delete()
        gone = [Gone(kind=kind, key=key) for key in sorted(keys - told)]
        Gone.objects.bulk_create(gone, ignore_conflicts=True, batch_size=_AT_ONCE)
