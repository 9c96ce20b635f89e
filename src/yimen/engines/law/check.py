"""What can be known to be wrong with the citations of a description, whatever the day is."""

from collections.abc import Iterator, Mapping

from yimen.engines.law.cited import cited_in
from yimen.engines.law.library import Library
from yimen.engines.problem import Problem


def check(told: Mapping[str, object], library: Library, file: str) -> Iterator[Problem]:
    """An error for each citation of an article, paragraph or item that no held text of the document has."""
    for one in cited_in(told, library):
        if one.document and one.document.editions and one.place and not one.document.has(one.place):
            sentence = f"《{one.document.title}》里没有{one.place.label}。"
            yield Problem(f"{file}#{one.where}", sentence, "核对条文，改成真正依据的那一条。", kind="no-such-article")


def not_held(told: Mapping[str, object], library: Library) -> list[str]:
    """The documents that a description cites and whose text is not held: nobody has compared those citations."""
    missing = (one.name for one in cited_in(told, library) if one.document is None or not one.document.editions)
    return sorted(set(missing))
