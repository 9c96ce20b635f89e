from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Left

from yimen.domains.directory.inherit import OWN, Effective, Layer, resolve
from yimen.domains.directory.levels import COUNTRY, WIDTHS, above
from yimen.domains.directory.models import Entry, Lineage, Revision, Source
from yimen.domains.directory.states import Change, State
from yimen.engines.service import exchange
from yimen.ground.errors import NotFound

# A number in an address may be longer than the column.
_TOO_LARGE = 2**63
_CODES = ("task_code", "local_task_code")
Chain = Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Searchable:
    """What a search index needs of an entry. ``source``: the words that must stand beside a sample."""

    id: int
    name: str
    department: str
    region: str
    region_code: str
    type: str
    source: str
    is_sample: bool
    slug: str
    codes: tuple[str, ...]


def sources() -> dict[str, Source]:
    """Where rows come from, by key, in the order of the keys."""
    return {one.key: one for one in Source.objects.order_by("key")}


def entry_at(id: int) -> Entry:
    """An entry that people see, with its source. Raises NotFound; one that was merged or split is not found here."""
    found = _known(id)
    if found is None or found.state != State.LISTED:
        raise NotFound("没有找到这个事项", "换个说法搜一搜，或者打 12345 问。")
    return found


def any_entry_at(id: int) -> Entry:
    """An entry in whatever state, for editors. Raises NotFound."""
    found = _known(id)
    if found is None:
        raise NotFound("没有找到这个事项", "回到事项目录里看看。")
    return found


def _known(id: int) -> Entry | None:
    return Entry.objects.select_related("source").filter(pk=id).first() if 0 < id < _TOO_LARGE else None


def entry_of(slug: str) -> Entry | None:
    """The listed entry whose service folder has this short name; None when there is none."""
    return Entry.objects.select_related("source").filter(slug=slug, state=State.LISTED).first()


def effective(entry: Entry) -> dict[str, Effective]:
    """Every field that has a value: the value, which level set it, which locked it. One question to the database."""
    return effective_of([entry])[entry.pk]


def effective_of(entries: Iterable[Entry]) -> dict[int, dict[str, Effective]]:
    """The same of many entries, by their ids; the number of questions does not grow with them."""
    entries = list(entries)
    return {id: resolve(layers_of(chain)) for id, chain in chains(entries).items()}


def record_at(entry: Entry) -> dict[str, Any]:
    """The effective record of an entry, as ``engines.service.exchange.folder_of`` takes it, with its region."""
    return as_record(entry, effective(entry))


def as_record(entry: Entry, found: Mapping[str, Effective]) -> dict[str, Any]:
    told = {name: one.value for name, one in found.items()}
    return {**told, "region_code": entry.region_code, "region_name": entry.region_name}


def locked_fields(entry: Entry) -> dict[str, str]:
    """The fields that may not be changed here, each with who has locked it (“四川省”)."""
    (chain,) = chains([entry]).values()
    return locks_on(chain)


def locks_on(chain: Chain) -> dict[str, str]:
    """The locks on the last entry of a chain: those of the levels above, and of a source that stands above it."""
    entry, found = chain[-1], dict[str, str]()
    for one in chain[:-1]:
        for name in one.locks:
            found.setdefault(name, one.region_name)
    if entry.source.level < entry.level:
        for name in entry.locks:
            found.setdefault(name, entry.source.region_name)
    return found


def layers_of(chain: Chain) -> list[Layer]:
    """What each level says, the highest first; of the entry itself its source's words and what was completed here."""
    entry = chain[-1]
    found = [Layer(one.region_name, {**one.values, **one.own}, frozenset(one.locks)) for one in chain[:-1]]
    sent_from_above = entry.source.level < entry.level
    found.append(Layer(entry.source.region_name, entry.values, frozenset(entry.locks if sent_from_above else ())))
    return [*found, Layer(OWN, entry.own)] if entry.own else found


