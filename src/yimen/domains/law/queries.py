from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.db.models import Prefetch, QuerySet, Subquery

from yimen.domains.law.models import Alarm, Article, Document, Ending, Import, Version
from yimen.domains.law.ports import Citing
from yimen.engines import law as engine
from yimen.ground.errors import NotFound

_UNKNOWN = ("没有找到这部法规", "到法规库里按名称找一找，也可以打 12345 问。")
_NO_ARTICLE = ("这部法规里没有这一条", "看看全文，或者核对一下是第几条。")
# A number in an address may be longer than the column.
_TOO_LARGE = 2**31


def library() -> engine.Library:
    """Every document with its texts, as the engine knows them; read once per process for each state of the library."""
    return library_as(fingerprint())


def fingerprint() -> str:
    """The state of the library; "" before the first import."""
    last = Import.objects.order_by("-pk").values_list("fingerprint", flat=True).first()
    return last or ""


def fingerprint_within() -> Subquery:
    """The same as a column of another question; null before the first import."""
    return Subquery(Import.objects.order_by("-pk").values("fingerprint")[:1])


@lru_cache(maxsize=4)
def library_as(fingerprint: str) -> engine.Library:
    """The library in the state of this fingerprint, which is the present one."""
    found = {
        row.key: engine.Document(row.key, row.title, tuple(row.names), tuple(map(_edition, row.versions.all())))
        for row in documents(with_text=True)
    }
    return engine.Library(found)


def documents(*, with_text: bool = False) -> QuerySet[Document]:
    """Every document by title with its versions, the oldest first, and how they ended; three questions in all."""
    endings = Prefetch("endings", Ending.objects.select_related("by").order_by("pk"))
    versions = Version.objects.order_by("number").prefetch_related(endings)
    versions = versions if with_text else versions.defer("text")
    return Document.objects.prefetch_related(Prefetch("versions", versions)).order_by("title")


def document_at(key: str) -> Document:
    """Raises NotFound: no such document, or its text is not held."""
    found = documents().filter(key=key).first() if key.isascii() else None
    if found is None or not found.versions.all():
        raise NotFound(*_UNKNOWN)
    return found


def version_at(document: Document, number: int | None, today: date) -> Version:
    """One version of a document; without a number the one in force, or the oldest when none is yet. Raises NotFound."""
    versions = list(document.versions.all())
    if number is not None:
        found = next((one for one in versions if one.number == number < _TOO_LARGE), None)
        if found is None:
            raise NotFound(*_UNKNOWN)
        return found
    begun = [one for one in versions if one.in_force_from is None or one.in_force_from <= today]
    return (begun or versions[:1])[-1]


def article_at(version: Version, address: str) -> Article:
    """``32`` or ``32-1``. Raises NotFound."""
    number, _, sub = address.partition("-")
    if not all(one.isascii() and one.isdigit() and len(one) < 6 for one in (number, sub or "0")):
        raise NotFound(*_NO_ARTICLE)
    rows = version.articles.select_related("heading").prefetch_related("clauses")
    found = rows.filter(number=int(number), sub=int(sub or 0)).first()
    if found is None:
        raise NotFound(*_NO_ARTICLE)
    return found


def ending_of(version: Version) -> Ending | None:
    """How a version ended, apart from a next version; of several rows the last one counts."""
    return next(reversed(version.endings.all()), None)


def open_alarms() -> QuerySet[Alarm]:
    """What does not stand, by document and subject."""
    rows = Alarm.objects.filter(closed_at=None).select_related("document", "acknowledged_by")
    return rows.order_by("document__title", "subject_name", "place", "pk")


def findings_of(one: Citing, held: engine.Library, today: date) -> list[engine.Finding]:
    """What does not stand of everything that this cites."""
    return engine.judge(_cited(one.told, held), today)


def _cited(told: Mapping[str, object], held: engine.Library) -> list[engine.Cited]:
    """What a description cites: the same description and the same library say the same again, every day."""
    known = _known.get(id(told))
    # Both are kept with the answer, so that no other object can come under their number.
    if known is not None and known[0] is told and known[1] is held:
        return known[2]
    if len(_known) >= _KEPT:
        _known.clear()
    found = engine.cited_in(told, held)
    _known[id(told)] = (told, held, found)
    return found


_KEPT = 4096
_known: dict[int, tuple[Mapping[str, object], engine.Library, list[engine.Cited]]] = {}


class Linker:
    """From what a text cites to the pages of the library; made once for a page: one question, or none where the state
    of the library was asked with something else."""

    def __init__(self, told: Mapping[str, object] | None = None, state: str | None = None) -> None:
        self.fingerprint = fingerprint() if state is None else state
        self.days, self.usual = engine.days_seen(told or {}, library_as(self.fingerprint))

    @property
    def library(self) -> engine.Library:
        return library_as(self.fingerprint)

    def version_of(self, document: engine.Document, place: engine.Place | None) -> int | None:
        """The version that is meant, None when it is the newest: its address needs no number."""
        day = self.days.get(document.key, self.usual)
        meant = document.in_force(day) if day else None
        if meant is None or meant.number == document.editions[-1].number:
            return None
        return meant.number if place is None or meant.statute.article(place) else None


def _edition(row: Version) -> engine.Edition:
    ended = ending_of(row)
    told = _ending(ended) if ended is not None else None
    return engine.Edition(row.number, row.label, row.in_force_from, engine.read(row.text), told)


def _ending(row: Ending) -> engine.Ending:
    places = tuple(engine.Place(*one) for one in row.places)
    return engine.Ending(row.since, row.by.key if row.by else "", row.title, row.src, row.note, places)
