"""Texts of laws: documents, articles, paragraphs (款) and items (项), and what cites them.

``read`` takes the text of a law; nothing of it is lost (``Statute.pieces``). ``read_index`` reads the index file of a
folder of laws: titles, kinds, versions, their dates. A ``Library`` holds the versions of many documents: it knows which
one was in force on a day, and what a name means (行政许可法 is 中华人民共和国行政许可法). ``mentions`` finds what a
text cites; ``cited_in`` walks through the description of a service. ``judge`` says of each citation whether it
still stands: ``absent``, ``ended``, ``changed``, ``moved``, ``gone``.

Others may use the names in ``__all__``.
"""

from yimen.engines.law.check import check, not_held
from yimen.engines.law.citation import Mention, mentions
from yimen.engines.law.cited import Cited, cited_in, days_seen
from yimen.engines.law.index import (
    FILE,
    DocumentEntry,
    Ending,
    Index,
    LawIndexError,
    VersionEntry,
    read_folder,
    read_index,
)
from yimen.engines.law.library import Document, Edition, Library, library_of
from yimen.engines.law.model import Article, Clause, Heading, LawTextError, Place, Statute
from yimen.engines.law.read import read
from yimen.engines.law.stale import Finding, judge

__all__ = [
    "FILE",
    "Article",
    "Cited",
    "Clause",
    "Document",
    "DocumentEntry",
    "Edition",
    "Ending",
    "Finding",
    "Heading",
    "Index",
    "LawIndexError",
    "LawTextError",
    "Library",
    "Mention",
    "Place",
    "Statute",
    "VersionEntry",
    "check",
    "cited_in",
    "days_seen",
    "judge",
    "library_of",
    "mentions",
    "not_held",
    "read",
    "read_folder",
    "read_index",
]
