"""收件凭证 as it stands on a page: what was received, when, by whom, and by when the applicant is told."""

from datetime import date

from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.ground.documents.models import Document
from yimen.portals.citizen.papers import RECEIPT, addresses
from yimen.portals.citizen.present import by_day, moment_text


def receipt_of(found: Case, papers: list[Document], today: date) -> dict[str, str] | None:
    """For the receipt component; None before anything was received."""
    if found.submitted_at is None:
        return None
    document = next((one for one in papers if one.kind == RECEIPT), None)
    waiting = found.status in (Status.SUBMITTED, Status.IN_PARTS) and found.answer_by is not None
    return {
        "number": found.number,
        "service": found.version.name,
        "received_at": moment_text(found.submitted_at),
        "received_by": (found.entered_at_body or found.body).name,
        # Once it is told, the promise is kept: the receipt itself still says what it said.
        "promise": f"{by_day(found.answer_by, today)}前告知是否受理" if waiting and found.answer_by else "",
        "href": addresses(papers)[document.pk] if document else "",
    }
