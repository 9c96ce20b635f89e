"""Answer a text: what is asked for, the rows that share a word with it, their order; another spelling if need be."""

from yimen.ground.search.candidates import candidates
from yimen.ground.search.entry import Filters, Found, Hit
from yimen.ground.search.ranking import GOOD_ENOUGH, OF_THE_BEST, Judge
from yimen.ground.search.spelling import respelled
from yimen.ground.search.state import live
from yimen.ground.search.vocabulary import Vocabulary, vocabulary
from yimen.ground.search.wanted import Wanted, wanted

_LONGEST = 100
# An answer this good needs no second reading of what was typed.
_GOOD, _BETTER = 0.62, 1.1
_ALL = Filters()


def find(text: str, filters: Filters = _ALL, *, closest: bool = False) -> Found:
    """What fits a text, best first; nothing when nothing fits.

    Args:
        text: everyday words, a name, pinyin, initials, with typing errors, in traditional signs, in English.
        filters: what the hits are narrowed to.
        closest: also what fits badly.
    """
    known = _vocabulary()
    asked = wanted(text[:_LONGEST])
    hits = _ranked(asked, known, filters)
    found = Found(hits)
    if _best(hits) < _GOOD:
        for other in respelled(asked, known):
            again = _ranked(wanted(other), known, filters)
            if _best(again) > max(_best(found.hits) * _BETTER, GOOD_ENOUGH):
                found = Found(again, read_as=other)
    least = 0.0 if closest else max(GOOD_ENOUGH, _best(found.hits) * OF_THE_BEST)
    return Found([hit for hit in found.hits if hit.score >= least], found.read_as)


def _vocabulary() -> Vocabulary:
    state = live()
    return vocabulary(state.slot, state.stamp)


def _best(hits: list[Hit]) -> float:
    return hits[0].score if hits else 0.0


def _ranked(asked: Wanted, known: Vocabulary, filters: Filters) -> list[Hit]:
    if not asked.slots:
        return []
    judge = Judge(asked, known)
    hits = []
    for row in candidates(asked, known, filters):
        titles = row.pop("titles")
        score = judge.score(row["name"], titles, row["text"], row["own"])
        if score:
            hits.append(Hit(**row, score=score))
    return sorted(hits, key=lambda one: (-one.score, not one.own, len(one.name), one.key))
