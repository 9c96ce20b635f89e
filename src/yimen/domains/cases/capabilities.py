"""What a process may ask of this domain. Each may be asked twice and then finds its work done."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.decisions import collect_facts
from yimen.domains.cases.events import CaseDecided
from yimen.domains.cases.limits import limit_day
from yimen.domains.cases.models import Case
from yimen.domains.cases.papers import issue_certificate, make_decision_document, make_receipt
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import Status, may_follow
from yimen.domains.cases.steps import add_step
from yimen.domains.cases.write_back import write_back
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.numbering.credit_code import new_credit_code
from yimen.ground.outbox.announce import announce

# 92: registered by market regulation (9) as an individual business (2), GB 32100-2015 table 1.
INDIVIDUAL_BUSINESS = "92"

Variables = Mapping[str, object]


def receipt(reference: str, *, now: datetime) -> Variables:
    """收件凭证, sealed by whoever took the papers in (行政许可法 32)."""
    make_receipt(_case(reference), now)
    return {}


def accept(reference: str, *, now: datetime) -> Variables:
    """受理: complete papers are accepted at once (市场主体登记管理条例 19); the clock of the law begins."""
    with transaction.atomic():
        case = _locked(reference)
        if case.accepted_at is None:
            _move(case, Status.ACCEPTED)
            case.accepted_at = now
            limits = service_of(case).meta["limits"]
            case.promised_on = limit_day(legal_day(now), limits["promised"])
            case.statutory_on = limit_day(legal_day(now), limits["statutory"])
            case.save(update_fields=["status", "accepted_at", "promised_on", "statutory_on"])
            add_step(case, "accepted", by=SYSTEM, now=now)
            record(SYSTEM, "accept", object_kind="case", object_ref=case.number, at=now)
    return {}


def gather_facts(reference: str, *, now: datetime) -> Variables:
    """Ask the registers; what could not be known stays open and leads to an officer, never to a refusal."""
    with transaction.atomic():
        case = _locked(reference)
        collect_facts(case, now)
        record(SYSTEM, "collect-facts", object_kind="case", object_ref=case.number, at=now)
    return {}


def grant(reference: str, *, now: datetime) -> Variables:
    """准予: the written decision besides the certificate (行政许可法 38)."""
    with transaction.atomic():
        case = _locked(reference)
        if not case.result_number:
            write_back(case, now)
            case.result_number = new_credit_code(kind=INDIVIDUAL_BUSINESS, region=case.body.region_id)
            case.save(update_fields=["result_number"])
    return _conclude(reference, Status.GRANTED, now)


def refuse(reference: str, *, now: datetime) -> Variables:
    """不予: the written decision with reasons, articles and remedies (行政许可法 38)."""
    return _conclude(reference, Status.REFUSED, now)


def issue(reference: str, *, now: datetime) -> Variables:
    """制证: the certificate, sealed by the deciding body."""
    case = _case(reference)
    certificate = issue_certificate(case, now)
    with transaction.atomic():
        if not case.steps.filter(kind="issued").exists():
            add_step(case, "issued", by=SYSTEM, now=now, note=certificate.title)
    return {"certificate": certificate.number}


def deliver(reference: str, *, now: datetime) -> Variables:
    """送达: the result lies in the applicant's space; the case is closed."""
    with transaction.atomic():
        case = _locked(reference)
        if case.closed_at is None:
            case.closed_at = now
            case.save(update_fields=["closed_at"])
            add_step(case, "delivered", by=SYSTEM, now=now)
            record(SYSTEM, "deliver", object_kind="case", object_ref=case.number, at=now)
    return {}


def _conclude(reference: str, status: Status, now: datetime) -> Variables:
    case = _case(reference)
    # The paper first: a decision that stands in the row but has no document would not be a decision (许可法 38).
    make_decision_document(case, status, now)
    with transaction.atomic():
        case = _locked(reference)
        if case.status != status:
            _move(case, status)
            case.decided_at = now
            case.save(update_fields=["status", "decided_at"])
            add_step(case, str(status), by=SYSTEM, now=now)
            record(SYSTEM, str(status), object_kind="case", object_ref=case.number, at=now)
            announce(CaseDecided(case.pk, case.number, str(status)), now=now)
    return {}


def _case(reference: str) -> Case:
    return Case.objects.select_related("version__item", "applicant", "body__region").get(number=reference)


def _locked(reference: str) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("version__item", "body").get(number=reference)


def _move(case: Case, status: Status) -> None:
    if not may_follow(case.status, status):
        raise ValueError(f"{case.number}: {case.status} cannot become {status}")
    case.status = status


CAPABILITIES = {
    "receipt": receipt,
    "accept": accept,
    "collect-facts": gather_facts,
    "grant": grant,
    "refuse": refuse,
    "issue": issue,
    "deliver": deliver,
}
