"""A paper of a case: its number, its body, its addressee; asked for again it is the one that exists."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.actions.make import make_document
from yimen.ground.documents.errors import NumberTaken
from yimen.ground.documents.kinds import kind_of
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.numbering.serials import serial_for
from yimen.ground.places.models import Organisation

# 代字: the word of each kind in a document's number, after the mark of the body.
_WORD = {
    "receipt": "收",
    "acceptance": "受",
    "correction": "补",
    "refuse-acceptance": "不受",
    "special-procedure": "特",
    "extension": "延",
    "grant-permit": "许准",
    "refuse-permit": "许不",
    "grant-registration": "登准",
    "refuse-registration": "登不",
    "grant-old-age-allowance": "给",
    "refuse-benefit": "给不",
    "grant-benefit": "给准",
    "grant-confirmation": "确准",
    "refuse-confirmation": "确不",
    "grant-service": "办结",
    "refuse-service": "办不",
    "answer-disclosure": "公开答",
    "refuse-disclosure": "公开不",
    "delivery": "送",
}


def once(case: Case, kind: str, data: dict[str, Any], now: datetime, *, body: Organisation | None = None) -> Document:
    """The paper of this kind, made now if it does not exist yet."""
    subject = Subject("case", case.number)
    existing = document_of(subject, kind)
    if existing is not None:
        return existing
    try:
        return another(case, kind, data, now, mark=kind, body=body)
    except NumberTaken:
        # Another worker was quicker: its paper is the one.
        if (made := document_of(subject, kind)) is None:
            raise
        return made


def another(
    case: Case, kind: str, data: dict[str, Any], now: datetime, *, mark: str, body: Organisation | None = None
) -> Document:
    """A paper of a kind of which a case may have several; ``mark`` tells apart whose number it is."""
    issuer, year = body or case.body, legal_day(now).year
    serial = serial_for(f"{case.number} {mark}", f"document-{issuer.code}-{kind}", str(year))
    return make_document(
        actor=SYSTEM,
        now=now,
        kind=kind_of(kind),
        body=issuer,
        subject=Subject("case", case.number),
        addressee=addressee(case),
        data={"case_number": case.number, "matter": service_of(case).meta["name"], **data},
        number=f"{issuer.mark}{_WORD[kind]}〔{year}〕{serial}号",
    )


def addressee(case: Case) -> str:
    """Whose name stands on the documents: the enterprise where the form names one, else the applicant."""
    key = service_of(case).meta.get("addressee")
    return str(case.answers.get(key) or case.applicant.name) if key else case.applicant.name


def recheck(case: Case) -> dict[str, Any]:
    """Of a public service: until when the body may be asked to look again, and where to complain; else nothing."""
    meta = service_of(case).meta
    told = meta["remedies"].get("recheck")
    if told is None:
        return {}
    return {
        "recheck_days": told["days"],
        "recheck_answer_days": told["answer_days"],
        "complain": meta["phones"]["complain"],
    }


def contact(case: Case) -> str:
    """Whom to ask about the matter."""
    return f"{case.body.name} {case.body.phone_consult}"


def applied_on(case: Case) -> str:
    """The day of the application, in ISO form. Raises ValueError for a draft."""
    if case.submitted_at is None:
        raise ValueError(f"{case.number} has not been submitted")
    return legal_day(case.submitted_at).isoformat()
