from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from yimen.domains.law.models import Alarm, Document
from yimen.domains.law.ports import Citing, everything_that_cites
from yimen.domains.law.queries import findings_of, library
from yimen.engines import law as engine
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day

_Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Watched:
    """How many alarms were opened, and how many closed."""

    opened: int
    closed: int


@transaction.atomic
def watch(*, actor: Actor, now: datetime) -> Watched:
    """Hold everything that cites against the library: open what is new, close what stands again or is gone."""
    return _hold(actor, list(everything_that_cites()), Alarm.objects.all(), now)


@transaction.atomic
def watch_one(*, actor: Actor, citing: Citing, now: datetime) -> Watched:
    """The same for one thing that has just been published: who did it sees at once what is left to mend."""
    return _hold(actor, [citing], Alarm.objects.filter(subject_kind=citing.kind, subject_ref=citing.ref), now)


def _hold(actor: Actor, citing: Sequence[Citing], alarms: QuerySet[Alarm], now: datetime) -> Watched:
    """Hold these citations against the library; ``alarms``: those that are about them."""
    held, today = library(), legal_day(now)
    open_ = {_key_of(one): one for one in alarms.select_for_update().filter(closed_at=None).select_related("document")}
    found = {key: told for one in citing for key, told in _found(one, held, today).items()}
    opened = _open(actor, [told for key, told in found.items() if key not in open_], now)
    _refresh(open_, found)
    current = {(one.kind, one.ref): one.version for one in citing}
    closed = [one for key, one in open_.items() if key not in found]
    for one in closed:
        version = current.get((one.subject_kind, one.subject_ref), "")
        Alarm.objects.filter(pk=one.pk).update(closed_at=now, closed_with=version)
        details = {"with": version, "document": one.document.key, "place": one.place}
        record(actor, "close-law-alarm", object_kind="law-alarm", object_ref=str(one.pk), at=now, details=details)
    return Watched(opened, len(closed))


def _found(one: Citing, held: engine.Library, today: date) -> dict[_Key, tuple[Citing, engine.Finding]]:
    return {
        (one.kind, one.ref, told.document.key, told.kind, _place(told), told.against): (one, told)
        for told in findings_of(one, held, today)
    }


def _open(actor: Actor, news: Iterable[tuple[Citing, engine.Finding]], now: datetime) -> int:
    documents = {row.key: row for row in Document.objects.all()}
    count = 0
    for citing, told in news:
        row = Alarm.objects.create(
            subject_kind=citing.kind,
            subject_ref=citing.ref,
            document=documents[told.document.key],
            kind=told.kind,
            place=_place(told),
            against=told.against,
            opened_at=now,
            **_shown(citing, told),
        )
        details = {"subject": f"{citing.kind} {citing.ref}", "document": told.document.key, "place": row.place}
        record(actor, "open-law-alarm", object_kind="law-alarm", object_ref=str(row.pk), at=now, details=details)
        count += 1
    return count


def _refresh(open_: dict[_Key, Alarm], found: dict[_Key, tuple[Citing, engine.Finding]]) -> None:
    """A new version that still cites what does not stand: the alarm names it, and where it cites now."""
    for key, row in open_.items():
        if key in found and row.subject_version != found[key][0].version:
            Alarm.objects.filter(pk=row.pk).update(**_shown(*found[key]))


def _shown(citing: Citing, told: engine.Finding) -> dict[str, object]:
    return {
        "subject_name": citing.name,
        "subject_version": citing.version,
        "sentence": told.sentence,
        "advice": told.advice,
        "wheres": list(told.wheres),
    }


def _place(told: engine.Finding) -> str:
    return told.place.label if told.place else ""


def _key_of(row: Alarm) -> _Key:
    return row.subject_kind, row.subject_ref, row.document.key, row.kind, row.place, row.against
