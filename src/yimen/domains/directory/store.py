"""Many items at once into the directory: what is new, what says something else, what is the same, what cannot be taken.

A batch is one transaction and a constant number of questions, however many rows it has.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.directory.identity import base_and_serial, has_code, keys_of, name_key
from yimen.domains.directory.levels import level_of
from yimen.domains.directory.models import Delivery, Entry, Identity, Revision, Source
from yimen.domains.directory.states import WORDS, Change, State
from yimen.engines.problem import Problem
from yimen.engines.service import exchange

# As many values as SQLite takes in one question, with room for the others of the question.
_AT_ONCE = 400
_UPDATED = [
    "source", "region_name", "name", "department", "credit_code", "task_type", "base_code", "serial", "slug", "values",
    "own", "locks", "doubts", "fingerprint", "lacking", "revision", "changed_at",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One item as a source tells it; ``line`` is where it stands in its file."""

    values: Mapping[str, Any]
    region_code: str
    region_name: str
    locks: tuple[str, ...] = ()
    doubts: tuple[Problem, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was not taken, and why."""

    line: int
    sentence: str
    advice: str


@dataclass(slots=True)
class Stored:
    """What became of a batch. ``doubtful``: taken, with what is wrong in it, by line. ``entries``: the ids of those
    that are new or have changed."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Refused] = field(default_factory=list)
    doubtful: list[tuple[int, Problem]] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)


def store(
    source: Source,
    items: Sequence[Told],
    *,
    by: str,
    now: datetime,
    kind: Change = Change.IMPORT,
    delivery: Delivery | None = None,
    dry_run: bool = False,
) -> Stored:
    """Take a batch in, or say what would come of it. An item that is known with the same words changes nothing."""
    with transaction.atomic():
        known = _Known(items)
        batch = _Batch(source, by, now, kind, delivery)
        for told in items:
            batch.take(told, known)
        if not dry_run:
            batch.write()
    return batch.outcome


class _Known:
    """The entries that a batch may mean, by their keys and by what they are called."""

    def __init__(self, items: Sequence[Told]) -> None:
        regions = sorted({one.region_code for one in items})
        keys = sorted({key for one in items for key in [*keys_of(one.values), name_key(one.values)]})
        found: dict[tuple[str, str], int] = {}
        for part in _parts(keys):
            rows = Identity.objects.filter(region_code__in=regions, key__in=part)
            found |= {(region, key): id for region, key, id in rows.values_list("region_code", "key", "entry_id")}
        self.by_key = found
        self.entries = {one.pk: one for part in _parts(sorted(set(found.values()))) for one in _entries(part)}
        self.named = self._named(items, regions)
        self.seen: set[tuple[str, str]] = set()

    @staticmethod
    def _named(items: Sequence[Told], regions: Sequence[str]) -> dict[tuple[str, str, str], int]:
        """Coded entries by name, for rows without a code: such a row may be one of them."""
        bare = sorted({exchange.text_of(one.values, "task_name") for one in items if not has_code(one.values)})
        found: dict[tuple[str, str, str], int] = {}
        for part in _parts(bare):
            rows = Entry.objects.filter(region_code__in=regions, name__in=part, state=State.LISTED)
            coded = rows.exclude(identities__key__startswith="name:")
            told = coded.values_list("region_code", "department", "name", "pk")
            found |= {(region, department, name): id for region, department, name, id in told}
        return found

    def entries_of(self, told: Told) -> set[int]:
        keys = keys_of(told.values)
        found = {self.by_key[told.region_code, key] for key in keys if (told.region_code, key) in self.by_key}
        if found:
            return found
        # It had no code when it came first.
        earlier = self.by_key.get((told.region_code, name_key(told.values)))
        return {earlier} if earlier is not None else set()


