"""What this domain asks of those after it: whether the service of an entry is published, where its page stands, and
which services nobody has applied for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Published = Callable[[Collection[str]], Mapping[str, str]]
_published: list[Published] = []


def plug_published(answer: Published) -> None:
    """``answer`` gives of these short names those whose service is published, each with the address of its page."""
    _published[:] = [answer]


@dataclass(frozen=True, slots=True)
class Unused:
    """A published service that nobody has applied for, with the address of its page."""

    slug: str
    name: str
    published_on: date
    address: str


# After this short name, at most so many.
UnusedAfter = Callable[[str, int], Sequence[Unused]]
_unused: list[UnusedAfter] = []


def plug_unused(answer: UnusedAfter) -> None:
    """``answer`` gives the services that are handled here and never had a case, by short name, behind this one."""
    _unused[:] = [answer]


def unused(after: str, limit: int) -> Sequence[Unused]:
    """Published services that are handled here and that nobody has applied for yet."""
    return _unused[0](after, limit) if _unused else ()


def published(slugs: Collection[str]) -> Mapping[str, str]:
    """The addresses of the services that are published under these short names."""
    return _published[0](slugs) if _published else {}
