import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yimen.domains.cases.models import Case
from yimen.domains.supervision.events import FindingOpened
from yimen.domains.supervision.facts import Fact
from yimen.domains.supervision.limits import last_day
from yimen.domains.supervision.models import Finding, Rulebook
from yimen.domains.supervision.rulebooks import definition
from yimen.engines.service import rulebook as engine
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.numbering.serials import next_serial
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Organisation, Post


@dataclass(frozen=True, slots=True)
class Matter:
    """What facts are of. ``key`` names it, so that the same rule is found once about the same; without ``officer`` it
    concerns the post."""

    key: str
    case: Case
    officer: Account | None
    post: Post | None
    body: Organisation
    at: datetime


def find(*, matter: Matter, facts: Mapping[str, Fact], book: Rulebook, now: datetime) -> list[Finding]:
    """Ask the rulebook about these facts and keep each rule that hits and is not known yet. Part of the caller's
    transaction."""
    told = definition(book)
    hits = engine.judge(told, {name: one.value for name, one in facts.items()})
    keys = {f"{matter.key}:{hit.rule}": hit for hit in hits}
    known = set(Finding.objects.filter(key__in=keys).values_list("key", flat=True))
    found = [_finding(matter, hit, facts, book, now) for key, hit in keys.items() if key not in known]
    for finding in found:
        finding.save()
        details = {"rule": finding.rule, "rulebook": book.number, "facts_hash": finding.facts_hash}
        record(SYSTEM, "find", object_kind="finding", object_ref=finding.number, at=now, details=details)
        announce(FindingOpened(finding.pk, finding.number, finding.answer_by.isoformat()), now=now)
    return found


def _finding(matter: Matter, hit: engine.Hit, facts: Mapping[str, Fact], book: Rulebook, now: datetime) -> Finding:
    today, meta = legal_day(now), definition(book).meta
    read = _read(facts, hit, {one["name"]: one["label"] for one in meta["facts"]})
    return Finding(
        number=f"JC{today:%Y%m%d}-{next_serial('finding', f'{today:%Y%m%d}'):05}",
        key=f"{matter.key}:{hit.rule}",
        case=matter.case,
        act=str(facts["act"].value),
        acted_at=matter.at,
        officer=matter.officer,
        post=matter.post,
        body=matter.body,
        rulebook=book,
        rule=hit.rule,
        name=hit.name,
        sentence=hit.sentence,
        basis=hit.basis,
        severity=hit.severity,
        facts=read,
        facts_hash=_hash(book, read),
        found_at=now,
        answer_by=last_day(today, meta["answer"]),
    )


def _read(facts: Mapping[str, Fact], hit: engine.Hit, labels: Mapping[str, str]) -> list[dict[str, object]]:
    """The facts that this rulebook names, as they were read."""
    return [
        {
            "name": name,
            "label": labels[name],
            "value": one.value,
            "source": one.source,
            "tested": name in hit.reads,
        }
        for name, one in facts.items()
        if name in labels
    ]


def _hash(book: Rulebook, read: object) -> str:
    text = json.dumps([book.fingerprint, read], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
