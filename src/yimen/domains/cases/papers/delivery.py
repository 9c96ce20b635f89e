"""送达回证: proof that a document has reached its addressee."""

from datetime import datetime
from typing import Any

from yimen.domains.cases.events import DocumentRead
from yimen.domains.cases.models import Delivery
from yimen.domains.cases.papers.once import another
from yimen.ground.calendar.moment import CITY
from yimen.ground.documents.queries import documents_of
from yimen.ground.documents.subject import Subject


def prove_delivery(event: DocumentRead, now: datetime) -> None:
    """Make the proof of a delivery, once; called by the worker after the document was opened or handed over."""
    row = Delivery.objects.select_related("document", "case__version__item", "case__applicant", "case__body").get(
        pk=event.delivery
    )
    told = {"title": row.document.title, "number": row.document.number}
    for made in documents_of(Subject("case", row.case.number)).filter(kind="delivery"):
        if told in made.data["documents"]:
            return
    data: dict[str, Any] = {
        "documents": [told],
        "way": row.way,
        "delivered_to": row.delivered_to,
        "delivered_by": row.delivered_by,
        "delivered_at": _moment(row.delivered_at),
    }
    if row.read_at is not None:
        data.update(read_at=_moment(row.read_at), read_by=row.read_by)
    another(row.case, "delivery", data, now, mark=f"delivery {row.document_id}")


def _moment(moment: datetime) -> str:
    return moment.astimezone(CITY).isoformat(timespec="minutes")
