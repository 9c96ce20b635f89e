"""How well a name, a phrase or a sentence answers what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from math import log

from yimen.ground.search.everyday import everyday, intent_of_name
from yimen.ground.search.tokens import features, plain, segments
from yimen.ground.search.vocabulary import Vocabulary
from yimen.ground.search.wanted import Slot, Wanted

# A score below this says that nothing was found; below this part of the best it is left out.
GOOD_ENOUGH, OF_THE_BEST = 0.3, 0.5
# What a name of the same meaning is worth, where words have found nothing good (docs/reference/performance.md).
NEAR = 1.0
_SENTENCE, _OWN, _SAME_INTENT, _NO_INTENT, _OTHER_INTENT = 0.4, 1.06, 1.1, 0.95, 0.75
_UNASKED_INTENT = 0.82
_PART, _BEGINS, _ENDS = 0.75, 0.75, 0.94
_SPECIAL = 0.95
_RECALL = 0.6
_WHOLE, _EXACT = 1.0, 0.12
_ASIDE, _ASIDE_UNKNOWN = 0.8, 0.3


@dataclass(frozen=True)
class Title:
    """A name or phrase: its text and its words."""

    text: str
    words: tuple[str, ...]

    @cached_property
    def bounds(self) -> frozenset[int]:
        """Where words begin and end."""
        return frozenset((0, *accumulate(map(len, self.words))))


@lru_cache(maxsize=20_000)
def titles_of(lines: str) -> tuple[Title, ...]:
    """The titles of a row, read once."""
    return tuple(Title(line.replace(" ", ""), tuple(line.split())) for line in lines.splitlines())


@lru_cache(maxsize=5_000)
def _sentence(text: str) -> Title:
    told = plain(text)
    words = segments(told)
    return Title("".join(words), words)


class Judge:
    """Scores rows for one thing that is asked for."""

    def __init__(self, asked: Wanted, known: Vocabulary) -> None:
        self._asked, self._known = asked, known
        matters = everyday().synonyms
        clear = any(one.factor == 1.0 and one.said in matters for one in asked.slots)
        self._slots = [_Slot(slot, known, aside=clear and slot.said not in matters) for slot in asked.slots]
        self._names = frozenset(name for slot in asked.slots for name, _ in slot.names)
        self._whole = sum(slot.weight for slot in self._slots) or 1.0
        # The same service stands in each district under the same name: it is weighed once.
        self._weighed: dict[tuple[str, str, str, bool], float] = {}
        self._heard: dict[str, bool] = {}

    def score(self, name: str, titles: str, sentence: str, own: bool) -> float:
        """From 0, nothing in common, to about 1.3, its very name; 0 when only the sentence has something in common."""
        asked = (name, titles, sentence, own)
        if asked not in self._weighed:
            self._weighed[asked] = self._score(name, titles, sentence, own)
        return self._weighed[asked]

    def _score(self, name: str, titles: str, sentence: str, own: bool) -> float:
        best = max((self._title(one) for one in titles_of(titles)), default=0.0)
        if not best:
            return 0.0
        if any(one.text == self._asked.text for one in titles_of(titles)):
            # It is called just so: nothing that has much in common with it comes before it.
            return max(best, _WHOLE + _EXACT) * (_OWN if own else 1.0)
        said = sum(slot.weight * slot.within(_sentence(sentence)) for slot in self._slots) / self._whole
        return (best + _SENTENCE * 0.25 * said) * (_OWN if own else 1.0) * self._intent(name)

    def _title(self, title: Title) -> float:
        matches = [slot.within(title) for slot in self._slots]
        recall = sum(slot.weight * match for slot, match in zip(self._slots, matches, strict=True)) / self._whole
        if not recall:
            return 0.0
        exact = _EXACT if title.text == self._asked.text else 0.0
        return recall * (_RECALL + (1 - _RECALL) * self._precision(title)) + exact

    def _precision(self, title: Title) -> float:
        weights = [self._known.weight(word) * len(word) for word in title.words]
        heard = sum(weight for word, weight in zip(title.words, weights, strict=True) if self._hears(word))
        return heard / (sum(weights) or 1.0)

    def _hears(self, word: str) -> bool:
        known = self._heard.get(word)
        if known is None:
            known = any(word in name or name in word for slot in self._slots for name in slot.names)
            self._heard[word] = known
        return known

    def _intent(self, name: str) -> float:
        does = intent_of_name(name)
        return self._usual(name) * self._same(does)

    def _usual(self, name: str) -> float:
        unasked = (one for one in everyday().special if one in name and one not in self._asked.text)
        return _SPECIAL if any(one not in self._names for one in unasked) else 1.0

    def _same(self, does: str) -> float:
        if self._asked.intent:
            return _SAME_INTENT if does == self._asked.intent else _NO_INTENT if not does else _OTHER_INTENT
        return 1.0 if does in ("", "begin") else _UNASKED_INTENT


class _Slot:
    """A slot with its weight and what of each of its names may stand in a title.

    ``aside``: another slot is an everyday word, so this one is a side remark: in 出车祸算不算工伤 what counts is 工伤.
    """

    def __init__(self, slot: Slot, known: Vocabulary, *, aside: bool = False) -> None:
        self.names = tuple(name for name, _ in slot.names)
        self.heard = frozenset(self.names)
        self._parts = [(name, counts, _parts(name, known)) for name, counts in slot.names]
        told = [slot.said] if known.has(slot.said) else [name for name in self.names if known.has(name)] or [slot.said]
        weights = [known.weight(name) for name in told]
        self.weight = slot.factor * (sum(weights) / len(weights)) * (1.0 if len(slot.said) > 1 else 0.5)
        if aside:
            self.weight *= _ASIDE if known.has(slot.said) else _ASIDE_UNKNOWN

    def within(self, title: Title) -> float:
        """How much of the slot a title says, 0 to 1."""
        return max(counts * _share(name, parts, title) for name, counts, parts in self._parts)


def _parts(name: str, known: Vocabulary) -> Sequence[tuple[str, float]]:
    # What no name says is missed as much as the rarest word: 结婚 is not half found by the 登记 of 结婚登记.
    rarest = log(1 + known.size)
    return [(one, known.weight(one) if known.knows(one) else rarest) for one in features(name) if one != name]


def _share(name: str, parts: Sequence[tuple[str, float]], title: Title) -> float:
    if name.isascii() and name.isalpha():
        # Part of an English word is another word: art in start.
        return float(name in title.words)
    if name in title.text:
        return _aligned(name, title)
    whole = sum(weight for _, weight in parts)
    return _PART * sum(weight for one, weight in parts if one in title.text) / whole if whole else 0.0


def _aligned(name: str, title: Title) -> float:
    """1 where a name is made of whole words of the title; a little less where it ends one, as 身份证 居民身份证; less
    where it only begins one, as 公证 公证员."""
    bounds = title.bounds
    at, best = title.text.find(name), _BEGINS
    while at >= 0:
        begins, ends = at in bounds, at + len(name) in bounds
        best = max(best, 1.0 if begins and ends else _ENDS if ends else _BEGINS)
        at = title.text.find(name, at + 1)
    return best
