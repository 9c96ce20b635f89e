"""Who has something to be found: each source gives all its entries when the index is built anew."""

from collections.abc import Callable, Iterable, Iterator

from yimen.ground.search.entry import Entry

_sources: dict[str, Callable[[], Iterable[Entry]]] = {}


def register(kind: str, entries: Callable[[], Iterable[Entry]]) -> None:
    """Let the entries of this kind come from this function.

    Raises:
        ValueError: the kind has a source already.
    """
    if _sources.get(kind, entries) is not entries:
        raise ValueError(f"two sources for {kind}")
    _sources[kind] = entries


def all_entries() -> Iterator[Entry]:
    """Every entry of every source."""
    for entries in _sources.values():
        yield from entries()
