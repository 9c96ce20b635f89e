"""How text becomes tokens: one tokenizer for whatever is indexed and for whatever is typed."""

import re
import unicodedata
from functools import lru_cache

import rjieba
from opencc import OpenCC

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_SIMPLE = OpenCC("t2s")


def plain(text: str) -> str:
    """A text in its one form: half-width, small letters, simplified signs."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return str(_SIMPLE.convert(folded)) if not folded.isascii() else folded


def core(text: str) -> str:
    """What of a plain text is heard: its signs, letters and digits, without punctuation and spaces."""
    return "".join(_RUN.findall(text))


def is_chinese(text: str) -> bool:
    return bool(text) and all("\u3400" <= sign <= "\u9fff" for sign in text)


@lru_cache(maxsize=20_000)
def segments(text: str) -> tuple[str, ...]:
    """Words of a plain text, in order, none inside another: ``开办餐饮店`` → ``开办 餐饮 店``.

    Only words of the dictionary: what a model guesses to be a word (养狗要) hides the words in it.
    """
    return tuple(word for run in _RUN.findall(text) for word in (rjieba.cut(run, False) if is_chinese(run) else [run]))


def pairs(text: str) -> list[str]:
    """Neighbouring signs of a plain text: ``小面馆`` → ``小面 面馆``."""
    runs = [run for run in _RUN.findall(text) if is_chinese(run)]
    return [first + second for run in runs for first, second in zip(run, run[1:], strict=False)]


def words(text: str) -> list[str]:
    """Words of a plain text and the words inside them; single signs are no words."""
    found: list[str] = []
    for run in _RUN.findall(text):
        found += [one for one in rjieba.cut_for_search(run, False) if len(one) > 1] if is_chinese(run) else [run]
    return found


def features(text: str) -> list[str]:
    """What a plain text is found by: its words and pairs of signs, each once."""
    return list(dict.fromkeys([*words(text), *pairs(text)]))
