"""The standards that are in force together, and what is asked of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from yimen.engines.service.standards.model import Rule, Standard
from yimen.engines.service.standards.read import folders_below, read_folder


@dataclass(frozen=True)
class Library:
    """Standards by id; each once."""

    standards: Mapping[str, Standard] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[Standard]:
        return [one for one in self.standards.values() if one.kind == kind]

    def codes(self) -> dict[str, list[Mapping[str, Any]]]:
        """Every code table by its id. Of two standards that have the same table the later id counts."""
        return {table["id"]: table["codes"] for one in self.of_kind("codes") for table in one.meta["tables"]}

    def papers(self) -> list[Mapping[str, Any]]:
        return [paper for one in self.of_kind("materials") for paper in one.meta["papers"]]

    def elements(self) -> list[Mapping[str, Any]]:
        return [element for one in self.of_kind("form") for element in one.meta["elements"]]

    def rules(self) -> list[Rule]:
        return [rule for one in self.of_kind("quality") for rule in one.meta["rules"]]

    def words(self) -> dict[str, Sequence[str]]:
        return {name: words for one in self.of_kind("quality") for name, words in one.meta["words"].items()}


def on_day(standards: Iterable[Standard], day: date) -> Library:
    """The versions in force on a day: of each standard the highest that has begun, if it has not ended."""
    found: dict[str, Standard] = {}
    for one in sorted(standards, key=lambda one: (one.id, one.number)):
        if one.begins <= day:
            found[one.id] = one
    return Library({id: one for id, one in found.items() if one.ends is None or day <= one.ends})


def library_below(path: Path) -> Library:
    """All standards of the folders below a path, whatever their dates: what a command checks with.

    Raises:
        ServiceError: one of them cannot be read.
    """
    return Library({one.id: one for one in map(read_folder, folders_below(path))})
