import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.documents.errors import DocumentIncomplete, NumberTaken
from yimen.ground.documents.kinds import Kind, missing_entries
from yimen.ground.documents.models import Document
from yimen.ground.documents.ports import seal_port
from yimen.ground.documents.qr import qr_svg
from yimen.ground.documents.render import render
from yimen.ground.documents.storage import private_storage
from yimen.ground.documents.subject import Subject
from yimen.ground.places.models import Organisation


def make_document(
    *,
    actor: Actor,
    now: datetime,
    kind: Kind,
    body: Organisation,
    subject: Subject,
    addressee: str,
    data: Mapping[str, object],
    number: str,
) -> Document:
    """Print, seal and keep a legal document.

    Args:
        kind: what paper it is: a registered kind (``kind_of``), or the certificate of a service.
        body: whose document and seal it is.
        data: what this kind says (``Kind.says``), JSON values, dates in ISO form; ``verify_url`` prints a QR code.
        number: the document's number, given out by the caller.
    Raises:
        DocumentIncomplete, MissingGlyphs, NumberTaken, SealUnavailable: nothing is issued.
    """
    _check_complete(kind, body, addressee, data)
    if Document.objects.filter(body=body, kind=kind.code, number=number).exists():
        raise _taken(kind, body, number)

    port = seal_port()
    printed = _printed(kind, body, addressee, data, number, now, port.demo)
    verify_url = str(printed["verify_url"])
    files = {"qr.svg": qr_svg(verify_url)} if verify_url else {}
    pdf = render(kind.template, printed, files=files, made_at=timezone.localtime(now))
    sealed = port.seal(pdf, body=body.code, reason=kind.title, field="Seal")

    return _keep(actor, now, kind, body, subject, addressee, printed, number, sealed)


def _check_complete(form: Kind, body: Organisation, addressee: str, data: Mapping[str, object]) -> None:
    missing = [*missing_entries(form, data), *([] if addressee.strip() else ["文书送给谁（addressee）"])]
    if form.adverse and not (data.get("recheck_days") or (body.review_body and body.court)):
        raise DocumentIncomplete(
            f"{body.name}还没有写明行政复议机关和管辖法院，不能出具{form.title}", "在机构管理里补上这两项后再出具。"
        )
    if missing:
        raise DocumentIncomplete(f"{form.title}还缺必须写明的内容：{'、'.join(missing)}", "补上后再出具。")


def _printed(
    form: Kind, body: Organisation, addressee: str, data: Mapping[str, object], number: str, now: datetime, demo: bool
) -> dict[str, object]:
    verify_url = data.get("verify_url") or ""
    return {
        **data,
        "title": form.title,
        "number": number,
        "addressee": addressee,
        "date": timezone.localdate(now).isoformat(),
        "body": {"code": body.code, "name": body.name, "review_body": body.review_body, "court": body.court},
        # A matter that is no permit does not carry the seal of permits.
        "seal_words": "" if data.get("rule") else form.seal_words,
        "demo": demo,
        "verify_url": verify_url,
        "qr": bool(verify_url),
    }


def _keep(
    actor: Actor,
    now: datetime,
    form: Kind,
    body: Organisation,
    subject: Subject,
    addressee: str,
    printed: dict[str, object],
    number: str,
    sealed: bytes,
) -> Document:
    digest = hashlib.sha256(sealed).hexdigest()
    storage = private_storage()
    name = storage.save(f"{now:%Y/%m}/{digest}.pdf", ContentFile(sealed))
    try:
        with transaction.atomic():
            document = Document.objects.create(
                number=number,
                kind=form.code,
                title=form.title,
                body=body,
                subject_kind=subject.kind,
                subject_reference=subject.reference,
                addressee=addressee,
                made_at=now,
                sha256=digest,
                file=name,
                data=printed,
            )
            details = {"kind": form.code, "number": number, "sha256": digest}
            record(actor, "make-document", object_kind="document", object_ref=str(document.pk), at=now, details=details)
    except IntegrityError as error:
        storage.delete(name)
        raise _taken(form, body, number) from error
    return document


def _taken(form: Kind, body: Organisation, number: str) -> NumberTaken:
    return NumberTaken(f"{body.name}已经有一份编号为{number}的{form.title}", "换一个编号再出具。")
