"""What the host knows and the catalogue has to be told."""

from collections.abc import Collection

_lists: list[Collection[str]] = []


def plug_lists(names: Collection[str]) -> None:
    """Names of the lists that forms may offer (``options_from``)."""
    _lists[:] = [names]


def known_lists() -> Collection[str] | None:
    """None: nobody has said which lists there are, so they are not checked."""
    return _lists[0] if _lists else None
