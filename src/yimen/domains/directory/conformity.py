"""一致性报告: which entries of lower levels contradict a lock, or say otherwise than the level above."""

from collections.abc import Iterator
from dataclasses import dataclass

from yimen.domains.directory.models import Entry
from yimen.domains.directory.queries import chains, effective_of
from yimen.domains.directory.states import State
from yimen.engines.service import exchange

_BATCH = 400


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field in which a lower level says otherwise; ``locked_by`` empty: it may, and it differs."""

    entry: Entry
    field: str
    said_by: str
    said: str
    in_effect: str
    set_by: str
    locked_by: str

    @property
    def label(self) -> str:
        return exchange.label_of(self.field)


def contradictions(after_id: int = 0, limit: int = _BATCH) -> Iterator[Contradiction]:
    """What contradicts a lock, entry by entry in the order of ids; a constant number of questions for a batch."""
    rows = Entry.objects.filter(pk__gt=after_id, state=State.LISTED).exclude(base_code="")
    entries = list(rows.select_related("source").order_by("pk")[:limit])
    found = effective_of(entries)
    for entry in entries:
        for name, one in found[entry.pk].items():
            for by, said in one.without_effect:
                yield Contradiction(entry, name, by, _text(said), _text(one.value), one.set_by, one.locked_by)


def differences(after_id: int = 0, limit: int = _BATCH) -> Iterator[Contradiction]:
    """Where an entry says otherwise than the nearest level above, in fields that are not locked."""
    rows = Entry.objects.filter(pk__gt=after_id, state=State.LISTED).exclude(base_code="")
    for chain in chains(list(rows.select_related("source").order_by("pk")[:limit])).values():
        if len(chain) < 2:
            continue
        entry, nearest = chain[-1], chain[-2]
        mine, theirs = {**entry.values, **entry.own}, {**nearest.values, **nearest.own}
        for name in exchange.difference(mine, theirs):
            if name in _COMPARED and mine.get(name) and theirs.get(name):
                at, above = _text(mine[name]), _text(theirs[name])
                yield Contradiction(entry, name, entry.region_name, at, above, nearest.region_name, "")


# What the same item should say everywhere; places, phones and codes are every region's own.
_COMPARED = frozenset(
    "task_name task_type by_law anticipate_day anticipate_type is_fee fee_basis server_type project_type "
    "accept_condition special_procedure result_type result_name materials fees".split()
)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    rows = value if isinstance(value, list) else []
    return "；".join(next(iter(one.values()), "") for one in rows)
