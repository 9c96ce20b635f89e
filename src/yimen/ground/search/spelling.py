"""Other spellings of what was typed: pinyin and initials, signs of the same sound, a letter or sign too many or few.

Only what the index has is a spelling: parts of its titles and its words.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice

from yimen.ground.search.sound import slurred, spellings, syllables
from yimen.ground.search.tokens import is_chinese, segments
from yimen.ground.search.vocabulary import Spoken, Syllables, Vocabulary
from yimen.ground.search.wanted import Slot, Wanted

_MOST = 4
_SHORTEST = 2
_LONGEST_WORD = 6
# Of another word that sounds so; of a word of the dictionary that stays; of a sign that stays.
_OTHER_WORD, _SAME_WORD, _SAME_SIGN, _OTHER_SIGN = 0.5, 1.0, 2.0, 0.3
_LETTERS = re.compile("[a-z]{3,}")


def respelled(asked: Wanted, known: Vocabulary) -> list[str]:
    """Other spellings of a text, the likeliest first; none when the index has nothing of the kind."""
    text = asked.text
    told = _latin(text, known) if text.isascii() else chain(_mixed(text, known), _signs(asked, known))
    return [one for one in dict.fromkeys(islice(told, 2 * _MOST)) if one != text][:_MOST]


def _latin(text: str, known: Vocabulary) -> Iterator[str]:
    """Pinyin, then initials, then pinyin with an error."""
    letters = "".join(sign for sign in text if sign.isalnum())
    if len(letters) < _SHORTEST or not letters.isascii():
        return
    ways = spellings(letters, known.syllables)
    for way in ways:
        yield from _by_sound(way, known)
    if len(letters) <= 12:
        yield from _best_parts(known.initials, tuple(letters))
    for way in ways[:2]:
        yield from _word_by_word("?" * len(way), way, known)
    yield from _nearly(letters, known)


def _mixed(text: str, known: Vocabulary) -> Iterator[str]:
    """Letters among signs: ``gjj提取``, ``dibao申请``."""
    for letters in _LETTERS.findall(text):
        if not known.knows(letters):
            for part in islice(_latin(letters, known), _MOST):
                yield text.replace(letters, part)


def _by_sound(sound: Syllables, known: Vocabulary) -> Iterator[str]:
    if len(sound) < _SHORTEST:
        return
    yield from _best_parts(known.said, sound)
    yield from _best_parts(known.slurred, tuple(map(slurred, sound)))


def _best_parts(titles: Spoken, sound: Syllables) -> list[str]:
    """Parts of titles that sound so: those that begin a title before others, then those of many titles."""
    found = titles.parts(sound)
    return sorted(found, key=lambda one: (found[one][0] > 0, -found[one][1], one))[:_MOST]


def _signs(asked: Wanted, known: Vocabulary) -> Iterator[str]:
    """Signs of the same sound in the whole text, in each matter, word by word; then a sign too many, few or wrong."""
    said = "".join(slot.said for slot in asked.slots)
    for text in dict.fromkeys((asked.text, said)):
        yield from _by_sound(syllables(text), known)
    understood = [slot.said for slot in asked.slots if len(slot.said) > 1 and _is_understood(slot, known)]
    off = chain.from_iterable(_one_sign_off(one, known) for one in dict.fromkeys((asked.text, said)))
    for other in chain(_word_by_word(said, syllables(said), known), off):
        # What is understood as it stands was meant so.
        if all(word in other for word in understood):
            yield other


def _is_understood(slot: Slot, known: Vocabulary) -> bool:
    return any(known.has(name) for name, _ in slot.names)


def _word_by_word(text: str, sound: Sequence[str], known: Vocabulary) -> Iterator[str]:
    """The text as the words of the index that sound so; a sign that belongs to none stays. Fewest words count best."""
    heard = [slurred(one) for one in sound]
    ways: list[tuple[float, str]] = [(0.0, "")]
    typed = {end: word for word, end in _dictionary_words(text)}
    for end in range(1, len(heard) + 1):
        told = [(ways[end - 1][0] + _SAME_SIGN, ways[end - 1][1] + text[end - 1])]
        if end in typed:
            cost, before = ways[end - len(typed[end])]
            told.append((cost + _SAME_WORD, before + typed[end]))
        for length in range(2, min(_LONGEST_WORD, end) + 1):
            start = end - length
            for word in known.by_sound.get(tuple(heard[start:end]), ())[:3]:
                differs = sum(1 for one, other in zip(word, text[start:end], strict=False) if one != other)
                told.append((ways[start][0] + _OTHER_WORD + _OTHER_SIGN * differs, ways[start][1] + word))
        ways.append(min(told))
    best = ways[-1][1].replace("?", "")
    if best:
        yield best


def _dictionary_words(text: str) -> Iterator[tuple[str, int]]:
    """The words of two signs and more that were typed, with their ends: they may have been meant so."""
    words = segments(text)
    if "".join(words) == text:
        yield from ((word, end) for word, end in zip(words, accumulate(map(len, words)), strict=True) if len(word) > 1)


def _one_sign_off(text: str, known: Vocabulary) -> Iterator[str]:
    """The text with one of its words put right: a sign too many, too few, wrong, or two in the wrong order.

    Words of the dictionary were meant so: 外星人 is no 外国人.
    """
    meant = {at for word, end in _dictionary_words(text) for at in range(end - len(word), end)}
    near: dict[str, int] = {}
    for sign in text:
        for word in known.by_sign.get(sign, ()):
            near[word] = near.get(word, 0) + 1
    likely = sorted((word for word, common in near.items() if common >= len(word) - 1), key=lambda one: -len(one))
    for word in likely[:40]:
        for length in (len(word), len(word) + 1, len(word) - 1):
            for at in range(len(text) - length + 1):
                part = text[at : at + length]
                if part != word and not meant.issuperset(range(at, at + length)) and is_one_off(part, word):
                    yield text[:at] + word + text[at + length :]


def _nearly(letters: str, known: Vocabulary) -> Iterator[str]:
    """Words and short titles whose pinyin differs by one letter, by two in a long one."""
    told = [(word, "".join(sound)) for word, sound in known.sounds.items() if len(sound) > 1 and is_chinese(word)]
    told += [(title, "".join(sound)) for title, sound in zip(known.titles, known.title_sounds, strict=True)]
    most = 1 if len(letters) < 9 else 2
    signs = set(letters)
    near = [
        (distance(letters, sound, most), -known.counts.get(word, 0), word)
        for word, sound in told
        if abs(len(sound) - len(letters)) <= most and len(signs ^ set(sound)) <= 2 * most
    ]
    yield from (word for off, _, word in sorted(near) if off <= most)


def is_one_off(one: str, other: str) -> bool:
    return distance(one, other, 1) == 1


def distance(one: str, other: str, most: int) -> int:
    """How many signs must be changed, put in, left out or swapped with the next; more than ``most`` is ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != wanted))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
