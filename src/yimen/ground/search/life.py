"""The stages of life by which things are browsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from yimen.ground.search.entry import Entry

FILE = Path(__file__).parent / "data" / "life_events.yaml"


@dataclass(frozen=True)
class LifeEvent:
    """A stage of life; ``audience`` is ``people`` or ``enterprises``."""

    id: str
    name: str
    audience: str
    icon: str
    hint: str
    topics: frozenset[str]
    words: tuple[str, ...]

    def has(self, entry: Entry) -> bool:
        """Whether a thing belongs to it: by its topics, or by what its name says when nobody gave it topics."""
        if not getattr(entry, self.audience):
            return False
        return bool(self.topics & set(entry.topics)) or any(word in entry.name for word in self.words)


@lru_cache(maxsize=1)
def life_events() -> Sequence[LifeEvent]:
    """All stages in the order of the file."""
    told = yaml.safe_load(FILE.read_text())
    return tuple(
        LifeEvent(
            one["id"],
            one["name"],
            one["for"],
            one["icon"],
            one["hint"],
            frozenset(one["topics"]),
            tuple(one["words"]),
        )
        for one in told
    )


def life_events_of(entry: Entry) -> list[str]:
    """The ids of the stages to which a thing belongs."""
    return [one.id for one in life_events() if one.has(entry)]
