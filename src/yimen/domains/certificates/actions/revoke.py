from datetime import datetime

from django.db import transaction

from yimen.domains.certificates.events import CertificateRevoked
from yimen.domains.certificates.models import Certificate
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import DomainError, Stale
from yimen.ground.outbox.announce import announce

REASON_LENGTH = 300


@transaction.atomic
def revoke(*, actor: Actor, certificate: Certificate, reason: str, now: datetime) -> None:
    """作废 a certificate from today on; the public page says so at once.

    Raises:
        DomainError: no reason given, or one too long to be shown.
        Stale: it is revoked already.
    """
    if not reason.strip():
        raise DomainError("作废证照要写明理由", "写清事实和依据的条款，例如“经营者申请注销登记”。", "reason-missing")
    if len(reason.strip()) > REASON_LENGTH:
        raise DomainError(f"理由最多 {REASON_LENGTH} 个字", "写要点；详细的内容放进案卷。", "reason-too-long")
    changed = Certificate.objects.filter(pk=certificate.pk, revoked_on=None).update(
        revoked_on=legal_day(now), revoked_reason=reason.strip()
    )
    if not changed:
        raise Stale("这张证照刚刚已经作废", "刷新页面看最新状态。")
    record(actor, "revoke-certificate", object_kind="certificate", object_ref=certificate.number, at=now)
    announce(
        CertificateRevoked(certificate.pk, certificate.kind, certificate.subject_kind, certificate.subject_ref), now=now
    )
