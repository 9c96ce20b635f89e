"""What the description of something cites: every place where a law is named, wherever it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yimen.engines.law.citation import mentions
from yimen.engines.law.library import Document, Library, bare
from yimen.engines.law.model import Place

# Keys whose texts cite; of all others only what stands between 《》 would be sure.
_CITING = frozenset("basis article articles required_by deemed_by stopped_by duties liability".split())


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: of which document (None: not known here), of which place in it (None: the document as a whole).

    ``where`` is the place in the description: ``materials/m1/basis``. ``seen`` is the day on which its author had the
    text before the eyes: the version meant is the one in force then. ``named``: it is the day that the description
    gives for this document, not only the day of the last comparison.
    """

    document: Document | None
    name: str
    place: Place | None
    where: str
    seen: date | None = None
    named: bool = False

    @property
    def label(self) -> str:
        return f"《{self.name}》{self.place.label if self.place else ''}"


def cited_in(told: Mapping[str, object], library: Library) -> list[Cited]:
    """Every citation of a description such as service.yaml.

    An entry with ``document`` and ``article`` says ``in_force_from`` of the text it means; that counts for the document
    everywhere in the description. Else the author saw the law on ``checked_on``, or when the description came in force.
    """
    days, usual = days_seen(told, library)
    found = []
    for name, document, place, where in _walk(told, "", library):
        seen = days.get(document.key, usual) if document else usual
        named = document is not None and document.key in days
        found.append(Cited(document, document.title if document else bare(name), place, where, seen, named))
    return found


def days_seen(told: Mapping[str, object], library: Library) -> tuple[dict[str, date], date | None]:
    """On which day the author had each document before the eyes, by key; and the day for all others."""
    usual = _day(told.get("checked_on")) or _day(told.get("in_force_from"))
    return dict(_told_days(told.get("legal_basis"), library)), usual


def _told_days(entries: object, library: Library) -> Iterator[tuple[str, date]]:
    for one in entries if isinstance(entries, list) else ():
        document = library.find(str(one.get("document", ""))) if isinstance(one, Mapping) else None
        day = _day(one.get("in_force_from")) if document else None
        if document and day:
            yield document.key, day


def _walk(told: object, where: str, library: Library) -> Iterator[tuple[str, Document | None, Place | None, str]]:
    if isinstance(told, Mapping):
        articles = told.get("article", told.get("articles"))
        # A step of the work names a document too, the paper that comes out of it: that is no law.
        if isinstance(told.get("document"), str) and articles is not None:
            text = "、".join(map(str, articles)) if isinstance(articles, list) else str(articles)
            yield from _of_text(text, where, library, str(told["document"]))
        else:
            for key, inner in told.items():
                at = f"{where}/{key}" if where else str(key)
                if key in _CITING and isinstance(inner, str):
                    yield from _of_text(inner, at, library)
                elif key in _CITING and isinstance(inner, list) and all(isinstance(one, str) for one in inner):
                    for number, text in enumerate(inner, 1):
                        yield from _of_text(text, f"{at}/{number}", library)
                else:
                    yield from _walk(inner, at, library)
    elif isinstance(told, Sequence) and not isinstance(told, str | bytes):
        for number, inner in enumerate(told, 1):
            name = inner.get("id", number) if isinstance(inner, Mapping) else number
            yield from _walk(inner, f"{where}/{name}", library)


def _of_text(
    text: str, where: str, library: Library, document: str = ""
) -> Iterator[tuple[str, Document | None, Place | None, str]]:
    found = mentions(text, library, document)
    with_places = {one.name for one in found if one.places}
    if document and document not in with_places:
        yield document, library.find(document), None, where
    for one in found:
        if one.places:
            yield from ((one.name, one.document, place, where) for place in one.places)
        elif one.name not in with_places:
            yield one.name, one.document, None, where


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
