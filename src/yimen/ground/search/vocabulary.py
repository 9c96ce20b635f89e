"""What a process keeps of the live index: how common each word is, and how words and titles sound."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import log
from uuid import UUID

from yimen.ground.search.everyday import everyday
from yimen.ground.search.models import Row, Word
from yimen.ground.search.sound import slurred, syllables
from yimen.ground.search.tokens import is_chinese, pairs

Syllables = tuple[str, ...]
# Words that stand in every name still say a little.
_LEAST = 0.25


@dataclass
class Vocabulary:
    """Words of one state of the index. ``counts``: word or pair → how many rows have it."""

    size: int
    counts: dict[str, int]
    sounds: dict[str, Syllables]
    titles: list[str]
    title_sounds: list[Syllables]
    _weights: dict[str, float] = field(default_factory=dict)

    def weight(self, text: str) -> float:
        """How much a word says: rare words much, words of every name little; unknown ones less than rare ones."""
        known = self._weights.get(text)
        if known is None:
            known = self._weights[text] = self._weigh(text)
        return known

    def _weigh(self, text: str) -> float:
        if text in self.counts:
            return max(_LEAST, log(1 + self.size / self.counts[text]))
        if self.has(text):
            return max(_LEAST, log(1 + self.size / min(self.counts[one] for one in pairs(text))))
        return log(1 + self.size) * (0.4 if len(text) > 1 else 0.1)

    def knows(self, text: str) -> bool:
        """Whether it is a word or pair of the index."""
        return text in self.counts

    def has(self, text: str) -> bool:
        """Whether names of the index may say it: it is a word of theirs, or each of its pairs is."""
        inside = pairs(text)
        return text in self.counts or (bool(inside) and all(one in self.counts for one in inside))

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Every syllable that a word or title has."""
        return frozenset(one for sound in (*self.sounds.values(), *self.title_sounds) for one in sound if len(one) > 1)

    @cached_property
    def by_sound(self) -> dict[Syllables, list[str]]:
        """Words under their sound, slurred; the most common first."""
        found: dict[Syllables, list[str]] = defaultdict(list)
        for word in sorted(self.sounds, key=lambda one: -self.counts.get(one, 0)):
            found[tuple(map(slurred, self.sounds[word]))].append(word)
        return dict(found)

    @cached_property
    def by_sign(self) -> dict[str, list[str]]:
        """Words of three signs and more under each of their signs."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.sounds:
            if len(word) > 2 and is_chinese(word):
                for sign in set(word):
                    found[sign].append(word)
        return dict(found)

    @cached_property
    def said(self) -> "Spoken":
        """All titles by their sound."""
        return Spoken(self.titles, self.title_sounds)

    @cached_property
    def slurred(self) -> "Spoken":
        """All titles by their sound, slurred."""
        return Spoken(self.titles, [tuple(map(slurred, sound)) for sound in self.title_sounds])

    @cached_property
    def initials(self) -> "Spoken":
        """All titles by the first letters of their syllables."""
        return Spoken(self.titles, [tuple(one[0] for one in sound) for sound in self.title_sounds])


class Spoken:
    """Titles in one long string of syllables, so that a part of one is found by looking through the string once."""

    def __init__(self, titles: Sequence[str], sounds: Iterable[Syllables]) -> None:
        self.titles = titles
        lines = [f" {' '.join(sound)} " for sound in sounds]
        self.text = "\n".join(lines)
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def parts(self, sound: Syllables, most: int = 60) -> dict[str, tuple[int, int]]:
        """The parts of titles that sound so → (the least number of signs before one, in how many titles)."""
        wanted, found, line = f" {' '.join(sound)} ", dict[str, tuple[int, int]](), 0
        at = self.text.find(wanted)
        while at >= 0 and most:
            while self.starts[line + 1] <= at:
                line += 1
            before = self.text.count(" ", self.starts[line], at)
            part = self.titles[line][before : before + len(sound)]
            least, times = found.get(part, (before, 0))
            found[part] = (min(least, before), times + 1)
            at, most = self.text.find(wanted, at + 1), most - 1
        return found


@lru_cache(maxsize=2)
def vocabulary(slot: str, stamp: UUID) -> Vocabulary:
    """The words of a slot; asked once per process until the stamp is another."""
    counts: dict[str, int] = {}
    sounds: dict[str, Syllables] = {}
    titles: list[str] = []
    title_sounds: list[Syllables] = []
    rows = Word.objects.filter(slot=slot).order_by("pk").values_list("kind", "text", "count", "sound")
    for kind, text, count, sound in rows.iterator(chunk_size=5000):
        if kind == "t":
            titles.append(text)
            title_sounds.append(tuple(sound.split()))
            continue
        # In one name a word, in another two signs that stand side by side: both are rows that have it.
        counts[text] = counts.get(text, 0) + count
        if kind == "w":
            sounds[text] = tuple(sound.split())
    # What people say is typed in pinyin too.
    for word in everyday().synonyms:
        if is_chinese(word) and len(word) > 1:
            titles.append(word)
            title_sounds.append(syllables(word))
    return Vocabulary(Row.objects.filter(slot=slot).count(), counts, sounds, titles, title_sounds)
