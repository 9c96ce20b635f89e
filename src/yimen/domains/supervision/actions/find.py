import hashlib
import json
from collections.abc import Mapping
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


def find(
    *,
    about: str,
    book: Rulebook,
    case: Case,
    facts: Mapping[str, Fact],
    officer: Account | None,
    post: Post | None,
    body: Organisation,
    acted_at: datetime,
    now: datetime,
) -> list[Finding]:
    """Ask the rulebook about these facts and keep each rule that hits. Part of the caller's transaction.

    Args:
        about: what the facts are of; the same rule is found once about the same.
    """
    definition_ = definition(book)
    hits = engine.judge(definition_, {name: one.value for name, one in facts.items()})
    keys = {f"{about}:{hit.rule}": hit for hit in hits}
    known = set(Finding.objects.filter(key__in=keys).values_list("key", flat=True))
    told = [
        _row(about, book, definition_, hit, case, facts, officer, post, body, acted_at, now)
        for key, hit in keys.items()
        if key not in known
    ]
    for finding in told:
        finding.save()
        details = {"rule": finding.rule, "rulebook": book.number, "facts_hash": finding.facts_hash}
        record(SYSTEM, "find", object_kind="finding", object_ref=finding.number, at=now, details=details)
        announce(FindingOpened(finding.pk, finding.number, finding.answer_by.isoformat()), now=now)
    return told


def _row(
    about: str,
    book: Rulebook,
    told: engine.Rulebook,
    hit: engine.Hit,
    case: Case,
    facts: Mapping[str, Fact],
    officer: Account | None,
    post: Post | None,
    body: Organisation,
    acted_at: datetime,
    now: datetime,
) -> Finding:
    today = legal_day(now)
    labels = {one["name"]: one["label"] for one in told.meta["facts"]}
    read = [
        {"name": name, "label": labels[name], "value": one.value, "source": one.source, "tested": name in hit.reads}
        for name, one in facts.items()
        if name in labels
    ]
    return Finding(
        number=f"JC{today:%Y%m%d}-{next_serial('finding', f'{today:%Y%m%d}'):05}",
        key=f"{about}:{hit.rule}",
        case=case,
        act=str(facts["act"].value),
        acted_at=acted_at,
        officer=officer,
        post=post,
        body=body,
        rulebook=book,
        rule=hit.rule,
        name=hit.name,
        sentence=hit.sentence,
        basis=hit.basis,
        severity=hit.severity,
        facts=read,
        facts_hash=_hash(book, read),
        found_at=now,
        answer_by=last_day(today, told.meta["answer"]),
    )


def _hash(book: Rulebook, read: object) -> str:
    text = json.dumps([book.fingerprint, read], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
