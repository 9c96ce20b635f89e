"""The letters: 暂停发放, 停发, 恢复发放, 多发款项退回. ``ground.documents.kinds.benefits`` says what each must say."""

from collections.abc import Mapping
from datetime import date, datetime

from yimen.domains.benefits import months
from yimen.domains.benefits.facts import DECEASED, MISSED, MISSING, MOVED_OUT
from yimen.domains.benefits.models import Claim, Entitlement, Stop
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.actions.make import make_document
from yimen.ground.documents.kinds import kind_of
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.numbering.serials import serial_for

_WORD = {"suspend-benefit": "暂", "stop-benefit": "停", "resume-benefit": "复", "recover-benefit": "退"}
_AGAIN = {
    MOVED_OUT: "户籍迁回本地的，可以重新申请",
    MISSING: "查清下落、确认健在的，从暂停的月份起补发",
    MISSED: "核对确认健在的，从暂停的月份起补发；可以等上门核对，也可以到任一窗口或者用视频核对，不要求刷脸",
}


def write_halt(halt: Stop, kind: str, now: datetime) -> Document:
    """暂停发放告知书 or 停发告知书."""
    one = halt.entitlement
    data = {
        **_head(one),
        "from_month": months.key(halt.from_month),
        "facts": halt.facts,
        "reasons": [{"sentence": halt.reason, "basis": halt.basis}],
        "basis": [halt.basis],
    }
    again = _AGAIN.get(halt.cause, "")
    return _once(one, kind, halt.pk, _addressee(one, halt), {**data, **({"resume": again} if again else {})}, now)


def write_resumption(halt: Stop, kind: str, now: datetime) -> Document:
    """恢复发放告知书."""
    one = halt.entitlement
    data = {
        **_head(one),
        "halted": halt.get_kind_display(),
        "halted_from": months.key(halt.from_month),
        "from_month": months.key(_first_payable(one, halt)),
        "facts": halt.lifted_because,
        "basis": [halt.basis],
        "arrears": "停下来的月份没有发的，在下一次发放时一并补发",
    }
    return _once(one, kind, halt.pk, one.recipient, data, now)


def write_claim(claim: Claim, kind: str, pay_by: date, now: datetime) -> Document:
    """多发款项退回告知书."""
    one = claim.entitlement
    rows = [{"month": months.key(row.month), "amount": f"{row.amount:.2f}"} for row in claim.months.order_by("month")]
    data = {
        **_head(one),
        "facts": claim.facts,
        "reasons": [{"sentence": claim.reason, "basis": claim.stop.basis if claim.stop else claim.basis}],
        "basis": [claim.basis],
        "months": rows,
        "amount": f"{claim.amount:.2f}",
        "pay_by": pay_by.isoformat(),
        "pay_how": f"先与{one.body.name}核对账户里没有用的余额，再按核对的金额退回财政专户；我们不从账户里直接扣款",
    }
    return _once(one, kind, claim.pk, _addressee(one, claim.stop), data, now)


def subject_of(kind: str, reference: int) -> Subject:
    """What a letter is about: one halt, its lifting, or one claim."""
    return Subject(kind, str(reference))


def _head(one: Entitlement) -> dict[str, object]:
    return {
        "case_number": one.case_number,
        "matter": one.matter,
        "recipient": one.recipient,
        "contact": f"{one.body.name}，{one.body.phone_consult}",
    }


def _addressee(one: Entitlement, halt: Stop | None) -> str:
    return f"{one.recipient}的家属" if halt is not None and halt.cause == DECEASED else one.recipient


def _first_payable(one: Entitlement, halt: Stop) -> date:
    return max(halt.from_month, one.since)


def _once(
    one: Entitlement, kind: str, reference: int, addressee: str, data: Mapping[str, object], now: datetime
) -> Document:
    subject = subject_of(kind, reference)
    made = document_of(subject, kind)
    if made is not None:
        return made
    year = legal_day(now).year
    serial = serial_for(f"{kind} {reference}", f"document-{one.body.code}-{kind}", str(year))
    return make_document(
        actor=SYSTEM,
        now=now,
        kind=kind_of(kind),
        body=one.body,
        subject=subject,
        addressee=addressee,
        data=data,
        number=f"{one.body.mark}津{_WORD[kind]}〔{year}〕{serial}号",
    )
