"""What a text asks for: its matters with the words that stand for them, and what is asked about them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
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
# 走了, 不在了: what is said with these signs is heard before they are left out as measure words.
_ENDING = re.compile("[了的]")
# 开一家装修公司, 成立贸易公司: a company is to begin, whatever it does.
_COMPANY = re.compile("(?:开|办|搞|弄|注册|成立|创办|设立|创立).{0,10}公司|公司.{0,3}(?:注册|成立|创办|设立)")
_SELLS = frozenset("卖 做卖 售 销售 卖点 专卖".split())
_BEGIN_COMPANY, _BEGIN_FACTOR = "开公司", 0.8
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
        intent = intent or _intent(slot.said)
    if intent in ("", "begin") and _COMPANY.search(told):
        found = [replace(_slot(_BEGIN_COMPANY), factor=_BEGIN_FACTOR) if one.said == "公司" else one for one in found]
    return Wanted(tuple({slot.said: slot for slot in _vague_ones_less(found)}.values()), intent, core(told))


@lru_cache(maxsize=20_000)
def _intent(said: str) -> str:
    """What a word asks about its thing; 公司注销 asks it though it is an everyday word as a whole."""
    known = everyday()
    if said in known.said or said not in known.synonyms:
        return known.said.get(said, "")
    inside = (intent for word, intent in known.said.items() if len(word) > 1 and word in said)
    return next((intent for intent in inside if intent in ("end", "change")), "")


def _vague_ones_less(slots: Sequence[Slot]) -> Sequence[Slot]:
    """店 beside 卤菜, 改名字 beside 房产证: what says little by itself counts little beside what says more."""
    vague, matters = everyday().vague, everyday().synonyms
    if not any(slot.factor == 1.0 and slot.said in matters and slot.said not in vague for slot in slots):
        return slots
    return [replace(slot, factor=_WEAK) if slot.said in vague else slot for slot in slots]


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
            yield from _with_endings(segments(run))
        elif run not in _ENGLISH_FILLER:
            yield _slot(run)


def _with_endings(words: Sequence[str]) -> Iterator[Slot]:
    rest: list[str] = []
    at = 0
    while at < len(words):
        count = _ending_word(words, at)
        if count:
            yield from _chinese(rest)
            yield _slot("".join(words[at : at + count]))
            rest = []
        elif words[at] not in _BETWEEN:
            rest.append(words[at])
        at += count or 1
    yield from _chinese(rest)


def _ending_word(words: Sequence[str], at: int) -> int:
    """How many words from here are an everyday word with such a sign inside; 0 when none is."""
    known = everyday().synonyms
    for count in range(min(5, len(words) - at), 0, -1):
        word = "".join(words[at : at + count])
        if word in known and _ENDING.search(word):
            return count
    return 0


def _chinese(words: Sequence[str]) -> Iterator[Slot]:
    """The longest everyday word at each place, else the tokenizer's; filler is left out.

    Signs that are no word by themselves are one together: 犬类准养.
    """
    run, ends = "".join(words), _ends(words)
    at, loose, before = 0, "", ""
    while at < len(run):
        known = _everyday_word(run, at, ends)
        word = known or run[at : ends[at]]
        word += _shop(run, at + len(word), word)
        at += len(word)
        sold, before = before in _SELLS, word
        if not known and len(word) == 1:
            loose += word
            continue
        if loose:
            yield _slot(loose)
            loose = ""
        if not _is_filler(word):
            yield _food(word) if sold and not known else _slot(word)
    if loose:
        yield _slot(loose)


def _shop(run: str, at: int, word: str) -> str:
    """The sign by which 烤鱼 becomes 烤鱼店; empty where none follows, or where what follows is more than that."""
    sign = run[at : at + 1]
    known = everyday()
    counts = len(word) > 1 and word not in known.weak and not _is_filler(word) and word not in known.said
    longer = len(run) > at + 1 and run[at : at + 2] in known.synonyms
    return sign if counts and sign in known.shops and not longer else ""


@lru_cache(maxsize=20_000)
def _is_filler(word: str) -> bool:
    """Filler, or made of nothing else: 办手续."""
    known = everyday()
    if word in known.filler:
        return True
    if word in known.synonyms or word in known.said or word in known.weak:
        return False
    return any(word[:at] in known.filler and _is_filler(word[at:]) for at in range(1, len(word)))


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
    for place, one in enumerate(_stand_for(word)):
        names.setdefault(one, max(_LEAST, FOR_IT - _FURTHER * place))
    for one in asked:
        names.setdefault(one, FOR_IT)
    return Slot(word, tuple(names.items()), _factor(word, bool(intent)))


def _stand_for(word: str) -> Sequence[str]:
    """The names that stand for a word. A shop that is not in the list is one for what it sells: 川菜馆, 米粉店."""
    known = everyday()
    if word in known.synonyms or len(word) < 3 or word[-1] not in known.shops:
        return known.synonyms.get(word, ())
    head = word[:-1]
    if head in known.synonyms:
        return known.synonyms[head]
    if any(sign in known.meals for sign in head):
        return known.synonyms["餐馆"]
    return known.synonyms["店"] if word[-1] in known.any_shop else ()


def _food(word: str) -> Slot:
    """What is sold and is something to eat: 卖臭豆腐."""
    known = everyday()
    if not known.meals.intersection(word):
        return _slot(word)
    return Slot(word, ((word, 1.0), *((one, FOR_IT) for one in known.synonyms["卖吃的"])), _factor(word, False))


def _factor(word: str, asked: bool) -> float:
    known = everyday()
    if word in known.weak:
        return _WEAK
    return _ASKED if asked and word not in known.synonyms else 1.0
