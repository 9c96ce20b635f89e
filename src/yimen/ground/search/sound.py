"""How signs sound: pinyin for those who type it, and for signs that were mistaken for others of the same sound."""

import re
from functools import lru_cache
from typing import Any

from pypinyin import lazy_pinyin

from yimen.ground.search.tokens import core

_INITIAL = re.compile("^(zh|ch|sh)")


@lru_cache(maxsize=50_000)
def syllables(text: str) -> tuple[str, ...]:
    """A syllable for each sign of a plain text, without tones; a letter or digit stands for itself."""
    return tuple(one for one in lazy_pinyin(core(text), errors=_apart, v_to_u=False))


def _apart(text: str) -> Any:
    return list(text)


def slurred(syllable: str) -> str:
    """A syllable as those say it who do not tell zh from z, ch from c, sh from s, -ng from -n."""
    return _INITIAL.sub(lambda found: found[0][0], syllable).removesuffix("g") if len(syllable) > 1 else syllable


def spellings(letters: str, known: frozenset[str], most: int = 6) -> list[tuple[str, ...]]:
    """Ways in which letters without gaps are syllables, fewest syllables first: ``xian`` → ``(xian,) (xi, an)``."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for length in range(1, min(6, end) + 1):
            syllable = letters[end - length : end]
            if syllable in known:
                ways[end] += [(*way, syllable) for way in ways[end - length]]
        ways[end] = sorted(ways[end], key=len)[:most]
    return ways[-1]


def first_letter(text: str) -> str:
    """The capital under which a name stands in a list from A to Z; ``#`` for a digit or another sign."""
    sound = syllables(text)[:1]
    return sound[0][0].upper() if sound and sound[0][0].isascii() and sound[0][0].isalpha() else "#"
