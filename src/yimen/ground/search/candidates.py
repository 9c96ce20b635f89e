"""The rows of the live index that have something in common with what is asked for, asked of the database at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from yimen.ground.search.entry import Filters
from yimen.ground.search.tokens import features
from yimen.ground.search.vocabulary import Vocabulary
from yimen.ground.search.wanted import Wanted

MOST = 150
# So many rows are looked at for one question; the rarest words come first.
_BUDGET = 4000
COLUMNS = [
    *("id", "kind", "key", "name", "plain_name", "text", "titles", "department", "region", "people", "enterprises"),
    *("online", "days", "visits", "fee", "own", "note", "badges", "codes"),
]
NAMES = ", ".join(f"r.{name}" for name in COLUMNS)
# In the statement itself: between two statements another index might become the live one.
LIVE = "(SELECT slot FROM search_index WHERE id = 1)"
# Every value stands in a parameter; what is put together here is made of the words of this file only.
_SQLITE = """SELECT {names} FROM search_words w JOIN search_row r ON r.id = w.rowid
WHERE search_words MATCH %s AND r.slot = {live}{narrowed} ORDER BY bm25(search_words), r.id LIMIT {most}"""
# Word by word, so that each is read from its index: a row is looked at once for each word that it has, not for all.
_POSTGRES = """SELECT {names} FROM (
SELECT id, sum(weight) AS weight FROM ({words}) heard GROUP BY id ORDER BY weight DESC, id LIMIT {most}
) best JOIN search_row r ON r.id = best.id ORDER BY best.weight DESC, r.id"""
_POSTGRES_WORD = """SELECT r.id, %s::float8 AS weight FROM search_row r
WHERE r.found_by @@ %s::tsquery AND r.slot = {live}{narrowed}"""
# By the index in which lists are sorted; a few rows of each name, for it may stand in every district.
_NAMED = """SELECT * FROM (SELECT {names} FROM search_row r
WHERE r.slot = {live} AND r.own IN (%s, %s) AND r.sort = %s AND r.name = %s{narrowed}
ORDER BY r.own DESC, r.key LIMIT {most}) of_a_name"""


def candidates(asked: Wanted, known: Vocabulary, narrowed: Filters) -> list[dict[str, Any]]:
    """Rows that share a word with the question, those with the rarest words first; at most `MOST`."""
    found_by = _found_by(asked, known)
    if not found_by:
        return []
    where, values = narrowing(narrowed)
    if connection.vendor == "sqlite":
        statement = _SQLITE.format(names=NAMES, live=LIVE, narrowed=where, most=MOST)
        parameters = [" OR ".join(f'"{word}"' for word in found_by), *values]
    else:
        words = " UNION ALL ".join([_POSTGRES_WORD.format(live=LIVE, narrowed=where)] * len(found_by))
        statement = _POSTGRES.format(names=NAMES, words=words, most=MOST)
        parameters = [value for word in found_by for value in (known.weight(word), f"'{word}'", *values)]
    return fetch(statement, parameters)


def named(names: Sequence[tuple[str, str]], narrowed: Filters) -> list[dict[str, Any]]:
    """Rows of these names, each with its place in the sorted index; at most `MOST` of all together."""
    if not names:
        return []
    where, values = narrowing(narrowed)
    one = _NAMED.format(names=NAMES, live=LIVE, narrowed=where, most=max(1, MOST // len(names)))
    parameters = [value for name, sort in names for value in (True, False, sort, name, *values)]
    return fetch(" UNION ALL ".join([one] * len(names)), parameters)


def fetch(statement: str, parameters: list[Any]) -> list[dict[str, Any]]:
    """Rows of a statement over `COLUMNS`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def narrowing(told: Filters) -> tuple[str, list[Any]]:
    """The filters as a condition and its values."""
    equal = [(name, getattr(told, name)) for name in ("kind", "region", "department", "letter", "type")]
    parts = [(f"r.{name} = %s", value) for name, value in equal if value]
    if told.topic:
        parts.append(("r.topics LIKE %s", f"%|{told.topic}|%"))
    yes = [told.audience] if told.audience in ("people", "enterprises") else []
    yes += ["online"] if told.online else []
    parts += [(f"r.{name} = %s", True) for name in yes]
    return "".join(f" AND {part}" for part, _ in parts), [value for _, value in parts]


def _found_by(asked: Wanted, known: Vocabulary) -> list[str]:
    """The words to look for, rarest first, until they stand in as many rows as are looked at."""
    told = {one for slot in asked.slots for name, _ in slot.names for one in (name, *features(name))}
    words = sorted((one for one in told if known.knows(one)), key=lambda one: (known.counts[one], one))
    return list(_within_budget(words, known))


def _within_budget(words: Iterable[str], known: Vocabulary) -> Iterable[str]:
    rows = 0
    for word in words:
        if rows and rows + known.counts[word] > _BUDGET:
            return
        rows += known.counts[word]
        yield word
