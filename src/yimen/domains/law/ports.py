"""Who cites laws: each kind of thing that does says so here, and where it is shown. Filled by ``config/wiring``."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citing:
    """Something that cites: a service, a power, the rulebook. ``told`` is its description (``engines.law.cited``)."""

    kind: str
    ref: str
    name: str
    version: str
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Source:
    citing: Callable[[], Iterable[Citing]]
    address: Callable[[str], str]
    word: str


_SOURCES: dict[str, _Source] = {}


def register(kind: str, citing: Callable[[], Iterable[Citing]], address: Callable[[str], str], word: str) -> None:
    """``citing`` gives every current thing of the kind, ``address`` its page, ``word`` its name. Once a kind."""
    if kind in _SOURCES:
        raise ValueError(f"two sources of citations of the kind {kind}")
    _SOURCES[kind] = _Source(citing, address, word)


def everything_that_cites() -> Iterator[Citing]:
    for source in _SOURCES.values():
        yield from source.citing()


def address_of(kind: str, ref: str) -> str:
    """The page of a thing that cites; "" when nobody knows the kind any more."""
    return _SOURCES[kind].address(ref) if kind in _SOURCES else ""


def word_of(kind: str) -> str:
    return _SOURCES[kind].word if kind in _SOURCES else kind
