"""Answer a text: what is asked for, the rows that share a word with it, their order; another spelling if need be; and
names of a near meaning, where a model is plugged in and words alone have not found it."""

from dataclasses import replace

from yimen.ground.search.candidates import candidates, named
from yimen.ground.search.entry import Filters, Found, Hit
from yimen.ground.search.meaning import near_by_meaning
from yimen.ground.search.models import Index
from yimen.ground.search.ranking import GOOD_ENOUGH, NEAR, OF_THE_BEST, Judge
from yimen.ground.search.spelling import respelled
from yimen.ground.search.state import live
from yimen.ground.search.tokens import plain
from yimen.ground.search.vocabulary import Vocabulary, vocabulary
from yimen.ground.search.wanted import Wanted, wanted

_LONGEST = 100
# An answer this good needs no second reading of what was typed.
_GOOD, _BETTER = 0.62, 1.1
# So many names are shown for their meaning alone.
_BY_MEANING = 20
_ALL = Filters()


def find(text: str, filters: Filters = _ALL, *, closest: bool = False) -> Found:
    """What fits a text, best first; nothing when nothing fits.

    Args:
        text: everyday words, a name, pinyin, initials, with typing errors, in traditional signs, in English.
        filters: what the hits are narrowed to.
        closest: also what fits badly.
    """
    state = live()
    known = vocabulary(state.slot, state.stamp)
    asked = wanted(text[:_LONGEST])
    hits = _ranked(asked, known, filters)
    found = Found(hits)
    if _best(hits) < _GOOD:
        for other in respelled(asked, known):
            again = _ranked(wanted(other), known, filters)
            if _best(again) > max(_best(found.hits) * _BETTER, GOOD_ENOUGH):
                found = Found(again, read_as=other)
    if _best(found.hits) < _GOOD:
        read = found.read_as or plain(text[:_LONGEST])
        found = Found(_with_meaning(read.strip(), found.hits, filters, state), found.read_as)
    least = 0.0 if closest else max(GOOD_ENOUGH, _best(found.hits) * OF_THE_BEST)
    return Found([hit for hit in found.hits if hit.score >= least], found.read_as)


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
    return _sorted(hits)


def _with_meaning(question: str, hits: list[Hit], filters: Filters, state: Index) -> list[Hit]:
    """The hits with those that mean something near, all of them raised by how near they are."""
    near = near_by_meaning(question, state)
    if not near:
        return hits
    there = {hit.id for hit in hits}
    for row in named([(one.name, one.sort) for one in near[:_BY_MEANING]], filters):
        row.pop("titles")
        if row["id"] not in there:
            hits = [*hits, Hit(**row)]
    how = {one.name: one.how for one in near}
    return _sorted([replace(hit, score=hit.score + NEAR * how.get(hit.name, 0.0)) for hit in hits])


def _sorted(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda one: (-one.score, not one.own, len(one.name), one.key))
