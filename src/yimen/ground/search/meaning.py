"""What a process keeps of the live index for ranking by meaning: which names there are, and what a model has read."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from yimen.ground.errors import Unavailable
from yimen.ground.search.models import Index, Read, Row
from yimen.ground.search.ports import Shelf, reader

# More names are ranked by their words alone: 20,000 take some 30 MB in each process that is asked.
MOST = 20_000
_LONGEST = 500
_BETWEEN_SIGNS = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Near:
    """A name whose meaning is near. ``sort``: where its rows stand in the index."""

    name: str
    sort: str
    how: float


class Known:
    """Names of one state of the index, each with its titles on a shelf."""

    def __init__(self, names: Sequence[tuple[str, str, Sequence[int]]], shelf: Shelf) -> None:
        self._names, self._shelf = names, shelf

    def near(self, question: str) -> list[Near]:
        """Names that are at all near, the nearest first: a name is as near as the nearest of its titles."""
        told = self._shelf.near(question)
        found = [Near(name, sort, max(told[at] for at in places)) for name, sort, places in self._names]
        return sorted((one for one in found if one.how > 0), key=lambda one: (-one.how, one.name))


def near_by_meaning(question: str, state: Index) -> list[Near]:
    """Names of the live index that mean something near; none when no model is plugged in or none can be asked."""
    model = reader()
    if model is None or not question:
        return []
    try:
        known = _known(state.slot, state.stamp, model.name)
        return known.near(question) if known else []
    except Unavailable as error:
        _log.warning("the search goes on with words alone: %s", error.sentence)
        return []


def titles_read(lines: str) -> list[str]:
    """The titles of a row as a model reads them: Chinese signs side by side, other words apart."""
    return [_BETWEEN_SIGNS.sub("", line)[:_LONGEST] for line in lines.splitlines()]


@lru_cache(maxsize=1)
def _known(slot: str, stamp: UUID, model: str) -> Known | None:
    """The names of a slot; asked once per process until the stamp is another. None when nothing was read yet."""
    plugged = reader()
    rows = Read.objects.filter(model=model).order_by("pk").values_list("text", "kept")
    kept = {text: bytes(one) for text, one in rows[:MOST].iterator(chunk_size=2000)}
    places = {text: at for at, text in enumerate(kept)}
    names = []
    # The same service stands in each district under the same name: it is kept once.
    for name, sort, titles in Row.objects.filter(slot=slot).values_list("name", "sort", "titles").distinct():
        at = [places[text] for text in titles_read(titles) if text in places]
        if at:
            names.append((name, sort, at))
    return Known(names, plugged.shelf(list(kept.values()))) if plugged and names else None
