"""What a text asks for: its matters with the words that stand for them, and what is asked about them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from yimen.ground.search.everyday import everyday
from yimen.ground.search.tokens import core, is_chinese, plain, segments

# What stands for a word counts a little less than the word itself.
FOR_IT, _FURTHER, _LEAST = 0.95, 0.06, 0.75
_ASKED, _WEAK = 0.6, 0.3
# Measure words and the like: 开个小店 is 开店.
_BETWEEN = frozenset(
    "个 家 的 了 张 份 套 些 点 小 一个 一家 一张 一份 这个 那个 间 一间 条 台 辆 部 过 得 着 要".split()
)
_NUMBER = r"(\d{2,3}|[一二两三四五六七八九]?[十百][一二三四五六七八九]?)"
_AGE = re.compile(f"(?:今年)?{_NUMBER}(?:多|来|几)?(?:周岁|岁)(?:以上|多)?|今年{_NUMBER}")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_ENGLISH_FILLER = frozenset(
    "a an the to of for in on at my me i we you how do does can could get have has is are be it with what where want "
    "need like would please and or".split()
)


@dataclass(frozen=True)
class Slot:
    """One matter of a text. ``names``: the words that may stand for it in a name, each with how much it counts."""

    said: str
    names: tuple[tuple[str, float], ...]
    factor: float = 1.0


@dataclass(frozen=True)
class Wanted:
    slots: tuple[Slot, ...]
    intent: str
    text: str


def wanted(text: str) -> Wanted:
    """What a text asks for; no slots when it says nothing."""
    told = plain(text)
    found, intent = [], ""
    for slot in _slots(told):
        found.append(slot)
        intent = intent or everyday().said.get(slot.said, "")
    return Wanted(tuple({slot.said: slot for slot in found}.values()), intent, core(told))


def _slots(told: str) -> Iterator[Slot]:
    rest = 0
    for age in _AGE.finditer(told):
        yield from _words(told[rest : age.start()])
        yield _age(age)
        rest = age.end()
    yield from _words(told[rest:])


def _age(found: re.Match[str]) -> Slot:
    years = _years(found[1] or found[2])
    life = next((names for least, names in sorted(everyday().ages.items(), reverse=True) if years >= least), ())
    return Slot(core(found[0]), ((f"{years}岁", 1.0), (f"{years}周岁", 1.0), *((name, FOR_IT) for name in life)), 1.0)


def _years(text: str) -> int:
    """``82``, ``八十二``, ``一百零三`` → the number; a text that is none is 0."""
    if text.isdigit():
        return int(text)
    head, unit, tail = re.fullmatch("(.?)([十百])(.?)", text).groups()  # type: ignore[union-attr]  # by _NUMBER
    return _DIGITS.get(head, 1) * (10 if unit == "十" else 100) + _DIGITS.get(tail, 0)


def _words(told: str) -> Iterator[Slot]:
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z0-9]+", told):
        if is_chinese(run):
            yield from _chinese([word for word in segments(run) if word not in _BETWEEN])
        elif run in everyday().synonyms:
            yield _slot(run)
        elif run not in _ENGLISH_FILLER:
            yield Slot(run, ((run, 1.0),))


def _chinese(words: Sequence[str]) -> Iterator[Slot]:
    """The longest everyday word at each place, else the tokenizer's; filler is left out.

    Signs that are no word by themselves are one together: 犬类准养.
    """
    run, ends = "".join(words), _ends(words)
    at, loose = 0, ""
    while at < len(run):
        known = _everyday_word(run, at, ends)
        word = known or run[at : ends[at]]
        at += len(word)
        if not known and len(word) == 1:
            loose += word
            continue
        if loose:
            yield _slot(loose)
            loose = ""
        if word not in everyday().filler:
            yield _slot(word)
    if loose:
        yield _slot(loose)


def _ends(words: Sequence[str]) -> list[int]:
    """For each sign of the words, run together, where its word ends."""
    return [end for word, end in zip(words, accumulate(map(len, words)), strict=True) for _ in word]


def _everyday_word(run: str, at: int, ends: list[int]) -> str:
    known = everyday()
    for length in range(min(known.longest, len(run) - at), 0, -1):
        word = run[at : at + length]
        if word in known.synonyms or word in known.said or word in known.filler or word in known.weak:
            # 大 in 大学, 工商 in 工商户: what lies inside a longer word is not that word.
            begins = at == 0 or ends[at - 1] == at
            if at + length > ends[at] or (begins and at + length == ends[at]) or (length > 2 and begins):
                return word
    return ""


def _slot(word: str) -> Slot:
    """The first name that stands for a word is the likeliest; who knows no better wants the word itself."""
    known = everyday()
    intent = known.said.get(word, "")
    asked = known.intents[intent].named if intent else ()
    names = {word: 1.0}
    for place, one in enumerate(known.synonyms.get(word, ())):
        names.setdefault(one, max(_LEAST, FOR_IT - _FURTHER * place))
    for one in asked:
        names.setdefault(one, FOR_IT)
    return Slot(word, tuple(names.items()), _factor(word, bool(intent)))


def _factor(word: str, asked: bool) -> float:
    known = everyday()
    if word in known.weak:
        return _WEAK
    return _ASKED if asked and word not in known.synonyms else 1.0