def chains(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """Each entry with those of the same basic code above it, the country first and itself last.

    Where a level has the handled item (业务办理项) itself, that one; else the item that it belongs to. Entries of a
    sample inherit from samples only, and real ones from real ones.
    """
    bases = {one.base_code for one in entries} - {""}
    regions = {code for one in entries if one.base_code for code in above(one.region_code)[:-1]}
    found = Entry.objects.filter(base_code__in=bases, region_code__in=regions, state=State.LISTED)
    known: dict[tuple[bool, str, str, str], Entry] = {}
    for one in found.select_related("source").order_by("-pk"):
        known[one.source.is_sample, one.base_code, one.serial, one.region_code] = one
    return {one.pk: [*_above(one, known), one] for one in entries}


def _above(entry: Entry, known: Mapping[tuple[bool, str, str, str], Entry]) -> Iterator[Entry]:
    if not entry.base_code:
        return
    for code in above(entry.region_code)[:-1]:
        key = (entry.source.is_sample, entry.base_code)
        if (one := known.get((*key, entry.serial, code)) or known.get((*key, "", code))) is not None:
            yield one


def elsewhere(entry: Entry, limit: int = 6) -> list[Entry]:
    """其他地区的同一事项: listed entries with the same basic code in other regions, of the same level first."""
    if not entry.base_code:
        return []
    same = Entry.objects.select_related("source").filter(base_code=entry.base_code, state=State.LISTED)
    others = same.exclude(region_code__in=above(entry.region_code)).filter(source__is_sample=entry.source.is_sample)
    found = sorted(others.order_by("region_code", "serial")[:200], key=lambda one: one.level != entry.level)
    return found[:limit]


def lacks_of(record: Mapping[str, Any]) -> list[exchange.Lack]:
    """What is missing, by the code tables of the record's province."""
    return exchange.missing(record, exchange.tables_of(str(record.get("region_code", ""))[:2]))


def searchable(after_id: int, limit: int) -> Iterator[Searchable]:
    """Listed entries after an id, in the order of ids: for an index that is built in batches."""
    yield from map(_searchable, _to_be_found().filter(pk__gt=after_id)[:limit])


def searchable_of(ids: Collection[int]) -> Iterator[Searchable]:
    """Those of these entries that are listed."""
    yield from map(_searchable, _to_be_found().filter(pk__in=ids))


def _to_be_found() -> QuerySet[Entry]:
    found = Entry.objects.filter(state=State.LISTED).select_related("source").order_by("pk")
    return found.defer("locks", "doubts")


def _searchable(one: Entry) -> Searchable:
    record = one.record
    codes = (one.base_code, *(exchange.text_of(record, name) for name in _CODES))
    return Searchable(
        id=one.pk,
        name=one.name,
        department=one.department,
        region=one.region_name,
        region_code=one.region_code,
        type=one.type_word,
        source=one.source.label,
        is_sample=one.source.is_sample,
        slug=one.slug,
        codes=tuple(filter(None, codes)),
    )


def listed_at(ids: Sequence[int]) -> list[Entry]:
    """Those of these entries that are listed, with their sources, in the order in which they are named."""
    found = Entry.objects.select_related("source").filter(pk__in=ids, state=State.LISTED).in_bulk()
    return [found[id] for id in ids if id in found]


def named(text: str, limit: int) -> list[Entry]:
    """Listed entries by a part of their name, by their number, or by a code that they have or had."""
    if not text.isprintable():
        return []
    coded = Q(identities__key__in=[f"{name}:{text.upper()}" for name in (*_CODES, "task_handle_item")])
    number = Q(pk=int(text)) if text.isascii() and text.isdecimal() and int(text) < _TOO_LARGE else Q()
    found = Entry.objects.filter(Q(name__contains=text) | coded | number, state=State.LISTED)
    return list(found.select_related("source").distinct().order_by("pk")[:limit])


def successor_of(id: int) -> Entry | None:
    """The listed entry that a merged one has become; None for any other, and for one that was split."""
    for _ in range(20):
        lines = list(Lineage.objects.select_related("successor").filter(origin=id, kind=Change.MERGE)[:2])
        if len(lines) != 1:
            return None
        if lines[0].successor.state == State.LISTED:
            return lines[0].successor
        id = lines[0].successor_id
    return None


def listed() -> QuerySet[Entry]:
    """The listed entries, without what a list does not show."""
    return Entry.objects.filter(state=State.LISTED).select_related("source").defer("values", "own", "locks")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a department stands: its items, those with something missing, with a doubt, changed since somebody looked."""

    department: str
    source: str
    count: int
    lacking: int
    doubtful: int
    to_do: int


def departments() -> list[Standing]:
    """How each department of each source stands, by name."""
    rows = Entry.objects.filter(state=State.LISTED).order_by("department", "source__label")
    counted = rows.values_list("department", "source__label").annotate(
        count=Count("pk"),
        lack=Count("pk", filter=Q(lacking__gt=0)),
        doubtful=Count("pk", filter=~Q(doubts=[])),
        to_do=Count("pk", filter=Q(revision__gt=F("reviewed"))),
    )
    return [Standing(*row) for row in counted]


def without_basis() -> QuerySet[Entry]:
    """Listed entries that name no law, neither themselves nor by the same item of a level above."""
    bare = Q(values__by_law__isnull=True, own__by_law__isnull=True)
    return listed().filter(bare).exclude(~Q(base_code=""), Exists(_above_in_rows().exclude(bare)))


def _above_in_rows() -> QuerySet[Entry]:
    """The entries from which an outer one inherits, in the words of the database (`chains` says it in Python)."""
    regions = [_cut(width) for width in WIDTHS[1:-1]]
    same = Entry.objects.filter(base_code=OuterRef("base_code"), source__is_sample=OuterRef("source__is_sample"))
    return same.filter(
        Q(serial=OuterRef("serial")) | Q(serial=""),
        Q(region_code=COUNTRY) | Q(region_code__in=regions),
        state=State.LISTED,
        level__lt=OuterRef("level"),
    )


def _cut(width: int) -> Concat:
    return Concat(Left(OuterRef("region_code"), width), Value("0" * (len(COUNTRY) - width)))


def history(entry: Entry) -> list[Revision]:
    """The revisions of an entry, the latest first."""
    found = Revision.objects.filter(entry=entry).select_related("source", "delivery")
    return list(found.order_by("-number")[:50])


def changed_since_looked(entry: Entry) -> list[str]:
    """The fields that say something else than when an editor last looked; empty for an entry that is new."""
    looked = Revision.objects.filter(entry=entry, number=entry.reviewed).first() if entry.reviewed else None
    return exchange.difference({**looked.values, **looked.own}, {**entry.values, **entry.own}) if looked else []
