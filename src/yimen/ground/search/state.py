"""Which index is live."""

from yimen.ground.search.models import Index
from yimen.ground.search.rows import FORM

_ONE = 1


def live() -> Index:
    """The state of the index, one row."""
    return Index.objects.filter(pk=_ONE).first() or Index(pk=_ONE)


def locked() -> Index:
    """The state for whoever changes the index: one after another. In a transaction."""
    Index.objects.get_or_create(pk=_ONE)
    return Index.objects.select_for_update().get(pk=_ONE)


def is_built() -> bool:
    """Whether a whole index of today's form is live."""
    told = live()
    return told.built_at is not None and told.form == FORM


def other(slot: str) -> str:
    return "b" if slot == "a" else "a"
