"""What a process may ask of this domain. Each may be asked twice and then finds its work done."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from yimen.domains.cases.actions.accept import start_clock
from yimen.domains.cases.clocks import set_days
from yimen.domains.cases.decisions import collect_facts
from yimen.domains.cases.entitle import entitle
from yimen.domains.cases.events import (
    CaseAccepted,
    CaseConcluded,
    CaseDecided,
    CaseDelivered,
    CaseNotAccepted,
    CorrectionAsked,
)
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.models import Case
from yimen.domains.cases.numbers import result_number
from yimen.domains.cases.papers.decision import make_decision_document
from yimen.domains.cases.papers.intake import (
    make_acceptance,
    make_correction_notice,
    make_receipt,
    make_refused_acceptance,
)
from yimen.domains.cases.papers.result import issue_certificate
from yimen.domains.cases.reserving import give_back, keep, tell_held
from yimen.domains.cases.states import OPEN, Status, may_follow
from yimen.domains.cases.steps import add_step
from yimen.domains.cases.write_back import write_back
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.errors import DomainError, Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.reschedule import reschedule

Variables = Mapping[str, object]


def receipt(reference: str, *, now: datetime) -> Variables:
    """收件凭证, sealed by whoever took the papers in (行政许可法 32); a joint application has one for all its parts."""
    case = _case(reference)
    if case.parent_id is None:
        make_receipt(case, now)
    return {}


def accept(reference: str, *, now: datetime) -> Variables:
    """受理: an officer or silence has accepted; or, where nobody is asked, complete papers are accepted at once
    (市场主体登记管理条例 19). The notice first, then the state."""
    with transaction.atomic():
        case = _open(reference)
        if case.accepted_on is None:
            start_clock(case, now)
            add_step(case, "accepted", by=SYSTEM, now=now)
            record(SYSTEM, "accept", object_kind="case", object_ref=case.number, at=now)
    make_acceptance(_case(reference), now)
    with transaction.atomic():
        case = _open(reference)
        if case.accepted_at is None:
            _move(case, Status.ACCEPTED)
            case.accepted_at = now
            case.save(update_fields=["status", "accepted_at", *set_days(case, now)])
            deemed = case.clock_event.startswith("视为受理")
            announce(CaseAccepted(case.pk, case.number, deemed), now=now)
    return {}


def ask_correction(reference: str, *, now: datetime) -> Variables:
    """补正告知书: from now on the applicant may change exactly what was asked for."""
    make_correction_notice(_case(reference), now)
    with transaction.atomic():
        case = _open(reference)
        if case.status == Status.SUBMITTED and case.correction.supplied_at is None:
            _move(case, Status.CORRECTING)
            case.save(update_fields=["status"])
            announce(CorrectionAsked(case.pk, case.number), now=now)
    by = case.correction.supply_by
    # The applicant's last day ends at 24:00, so the timer rings on the day after it.
    return {"supply_until": by + timedelta(days=1) if by else None}


def decline(reference: str, *, now: datetime) -> Variables:
    """不予受理决定书, with reason, competent body and remedies."""
    _open(reference)
    make_refused_acceptance(_case(reference), now)
    with transaction.atomic():
        case = _locked(reference)
        if case.status != Status.NOT_ACCEPTED:
            _move(case, Status.NOT_ACCEPTED)
            case.save(update_fields=["status"])
            add_step(case, "not-accepted", by=SYSTEM, now=now)
            record(SYSTEM, "not-accepted", object_kind="case", object_ref=case.number, at=now)
            announce(CaseNotAccepted(case.pk, case.number), now=now)
    return {}


def reserve(reference: str, *, now: datetime) -> Variables:
    """保留: what the case would have in a register (a name) is kept for it while it is being handled.

    Who has it already is told to the applicant at once, and to the process by the error code of the service.
    """
    try:
        with transaction.atomic():
            keep(_open(reference), now)
    except DomainError as error:
        if not isinstance(error, Stale):
            with transaction.atomic():
                tell_held(_open(reference), error.code, now)
        raise
    return {}


def release(reference: str, *, now: datetime) -> Variables:
    """解除保留: undoes ``reserve`` where nothing came of the case (refused, withdrawn); else it finds nothing to do."""
    with transaction.atomic():
        give_back(_locked(reference), now)
    return {}


def gather_facts(reference: str, *, now: datetime) -> Variables:
    """Ask the registers; what could not be known stays open and leads to an officer, never to a refusal."""
    with transaction.atomic():
        case = _open(reference)
        collect_facts(case, now)
        record(SYSTEM, "collect-facts", object_kind="case", object_ref=case.number, at=now)
    return {}


def grant(reference: str, *, now: datetime) -> Variables:
    """准予: the written decision besides the certificate (行政许可法 38)."""
    try:
        with transaction.atomic():
            case = _still_to_decide(reference)
            if not case.result_number:
                # The number first: what is written back may name it. Who cannot be entered gives it back with all else.
                case.result_number = result_number(case, now)
                write_back(case, now)
                case.save(update_fields=["result_number"])
    except DomainError:
        _take_back(reference)
        raise
    return _conclude(reference, Status.GRANTED, now)


def refuse(reference: str, *, now: datetime) -> Variables:
    """不予: the written decision with reasons, articles and remedies (行政许可法 38)."""
    _still_to_decide(reference)
    return _conclude(reference, Status.REFUSED, now)


def issue(reference: str, *, now: datetime) -> Variables:
    """制证: the certificate, sealed by the deciding body."""
    case = _case(reference)
    certificate = issue_certificate(case, now)
    with transaction.atomic():
        if not case.steps.filter(kind="issued").exists():
            add_step(case, "issued", by=SYSTEM, now=now, note=certificate.title)
    return {"certificate": certificate.number}


def open_benefit(reference: str, *, now: datetime) -> Variables:
    """The right to a benefit begins: from which month, how much, to which account."""
    entitle(_case(reference), now)
    return {}


def deliver(reference: str, *, now: datetime) -> Variables:
    """送达: the result lies in the applicant's space; the case is closed."""
    with transaction.atomic():
        case = _locked(reference)
        if case.closed_at is None:
            case.closed_at = now
            case.save(update_fields=["closed_at"])
            add_step(case, "delivered", by=SYSTEM, now=now)
            record(SYSTEM, "deliver", object_kind="case", object_ref=case.number, at=now)
            announce(CaseDelivered(case.pk, case.number), now=now)
    return {}


