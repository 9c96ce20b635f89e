"""From an entry to its row and words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yimen.ground.search.entry import Entry
from yimen.ground.search.life import life_events_of
from yimen.ground.search.models import Row, Word
from yimen.ground.search.sound import first_letter, syllables
from yimen.ground.search.tokens import core, features, is_chinese, plain, segments

# Another form of the rows: whatever an older process has written is built anew.
FORM = 2
_LONGEST = 500
# （县级）, （新办）: a name counts with it and without it.
_NOTE = re.compile(r"[（(][^（()）]*[)）]")
_LONG = {
    "key": 120,
    "plain_name": 200,
    "department": 100,
    "region": 100,
    "type": 40,
    "note": 100,
    "days": 60,
    "visits": 60,
    "fee": 60,
}


def row_of(entry: Entry, slot: str) -> Row:
    """The row of an entry in a slot; texts that are too long are cut, never refused."""
    titles = _titles(entry)
    cut = {name: getattr(entry, name)[:most] for name, most in _LONG.items()}
    return Row(
        slot=slot,
        kind=entry.kind,
        name=entry.name[:_LONGEST],
        text=entry.text,
        titles="\n".join(" ".join(segments(title)) for title in titles),
        words=" ".join(dict.fromkeys(word for title in titles for word in features(title))),
        sort=" ".join(syllables(plain(entry.name)))[:_LONGEST],
        letter=first_letter(plain(entry.name)),
        topics=_barred([*entry.topics, *life_events_of(entry)]),
        people=entry.people,
        enterprises=entry.enterprises,
        online=entry.online,
        own=entry.own,
        badges=_barred(entry.badges),
        codes=_barred(entry.codes),
        **cut,
    )


def _barred(words: Sequence[str]) -> str:
    return f"|{'|'.join(words)}|" if words else ""


def _titles(entry: Entry) -> list[str]:
    told = (entry.name, _NOTE.sub("", entry.name), entry.plain_name, *entry.phrases, *entry.english)
    return list(dict.fromkeys(filter(None, (plain(one)[:_LONGEST] for one in told))))


@dataclass
class WordCount:
    """The words of many rows, counted as they come."""

    words: Counter[str]
    pairs: Counter[str]
    titles: Counter[str]

    @classmethod
    def empty(cls) -> "WordCount":
        return cls(Counter(), Counter(), Counter())

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            lines = row.titles.splitlines()
            heard = {word for line in lines for word in line.split()}
            told = set(row.words.split())
            self.words.update(told & heard | {one for one in told if len(one) != 2})
            self.pairs.update(one for one in told - heard if len(one) == 2)
            self.titles.update({core(line) for line in lines if is_chinese(line[:1])})

    def rows(self, slot: str) -> Sequence[Word]:
        """The words as rows, in one order, so that two that write at once wait for each other and never both."""
        told = [("w", self.words), ("p", self.pairs), ("t", self.titles)]
        return [
            Word(slot=slot, kind=kind, text=text, count=count, sound=_sound(kind, text))
            for kind, counted in told
            for text, count in sorted(counted.items())
        ]


def _sound(kind: str, text: str) -> str:
    return " ".join(syllables(text)) if kind != "p" else ""
