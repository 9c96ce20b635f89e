from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.hand_over import hand_over
from yimen.domains.cases.actions.read_document import NOT_DELIVERED
from yimen.domains.cases.handling import check_task, checked_text, locked
from yimen.domains.cases.lanes import lanes_of
from yimen.domains.cases.models import Case, Delivery
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.documents.models import Document
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

DONE = "done"


def still_to_hand_over(case: Case) -> list[tuple[Case, Document]]:
    """What the lanes of a joint application have brought out and nobody has received yet, with the lane of each."""
    lanes = lanes_of(case)
    delivered = set(Delivery.objects.filter(case__in=lanes).values_list("document_id", flat=True))
    return [
        (lane, document)
        for lane in lanes
        for document in documents_of(Subject("case", lane.number))
        if document.kind not in NOT_DELIVERED and document.pk not in delivered
    ]


@transaction.atomic
def hand_over_together(
    *, actor: Actor, case: Case, task: Task, received_by: str, place: str, now: datetime
) -> list[Delivery]:
    """统一出证: everything that the departments have decided is handed over at once; each paper has its own proof.

    What the applicant has opened online by then is delivered already and is not delivered again. It need not wait for
    every lane: what a lane decides later its department delivers.

    Raises:
        ReasonMissing: nobody is named who took it, or no place. Stale: the step is done.
    """
    case = locked(case)
    check_task(case, task, "handover", DONE)
    advice = "写明收件人的姓名和送达的地方，例如政务服务中心 3 号窗口。"
    received_by = checked_text(received_by, missing="没有写谁收下的", advice=advice)
    place = checked_text(place, missing="没有写在哪里收下的", advice=advice)
    rows = [
        hand_over(actor=actor, case=lane, document=document, received_by=received_by, place=place, now=now)
        for lane, document in still_to_hand_over(case)
    ]
    add_step(case, "handed-over-together", by=actor, now=now, note=received_by)
    details = {"papers": len(rows)}
    record(actor, "hand-over-together", object_kind="case", object_ref=case.number, at=now, details=details)
    complete_task(actor=actor, task=task, outcome=DONE, variables={}, now=now)
    return rows