def conclude(reference: str, *, now: datetime) -> Variables:
    """办结 of a joint application: every part has come to its end."""
    with transaction.atomic():
        case = _locked(reference)
        if case.status == Status.IN_PARTS:
            _move(case, Status.CONCLUDED)
            case.closed_at = now
            case.save(update_fields=["status", "closed_at"])
            add_step(case, "concluded", by=SYSTEM, now=now)
            record(SYSTEM, "conclude", object_kind="case", object_ref=case.number, at=now)
            announce(CaseConcluded(case.pk, case.number), now=now)
    return {}


def _still_to_decide(reference: str) -> Case:
    case = _locked(reference) if transaction.get_connection().in_atomic_block else _case(reference)
    if case.status not in (*OPEN, Status.GRANTED, Status.REFUSED):
        raise Stale(f"{case.number} 已经结束，不能再作决定", "不用再办。")
    return case


def _take_back(reference: str) -> None:
    """What cannot be granted is not decided: the officer looks again, the applicant may still withdraw."""
    Case.objects.filter(number=reference, status=Status.ACCEPTED).update(decision="", decided_at=None, deliver_by=None)


def _conclude(reference: str, status: Status, now: datetime) -> Variables:
    # The paper first: a decision that stands in the row but has no document would not be a decision (许可法 38).
    make_decision_document(_case(reference), status, now)
    with transaction.atomic():
        case = _locked(reference)
        if case.status != status:
            _move(case, status)
            case.decision, case.decided_at = _DECISIONS[status], case.decided_at or now
            case.save(update_fields=["status", "decision", "decided_at", *set_days(case, now)])
            add_step(case, str(status), by=SYSTEM, now=now)
            record(SYSTEM, str(status), object_kind="case", object_ref=case.number, at=now)
            announce(CaseDecided(case.pk, case.number, str(status)), now=now)
            reschedule(kind="case", reference=case.number, now=now)
    return {}


_DECISIONS = {Status.GRANTED: "grant", Status.REFUSED: "refuse"}
_WHOLE = ("version__item", "applicant", "body__region", "region", "correction", "extension", "entered_by")


def _case(reference: str) -> Case:
    return Case.objects.select_related(*_WHOLE).get(number=reference)


def _locked(reference: str) -> Case:
    return locked_row(reference)


def _open(reference: str) -> Case:
    """The case, locked where a transaction is open. Raises Stale when it was withdrawn while the worker was busy."""
    in_transaction = transaction.get_connection().in_atomic_block
    case = _locked(reference) if in_transaction else _case(reference)
    if case.status == Status.WITHDRAWN:
        raise Stale(f"{case.number} 已经撤回", "不用再办。")
    return case


def _move(case: Case, status: Status) -> None:
    if not may_follow(case.status, status):
        raise ValueError(f"{case.number}: {case.status} cannot become {status}")
    case.status = status


CAPABILITIES = {
    "receipt": receipt,
    "accept": accept,
    "ask-correction": ask_correction,
    "decline": decline,
    "reserve": reserve,
    "release": release,
    "collect-facts": gather_facts,
    "grant": grant,
    "refuse": refuse,
    "issue": issue,
    "open-benefit": open_benefit,
    "deliver": deliver,
    "conclude": conclude,
}
