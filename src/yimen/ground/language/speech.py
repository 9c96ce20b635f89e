"""The sentence in the language of the page."""

from functools import cache
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import get_language

from yimen.ground.language import compiled
from yimen.ground.language.book import Book
from yimen.ground.language.ports import Phrases, phrases

CATALOGUE = Path(__file__).resolve().parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.mo"
_open: tuple[Phrases, Book] | None = None


def say(text: str) -> str:
    """A Chinese text in the language of the page that is being made: itself, or its English."""
    if not speaks_english():
        return text
    return _book().say(text)


def speaks_english() -> bool:
    return get_language() == "en"


def _book() -> Book:
    try:
        return _open[1] if _open else refresh()
    except DatabaseError:
        # The page of an outage says its own sentences, though nobody can say now what services bring.
        return Book(_messages(), {})


def refresh() -> Book:
    """Ask for the phrases as they are now, once at the beginning of a page: services may have been published."""
    global _open
    known = phrases()
    if _open is None or _open[0] is not known:
        _open = known, Book(_messages(), known)
    return _open[1]


@cache
def _messages() -> dict[str, str]:
    return compiled.read(CATALOGUE)
