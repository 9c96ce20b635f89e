"""Facts about the index, in the past tense."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexOutdated:
    """So many entries of a kind have changed at once that the index is to be built anew."""

    kind: str
