"""How well everyday queries are answered: a list of queries with the answers that count as right."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yimen.ground.search.find import find
from yimen.ground.search.models import Row
from yimen.ground.search.state import live

_EXPECTED = ("expected", "slug", "answer", "code", "item_code")
_SHOWN = 3


@dataclass(frozen=True)
class Query:
    """What somebody types and the keys that are right answers: slugs, implementation or basic codes."""

    text: str
    expected: Sequence[str]


@dataclass(frozen=True)
class Judged:
    """One query with the place of the first right answer, from 1; 0 when it is not among the hits."""

    query: Query
    place: int
    keys: Sequence[str]


class Unreadable(ValueError):
    """The file is no list of queries."""


def read(path: Path) -> list[Query]:
    """A CSV file with the columns ``query`` and ``expected`` (several answers apart by ``|``); others are left alone.

    Without a heading line the first two columns are taken.

    Raises:
        Unreadable: it has fewer than two columns.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    query, expected = _columns(rows[0]) if rows else (0, 1)
    if rows and _names(rows[0]) & {"query", *_EXPECTED}:
        rows = rows[1:]
    if any(len(row) <= max(query, expected) for row in rows):
        raise Unreadable(f"{path}: each line needs a query and its expected answer")
    return [Query(row[query].strip(), tuple(filter(None, map(str.strip, row[expected].split("|"))))) for row in rows]


def _names(heading: Sequence[str]) -> set[str]:
    return {cell.strip().lower() for cell in heading}


def _columns(heading: Sequence[str]) -> tuple[int, int]:
    names = [cell.strip().lower() for cell in heading]
    expected = next((names.index(one) for one in _EXPECTED if one in names), 1)
    return (names.index("query") if "query" in names else 0), expected


def absent(queries: Iterable[Query]) -> list[Query]:
    """Queries none of whose answers is in the live index: no search could find them."""
    rows = Row.objects.filter(slot=live().slot).values_list("key", "codes")
    known = {name for key, codes in rows for name in names_of(key, codes)}
    return [one for one in queries if not known & set(one.expected)]


def judge(queries: Iterable[Query]) -> Iterator[Judged]:
    """Each query with the place of its answer among the hits."""
    for one in queries:
        hits = find(one.text).hits
        place = next(
            (at for at, hit in enumerate(hits, start=1) if names_of(hit.key, hit.codes) & set(one.expected)), 0
        )
        yield Judged(one, place, [hit.key for hit in hits[:_SHOWN]])


def names_of(key: str, codes: str) -> set[str]:
    """The names under which a list may expect an entry: its key, its codes; an implementation code is its basic code
    and five parts more."""
    told = {key, *filter(None, codes.split("|"))}
    return told | {one.rsplit("-", 5)[0] for one in told}


def figures(judged: Sequence[Judged], missing: int = 0) -> dict[str, float]:
    """The share of queries answered first and among the first three; ``absent`` ones are not judged."""
    count = len(judged) or 1
    first = sum(1 for one in judged if one.place == 1)
    shown = sum(1 for one in judged if 1 <= one.place <= _SHOWN)
    return {
        "queries": len(judged),
        "top3": round(shown / count, 4),
        "top1": round(first / count, 4),
        "absent": missing,
    }


def report(path: Path, *, misses: bool = False) -> str:
    """The figures of a file as one line of JSON; before it, to stderr, what is absent and, if wanted, each miss.

    Raises:
        Unreadable: the file is no list of queries.
    """
    queries = read(path)
    missing = absent(queries)
    judged = list(judge(one for one in queries if one not in missing))
    if misses:
        for told in judged:
            if told.place != 1:
                _say(
                    f"{told.place or '-'}  {told.query.text}  {'|'.join(told.query.expected)}  ← {'|'.join(told.keys)}"
                )
    for one in missing:
        _say(f"absent  {one.text}  {'|'.join(one.expected)}")
    return json.dumps(figures(judged, len(missing)))


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201  # what a command says
