from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.read_document import NOT_DELIVERED
from yimen.domains.cases.events import DocumentRead
from yimen.domains.cases.handling import checked_text
from yimen.domains.cases.models import Case, Delivery
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.documents.models import Document
from yimen.ground.documents.subject import Subject
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce

DIRECT = "直接送达"


@transaction.atomic
def hand_over(*, actor: Actor, case: Case, document: Document, received_by: str, place: str, now: datetime) -> Delivery:
    """直接送达 at the window: the printed document is handed over; the proof has lines for the signatures.

    Raises:
        ReasonMissing: nobody is named who took it, or no place. Stale: it was delivered before.
    """
    if document.subject != Subject("case", case.number):
        raise ValueError(f"document {document.pk} does not belong to {case.number}")
    advice = "写明收件人的姓名和送达的地方，例如政务服务中心 3 号窗口。"
    received_by = checked_text(received_by, missing="没有写谁收下的", advice=advice)
    place = checked_text(place, missing="没有写在哪里收下的", advice=advice)
    told = {
        "case": case,
        "way": DIRECT,
        "delivered_to": place[:200],
        "delivered_by": actor.name,
        "delivered_at": now,
        "read_by": received_by[:160],
    }
    if document.kind in NOT_DELIVERED:
        raise Stale("这份文书不用送达回证", "收件凭证当场交给申请人就行。")
    row, is_first = Delivery.objects.get_or_create(document=document, defaults=told)
    if not is_first:
        raise Stale("这份文书已经送达", "刷新页面看送达回证。")
    add_step(case, "handed-over", by=actor, now=now, note=document.title)
    record(
        actor,
        "hand-over",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"kind": document.kind, "number": document.number},
    )
    announce(DocumentRead(case.pk, case.number, row.pk), now=now)
    return row
