"""Cleaning of typed text: what a keyboard, an input method or a copied message leaves behind."""

import re
import unicodedata
from collections.abc import Callable

_HALF_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)}
_HALF_WIDTH |= {0xFF21 + i: 0x41 + i for i in range(26)}
_HALF_WIDTH |= {0xFF41 + i: 0x61 + i for i in range(26)}
# Private-use and not yet assigned characters stay: rare characters of personal names are among them.
_INVISIBLE = {"Cc", "Cf", "Cs"}
_ROUNDS = 4
_BLANK = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s\-‐-―－·.,，、]+")


def visible_text(raw: str) -> str:
    """Text without control, zero-width and lone surrogate characters (no database or printer takes those)."""
    spaced = _BLANK.sub(" ", raw)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _INVISIBLE)
    # Two blanks may have stood on both sides of what is gone now.
    return _BLANK.sub(" ", seen).strip()


def has_invisible(text: str) -> bool:
    """Whether control, zero-width or lone surrogate characters are among the text."""
    return any(unicodedata.category(char) in _INVISIBLE for char in text)


def plain(raw: str) -> str:
    """Free text: digits and letters half-width, runs of blanks one space; Chinese punctuation stays as typed."""
    return visible_text(raw.translate(_HALF_WIDTH))


def narrow(raw: str) -> str:
    """Numbers and codes: everything half-width, no blanks."""
    return _settled(lambda text: visible_text(unicodedata.normalize("NFKC", visible_text(text))).replace(" ", ""), raw)


def code(raw: str) -> str:
    """Codes as people group them (``110101 1990-0307 7758``): half-width capitals without separators."""
    return _settled(lambda text: _SEPARATORS.sub("", narrow(text)).upper(), raw)


def _settled(clean: Callable[[str], str], raw: str) -> str:
    """Cleaned until nothing changes: what stood apart may join once the sign between is gone (``R ̧`` → ``Ŗ``)."""
    text = clean(raw)
    for _ in range(_ROUNDS):
        if (again := clean(text)) == text:
            break
        text = again
    return text


def quoted(raw: str) -> str:
    """What was typed, short enough to stand in a sentence."""
    text = visible_text(raw)
    return f"“{text[:20]}…”" if len(text) > 20 else f"“{text}”"
