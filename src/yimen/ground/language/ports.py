"""Where phrases come from that are not the program's own: the English of published services."""

from collections.abc import Callable, Mapping

Phrases = Mapping[str, str]


def _none() -> Phrases:
    return _NOTHING


_NOTHING: Phrases = {}
_source: Callable[[], Phrases] = _none


def plug_phrases(source: Callable[[], Phrases]) -> None:
    """Plug in who knows more phrases, Chinese → English.

    The source is asked once for each page in English; it returns the same object for as long as nothing has changed.
    """
    global _source
    _source = source


def phrases() -> Phrases:
    return _source()
