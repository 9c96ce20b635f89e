"""Does a citation still stand? Each is held against the version its author saw and the newest one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from yimen.engines.law.cited import Cited
from yimen.engines.law.index import Ending
from yimen.engines.law.library import Document, Edition
from yimen.engines.law.model import Place

ABSENT, ENDED, CHANGED, MOVED, GONE = "absent", "ended", "changed", "moved", "gone"


@dataclass(frozen=True, slots=True)
class Finding:
    """A citation that does not stand any more.

    ``kind``: ``absent`` (there is no such article), ``ended`` (the document or this text of it is no longer in force),
    ``changed``, ``moved`` (the text stands in another article now, ``now``) or ``gone`` in a newer version. ``against``
    names what it was held against: a further change is another finding. ``wheres``: every place that cites it.
    """

    kind: str
    document: Document
    place: Place | None
    against: str
    sentence: str
    advice: str
    wheres: tuple[str, ...]
    now: Place | None = None


def judge(cited: Iterable[Cited], today: date) -> list[Finding]:
    """One finding for each document or place that does not stand; what is not held is not judged."""
    wheres: dict[tuple[str, Place | None, date | None, bool], list[str]] = {}
    documents: dict[str, Document] = {}
    for one in cited:
        if one.document is not None and one.document.editions:
            documents[one.document.key] = one.document
            wheres.setdefault((one.document.key, one.place, one.seen, one.named), []).append(one.where)
    found: dict[tuple[str, str, Place | None], Finding] = {}
    for (key, place, seen, named), where in wheres.items():
        newest = documents[key].editions[-1]
        if named and seen is not None and _came_after(newest, seen):
            continue
        for finding in _judged(documents[key], place, seen, tuple(dict.fromkeys(where)), today):
            same = found.get((key, finding.kind, finding.place))
            found[key, finding.kind, finding.place] = _merged(same, finding) if same else finding
    return sorted(found.values(), key=lambda one: (one.document.key, one.kind, one.place or Place(0)))


def _judged(
    document: Document, place: Place | None, seen: date | None, wheres: tuple[str, ...], today: date
) -> Iterator[Finding]:
    newest = document.editions[-1]
    if place is not None and not document.has(place):
        sentence = f"《{document.title}》里没有{place.label}"
        yield Finding(ABSENT, document, place, newest.label, sentence, "核对条文，改成真正依据的那一条。", wheres)
        return
    if newest.ended and newest.ended.reached(today):
        yield _ended(document, newest, newest.ended, wheres)
        return
    meant = (document.in_force(seen) if seen else None) or document.editions[0]
    if place is not None and meant.number < newest.number:
        yield from _changed(document, place, meant, newest, wheres, today)


def _came_after(newest: Edition, named: date) -> bool:
    """The citation names a text that came after the one held here: its author had it, the library has it not yet."""
    ended = newest.ended
    if ended is None or ended.by or newest.in_force_from is None:
        return False
    return named > newest.in_force_from and (ended.since is None or named >= ended.since)


def _ended(document: Document, edition: Edition, ended: Ending, wheres: tuple[str, ...]) -> Finding:
    since = ended.since
    day = f"{since.year}年{since.month}月{since.day}日起" if since else ""
    said = f"《{document.title}》（{edition.label}）{day}"
    if ended.by:
        sentence = f"{said}由《{ended.title}》代替"
    else:
        sentence = f"{said}不是现行的文本了" if ended.title else f"{said}不再有效"
    advice = ended.note or "改成引用现行的文件，或者查到新的文本再核对。"
    return Finding(ENDED, document, None, f"{edition.label}/{since or '?'}", sentence, advice, wheres)


def _changed(
    document: Document, place: Place, meant: Edition, newest: Edition, wheres: tuple[str, ...], today: date
) -> Iterator[Finding]:
    was, article = meant.statute.article(place), newest.statute.article(place)
    said = was.said(place) if was else None
    if said is not None and article is not None and article.said(place) == said:
        return
    since = newest.in_force_from
    when = f"{since.year}年{since.month}月{since.day}日起施行的" if since else "新的"
    title = f"《{document.title}》{when}文本（{newest.label}）"
    moved = next((one for one in newest.statute.articles if was and one.text == was.text), None)
    if moved is not None:
        now = Place(moved.number, moved.sub, place.paragraph, place.item)
        sentence, advice = f"{title}里，{place.label}改为{now.label}，文字没有变", f"改成引用{now.label}。"
        yield Finding(MOVED, document, place, newest.label, sentence, advice, wheres, now)
    elif article is None or article.clause(place) is None:
        sentence, advice = f"{title}里没有{place.label}了", "核对新的文本，改成现行的条文。"
        yield Finding(GONE, document, place, newest.label, sentence, advice, wheres)
    else:
        sentence, advice = f"{title}改了{place.label}", "对照新旧条文，核对条件、材料、时限，再改成引用新的文本。"
        yield Finding(CHANGED, document, place, newest.label, sentence, advice, wheres)


def _merged(one: Finding, other: Finding) -> Finding:
    wheres = tuple(dict.fromkeys((*one.wheres, *other.wheres)))
    return Finding(one.kind, one.document, one.place, one.against, one.sentence, one.advice, wheres, one.now)
