"""Field by field down the levels: who set a value, who locked it, what a lock leaves without effect. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yimen.engines.service.exchange import label_of

OWN = "本地补充"
# What makes an entry this region's own is never taken from a level above.
LOCAL = frozenset(
    "row_guid task_code local_task_code task_handle_item dept_name dept_code dept_type town_code village_code "
    "task_version region_code region_name".split()
)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one level says: ``locks`` bind the layers after it."""

    by: str
    values: Mapping[str, Any]
    locks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Effective:
    """The value of one field: which level set it, which locked it (or empty), and what lower levels say in vain."""

    name: str
    value: Any
    set_by: str
    locked_by: str = ""
    without_effect: tuple[tuple[str, Any], ...] = ()

    @property
    def label(self) -> str:
        return label_of(self.name)


def resolve(layers: Sequence[Layer]) -> dict[str, Effective]:
    """The fields of the last layer, which is the entry itself, from the highest level down."""
    found: dict[str, Effective] = {}
    locked: dict[str, str] = {}
    first_own = _first_own(layers)
    for at, layer in enumerate(layers):
        for name, value in layer.values.items():
            if value in ("", [], None) or (name in LOCAL and at < first_own):
                continue
            found[name] = _over(found.get(name), name, value, layer.by, locked.get(name, ""))
        for name in layer.locks - locked.keys() - LOCAL:
            locked[name] = layer.by
    return {name: _locked(one, locked.get(name, "")) for name, one in sorted(found.items())}


def _first_own(layers: Sequence[Layer]) -> int:
    """Where the entry's own layers begin: its source's and, when there is one, what was completed here."""
    return len(layers) - (2 if layers[-1].by == OWN else 1)


def _over(known: Effective | None, name: str, value: Any, by: str, locked_by: str) -> Effective:
    if known is None or not locked_by:
        return Effective(name, value, by)
    if known.value == value:
        return known
    return Effective(name, known.value, known.set_by, locked_by, (*known.without_effect, (by, value)))


def _locked(one: Effective, by: str) -> Effective:
    return Effective(one.name, one.value, one.set_by, by, one.without_effect)
