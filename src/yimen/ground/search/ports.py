"""What the search may get from outside: a model that tells how near the meanings of two texts are. Optional."""

from collections.abc import Sequence
from typing import Protocol


class Shelf(Protocol):
    """Texts that were read before, ready to be compared."""

    def near(self, question: str) -> Sequence[float]:
        """For each text of the shelf, in its order, how near its meaning is to that of a question.

        From 0, nothing to do with each other, to 1, the same; below a third nobody who asked would want to be shown it.
        The adapter brings the figures of its model to this scale.

        Raises:
            Unavailable: the model cannot be asked now; the search goes on with words alone.
        """


class Reader(Protocol):
    """A model that reads texts once, when the index is built, and a question whenever one is asked."""

    @property
    def name(self) -> str:
        """Which model and version; at most 100 signs. What another one has read is worth nothing to this one."""

    def read(self, texts: Sequence[str]) -> list[bytes]:
        """What it keeps of each text, at most a few kilobytes; the same for the same text.

        Raises:
            Unavailable: the model cannot be asked now.
        """

    def shelf(self, kept: Sequence[bytes]) -> Shelf:
        """Texts as they were kept, put up to be compared.

        Raises:
            Unavailable: what was kept is damaged.
        """


_plugged: list[Reader] = []


def plug_reader(port: Reader) -> None:
    """Rank by meaning with this model from now on."""
    _plugged[:] = [port]


def reader() -> Reader | None:
    """The model in use; None when words alone are compared, as it is unless a city has switched it on."""
    return _plugged[0] if _plugged else None
