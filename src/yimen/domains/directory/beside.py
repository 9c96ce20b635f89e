"""Entries side by side for a merger, and what an entry becomes, as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yimen.domains.directory.actions.merge import OF_ITSELF
from yimen.domains.directory.models import Entry
from yimen.domains.directory.present import word
from yimen.engines.service import exchange

# Marks of systems: nobody chooses between them.
_SILENT = frozenset(
    "row_guid task_version task_type_word extend_field source_url region_code region_name parent_matterid".split()
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one entry says in a field; ``kept``: it stays unless another is chosen."""

    entry: Entry
    said: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A field in which entries differ. ``locked_by``, or ``fixed``: it goes with the entry that stays."""

    name: str
    label: str
    cells: tuple[Cell, ...]
    fixed: bool
    locked_by: str

    @property
    def open(self) -> bool:
        """Whether an editor may choose."""
        return not self.fixed and not self.locked_by


def lines(
    entries: Sequence[Entry], target: Entry, locked: Mapping[str, str], chosen: Mapping[str, int]
) -> tuple[list[Line], int]:
    """The fields in which entries differ, and in how many they say the same. What the target has stays; what it lacks
    it gets from the first that has it; ``chosen`` (field → id) counts more than both."""
    records = {one.pk: one.record for one in entries}
    known = {name for record in records.values() for name in exchange.cleaned(record)}
    found, same = [], 0
    for name in in_order(known - _SILENT):
        said = {one.pk: records[one.pk].get(name) for one in entries}
        if all(value == said[target.pk] for value in said.values()):
            same += 1
            continue
        fixed, by = name in OF_ITSELF, locked.get(name, "")
        kept = target.pk if fixed or by else _kept(said, target.pk, chosen.get(name))
        cells = [Cell(one, word(one, name, said[one.pk]) if said[one.pk] else "", one.pk == kept) for one in entries]
        found.append(Line(name, exchange.label_of(name), tuple(cells), fixed, by))
    return found, same


def _kept(said: Mapping[int, Any], target: int, chosen: int | None) -> int:
    if chosen is not None and said.get(chosen):
        return chosen
    return target if said[target] else next(id for id, value in said.items() if value)


def changes(entry: Entry, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """What an entry says otherwise than before, in people's words."""
    names = in_order(set(exchange.difference(before, after)))
    said = {
        name: [word(entry, name, told[name]) if told.get(name) else "" for told in (before, after)] for name in names
    }
    return [{"label": exchange.label_of(name), "before": one, "after": two} for name, (one, two) in said.items()]


def in_order(names: set[str]) -> list[str]:
    """Names of fields in the order of the standard, child tables and unknown ones after them."""
    known = [*exchange.FIELDS, *exchange.CHILDREN]
    return [*(name for name in known if name in names), *sorted(names - set(known))]
