from datetime import datetime

from django.db import transaction

from yimen.domains.cases.events import DocumentRead
from yimen.domains.cases.models import Case, Delivery
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.documents.models import Document
from yimen.ground.documents.subject import Subject
from yimen.ground.outbox.announce import announce

ELECTRONIC = "电子送达"
# What proves itself: the receipt is handed out at once, the proof of delivery is not delivered again.
NOT_DELIVERED = frozenset({"receipt", "delivery"})


@transaction.atomic
def read_document(*, actor: Actor, case: Case, document: Document, now: datetime) -> Delivery | None:
    """阅读回执: the applicant opens a document for the first time, which proves its delivery (送达回证 follows).

    Opening it again changes nothing. Returns the delivery; None for a paper that needs no
    proof, and for anybody but the applicant.
    """
    if document.subject != Subject("case", case.number):
        raise ValueError(f"document {document.pk} does not belong to {case.number}")
    if document.kind in NOT_DELIVERED or actor.kind != "citizen":
        return None
    row, is_first = Delivery.objects.get_or_create(
        document=document,
        defaults={
            "case": case,
            "way": ELECTRONIC,
            "delivered_to": "网上办事大厅（申请人的办件页面）",
            "delivered_by": "一门系统",
            "delivered_at": document.made_at,
            "read_at": now,
            "read_by": actor.name,
        },
    )
    if is_first:
        add_step(case, "read", by=actor, now=now, note=document.title)
        record(
            actor,
            "read-document",
            object_kind="case",
            object_ref=case.number,
            at=now,
            details={"kind": document.kind, "number": document.number},
        )
        announce(DocumentRead(case.pk, case.number, row.pk), now=now)
    return row
