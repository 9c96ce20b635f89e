"""What this domain asks of those after it: whether the service of an entry is published, and where its page stands."""

from collections.abc import Callable, Collection, Mapping

Published = Callable[[Collection[str]], Mapping[str, str]]
_published: list[Published] = []


def plug_published(answer: Published) -> None:
    """``answer`` gives of these short names those whose service is published, each with the address of its page."""
    _published[:] = [answer]


Handled = Callable[[Collection[str]], Collection[str]]
_handled: list[Handled] = []


def plug_handled(answer: Handled) -> None:
    """``answer`` gives of these short names those whose service has had a case."""
    _handled[:] = [answer]


def handled(slugs: Collection[str]) -> Collection[str]:
    """The short names whose service has had a case."""
    return _handled[0](slugs) if _handled else ()


def published(slugs: Collection[str]) -> Mapping[str, str]:
    """The addresses of the services that are published under these short names."""
    return _published[0](slugs) if _published else {}
