"""Issue a certificate: draw it, seal it, keep it. Slow, so it runs in the worker, and safe to ask twice."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.domains.certificates.events import CertificateIssued
from yimen.domains.certificates.models import Certificate
from yimen.domains.certificates.queries import certificate_of_subject
from yimen.ground.accounts.models import Person
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.actions.make import make_document
from yimen.ground.documents.errors import NumberTaken
from yimen.ground.documents.kinds import Kind
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Organisation


@dataclass(frozen=True, slots=True)
class Blank:
    """What is to be issued: the paper's design, its number, what stands on it, and whose seal it bears."""

    kind: str
    title: str
    template: str
    number: str
    data: Mapping[str, object]
    fields: Sequence[tuple[str, str]]
    public_fields: Sequence[str]
    valid_until: date | None
    body: Organisation
    holder: Person
    subject_kind: str
    subject_ref: str


def new_code() -> str:
    """A verification code of 16 signs without look-alikes: 79 bits, to be read out over the telephone."""
    return "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(16))


def issue(*, actor: Actor, blank: Blank, verify_address: str, now: datetime) -> Certificate:
    """The certificate of this subject and kind; made now if there is none yet.

    Args:
        verify_address: address of the public page, without the code: ``https://…/verify/``.

    Raises:
        MissingGlyphs: a sign cannot be printed with our fonts; nothing is issued.
        SealUnavailable: the seal service does not answer; the worker tries again.
    """
    existing = certificate_of_subject(blank.subject_kind, blank.subject_ref, blank.kind)
    if existing is not None:
        return existing
    # The worker may have died between the paper and the row: then the paper is there, and its code is the one to keep.
    document = _paper(actor, blank, verify_address, now)
    code = str(document.data["verify_url"]).rstrip("/").rsplit("/", 1)[1]
    with transaction.atomic():
        certificate, is_first = Certificate.objects.get_or_create(
            document=document,
            defaults={
                "kind": blank.kind,
                "title": blank.title,
                "number": blank.number,
                "code": code,
                "holder": blank.holder,
                "body": blank.body,
                "subject_kind": blank.subject_kind,
                "subject_ref": blank.subject_ref,
                "fields": [list(pair) for pair in blank.fields],
                "public_fields": list(blank.public_fields),
                "issued_on": legal_day(document.made_at),
                "valid_until": blank.valid_until,
            },
        )
        if is_first:
            record(actor, "issue-certificate", object_kind=blank.subject_kind, object_ref=blank.subject_ref, at=now)
            announce(CertificateIssued(certificate.pk, blank.kind, blank.subject_kind, blank.subject_ref), now=now)
    return certificate


def _paper(actor: Actor, blank: Blank, verify_address: str, now: datetime) -> Document:
    """The sealed paper: the one that is there, or printed now; where two workers print at once, the first one's."""
    subject = Subject(blank.subject_kind, blank.subject_ref)
    made = document_of(subject, blank.kind)
    if made is not None:
        return made
    try:
        return _print(actor, blank, verify_address, now)
    except NumberTaken:
        if (made := document_of(subject, blank.kind)) is None:
            raise
        return made


def _print(actor: Actor, blank: Blank, verify_address: str, now: datetime) -> Document:
    return make_document(
        actor=actor,
        now=now,
        kind=Kind(blank.kind, blank.title, blank.template, "deciding-body", "行政许可法39", says=()),
        body=blank.body,
        subject=Subject(blank.subject_kind, blank.subject_ref),
        addressee=blank.holder.name,
        number=blank.number,
        data={**blank.data, "verify_url": f"{verify_address}{new_code()}/"},
    )
