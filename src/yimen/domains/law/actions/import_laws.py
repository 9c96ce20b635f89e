import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yimen.domains.law.errors import VersionChanged
from yimen.domains.law.models import Article, Clause, Document, Ending, Heading, Import, Version
from yimen.domains.law.queries import ending_of
from yimen.engines import law as engine
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import added: versions, and endings of versions, by title and label."""

    versions: tuple[str, ...]
    endings: tuple[str, ...]
    held: int


@transaction.atomic
def import_laws(*, actor: Actor, index: engine.Index, now: datetime) -> Imported:
    """Take a folder of laws into the library. What is held already stays as it is; a document is never taken out.

    Raises:
        VersionChanged: a version that is held comes with another text or other days.
    """
    last = Import.objects.select_for_update().order_by("-pk").first()
    source = _source(index)
    if last is not None and last.source == source:
        return Imported((), (), sum(len(one.versions) for one in index.documents))
    rows = {one.key: _document(one) for one in index.documents}
    versions, endings = [], []
    for entry in index.documents:
        for version in entry.versions:
            row, is_new = _version(rows[entry.key], version, now)
            versions += [f"《{entry.title}》（{version.label}）"] if is_new else []
            if version.ended and _ending(row, version.ended, rows, now):
                endings.append(f"《{entry.title}》（{version.label}）")
    # What the library is made of follows from what was imported, and in which order.
    fingerprint = _hash((last.fingerprint if last else "") + source)
    Import.objects.create(source=source, fingerprint=fingerprint, at=now)
    details = {"versions": versions, "endings": endings}
    record(actor, "import-laws", object_kind="law", object_ref=fingerprint[:12], at=now, details=details)
    return Imported(tuple(versions), tuple(endings), Version.objects.count())


def _source(index: engine.Index) -> str:
    told = [
        [one.key, one.title, list(one.names), one.kind, one.issuer]
        + [[_hash(version.text), *_facts(version), _told(version.ended)] for version in one.versions]
        for one in index.documents
    ]
    return _hash(json.dumps(told, ensure_ascii=False))


def _document(entry: engine.DocumentEntry) -> Document:
    values = {"title": entry.title, "names": list(entry.names), "kind": entry.kind, "issuer": entry.issuer}
    row, _ = Document.objects.update_or_create(key=entry.key, defaults=values)
    return row


def _version(document: Document, entry: engine.VersionEntry, now: datetime) -> tuple[Version, bool]:
    held = document.versions.filter(label=entry.label).defer("text").first()
    key = _key(document.key, entry)
    if held is not None:
        if held.fingerprint != key:
            raise VersionChanged(document.title, entry.label)
        return held, False
    row = Version.objects.create(
        document=document,
        number=document.versions.count() + 1,
        label=entry.label,
        text=entry.text,
        fingerprint=key,
        issue_number=entry.number,
        promulgated=entry.promulgated,
        in_force_from=entry.in_force_from,
        src=entry.src,
        note=entry.note,
        imported_at=now,
    )
    _store(row, entry.statute)
    return row, True


def _store(version: Version, statute: engine.Statute) -> None:
    body = list(enumerate(statute.body, 1))
    headings = Heading.objects.bulk_create(
        Heading(version=version, position=at, kind=one.kind, number=one.number, text=one.text, depth=one.depth)
        for at, one in body
        if isinstance(one, engine.Heading)
    )
    above, articles, told = None, [], []
    left = iter(headings)
    for at, one in body:
        if isinstance(one, engine.Heading):
            above = next(left)
            continue
        row = Article(version=version, heading=above, position=at, number=one.number, sub=one.sub, label=one.label)
        articles.append(row)
        told.append(one)
    Article.objects.bulk_create(articles)
    Clause.objects.bulk_create(
        Clause(article=row, paragraph=line.paragraph, item=line.item, text=line.text)
        for row, one in zip(articles, told, strict=True)
        for line in one.clauses
    )


def _ending(version: Version, ended: engine.Ending, rows: dict[str, Document], now: datetime) -> bool:
    last = ending_of(version)
    by = rows[ended.by] if ended.by else None
    places = [[one.article, one.sub, one.paragraph, one.item] for one in ended.places]
    values = {
        "since": ended.since,
        "by": by,
        "title": ended.title,
        "places": places,
        "src": ended.src,
        "note": ended.note,
    }
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return False
    Ending.objects.create(version=version, recorded_at=now, **values)
    return True


def _facts(entry: engine.VersionEntry) -> list[str]:
    return [entry.label, entry.number, str(entry.promulgated), str(entry.in_force_from), entry.src, entry.note]


def _told(ended: engine.Ending | None) -> list[str] | None:
    if ended is None:
        return None
    return [str(ended.since), ended.by, ended.title, ended.src, ended.note, str(ended.places)]


def _key(document: str, entry: engine.VersionEntry) -> str:
    return _hash(json.dumps([document, entry.text, *_facts(entry)], ensure_ascii=False))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