class _Batch:
    """Decides item by item, then writes all at once."""

    def __init__(self, source: Source, by: str, now: datetime, kind: Change, delivery: Delivery | None) -> None:
        self.source, self.by, self.now, self.kind, self.delivery = source, by, now, kind, delivery
        self.outcome = Stored()
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.identities: list[Identity] = []

    def take(self, told: Told, known: _Known) -> None:
        fault = self._fault(told, known)
        if fault:
            self.outcome.refused.append(Refused(told.line, *fault))
            return
        doubts = [*told.doubts, *_code_faults(told)]
        self.outcome.doubtful += [(told.line, one) for one in doubts]
        ids = known.entries_of(told)
        entry = known.entries[ids.pop()] if ids else Entry(region_code=told.region_code, own={}, revision=0)
        for key in keys_of(told.values):
            known.seen.add((told.region_code, key))
            if (told.region_code, key) not in known.by_key:
                self.identities.append(Identity(entry=entry, region_code=told.region_code, key=key))
        print_ = _fingerprint(self.source, told)
        if entry.pk is not None and entry.fingerprint == print_:
            self.outcome.same += 1
            return
        self._tell(entry, told, doubts, print_)
        if entry.pk is None:
            self.outcome.added += 1
            self.new.append(entry)
        else:
            self.outcome.changed += 1
            self.changed.append(entry)

    def _fault(self, told: Told, known: _Known) -> tuple[str, str] | None:
        ids = known.entries_of(told)
        if len(ids) > 1:
            return "这一行的几个编码指向目录里不同的事项", "核对编码，改对以后再导入。"
        if any((told.region_code, key) in known.seen for key in keys_of(told.values)):
            return "这个编码在文件里已经出现过", "留下对的那一行，再导入。"
        if ids:
            return self._fault_of_known(known.entries[next(iter(ids))])
        called = [exchange.text_of(told.values, name) for name in ("dept_name", "task_name")]
        if not has_code(told.values) and (told.region_code, *called) in known.named:
            return "目录里有一个同名的事项带编码，这一行没有编码，说不准是不是同一个", "补上编码，再导入。"
        return None

    def _fault_of_known(self, entry: Entry) -> tuple[str, str] | None:
        if entry.state != State.LISTED:
            return f"这个事项{WORDS[State(entry.state)]}", "确实还在用的，先在事项目录里恢复。"
        if self.source.is_sample and not entry.source.is_sample:
            return "目录里这个事项是正式下发的，样例不覆盖它", "要改它，用正式的下发文件。"
        return None

    def _tell(self, entry: Entry, told: Told, doubts: Sequence[Problem], fingerprint: str) -> None:
        values = exchange.cleaned(told.values)
        entry.source, entry.values, entry.locks = self.source, values, sorted(told.locks)
        # What the source says by now is no longer a completion of ours.
        entry.own = {name: value for name, value in entry.own.items() if values.get(name) != value}
        entry.region_name, entry.level = told.region_name, level_of(told.region_code)
        entry.doubts = [{"field": one.element, "sentence": one.sentence, "advice": one.advice} for one in doubts]
        entry.fingerprint, entry.changed_at = fingerprint, self.now
        entry.revision += 1
        derive(entry)

    def write(self) -> None:
        Entry.objects.bulk_create(self.new, batch_size=_AT_ONCE)
        # One by one: a bulk update of wide rows builds a text of all values, which is slower than the rows.
        for entry in self.changed:
            entry.save(update_fields=_UPDATED)
        for identity in self.identities:
            identity.entry_id = identity.entry.pk
        Identity.objects.bulk_create(self.identities, batch_size=_AT_ONCE)
        written = [*self.new, *self.changed]
        rows = (
            revision(one, self.kind, by=self.by, now=self.now, delivery=self.delivery, source=self.source)
            for one in written
        )
        Revision.objects.bulk_create(rows, batch_size=_AT_ONCE)
        self.outcome.entries = [one.pk for one in written]


def derive(entry: Entry) -> None:
    """Set the columns that lists and look-ups read from what the entry says."""
    record = entry.record
    tables = exchange.tables_of(entry.region_code[:2])
    kind = exchange.text_of(record, "task_type")
    entry.name = exchange.text_of(record, "task_name")
    entry.department = exchange.text_of(record, "dept_name")
    entry.credit_code = exchange.text_of(record, "dept_code")[:18]
    entry.task_type = (tables.code("task_type", kind) or kind)[:10]
    entry.base_code, entry.serial = base_and_serial(record, tables)
    # Its guide may be written under that name: another code gives it no other one.
    entry.slug = entry.slug or exchange.slug_of(record)
    entry.lacking = len([one for one in exchange.missing(record, tables) if one.key])


def revision(
    entry: Entry,
    kind: Change,
    *,
    by: str,
    now: datetime,
    note: str = "",
    source: Source | None = None,
    delivery: Delivery | None = None,
) -> Revision:
    """The entry as it is now, to be added to its history."""
    return Revision(
        entry=entry, number=entry.revision, kind=kind, values=entry.values, own=entry.own, locks=entry.locks,
        state=entry.state, source=source, delivery=delivery, by=by, at=now, note=note,
    )  # fmt: skip


def _fingerprint(source: Source, told: Told) -> str:
    said = [exchange.fingerprint(told.values), sorted(told.locks), source.key, told.region_name]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _code_faults(told: Told) -> Iterator[Problem]:
    record = {**told.values, "region_code": told.region_code}
    yield from exchange.faults_of_codes(record, exchange.tables_of(told.region_code[:2]))


def _entries(ids: Sequence[int]) -> QuerySet[Entry]:
    return Entry.objects.select_for_update(of=("self",)).select_related("source").filter(pk__in=ids)


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
