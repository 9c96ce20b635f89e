"""The listener behind ``NoticeDue``: writes the letter once, puts down when it was told, and announces it."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import models, transaction

from yimen.domains.benefits.events import NoticeDue, NoticeWritten
from yimen.domains.benefits.letters import write_claim, write_halt, write_resumption
from yimen.domains.benefits.models import Claim, Entitlement, Stop
from yimen.domains.benefits.states import ClaimState
from yimen.domains.benefits.terms import terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.engines.clock import add_months
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document
from yimen.ground.outbox.announce import announce


def tell(event: NoticeDue, now: datetime) -> None:
    """Write the letter about a halt, a resumption or a claim; one that is written already is not written again.

    A halt that was lifted, and a claim that was withdrawn, before anybody was told needs no letter.

    Raises:
        DocumentIncomplete, MissingGlyphs, SealUnavailable: no letter; the outbox and the daily job try again.
    """
    _TELL[event.kind](event, now)


def _tell_halt(event: NoticeDue, now: datetime) -> None:
    halt = _halt(event)
    if halt.told_on is None and halt.lifted_on is None:
        _keep(event, halt, halt.entitlement, write_halt(halt, event.kind, now), {}, ("told_on", "document"), now)


def _tell_resumption(event: NoticeDue, now: datetime) -> None:
    halt = _halt(event)
    # Whoever was never told of the halt is not told of its end.
    if halt.lift_tell_by is not None and halt.lift_told_on is None and halt.told_on is not None:
        names = ("lift_told_on", "lift_document")
        _keep(event, halt, halt.entitlement, write_resumption(halt, event.kind, now), {}, names, now)


def _tell_claim(event: NoticeDue, now: datetime) -> None:
    claim = Claim.objects.select_related("entitlement__body", "stop").get(pk=event.reference)
    if claim.told_on is None and claim.state == ClaimState.OPEN:
        terms = terms_of(definition_by_key(claim.entitlement.version))
        pay_by = add_months(legal_day(now), terms.repay_months)
        document = write_claim(claim, event.kind, pay_by, now)
        # A worker killed between the letter and this row finds the letter: its day is the one that counts.
        more = {"pay_by": date.fromisoformat(str(document.data["pay_by"]))}
        _keep(event, claim, claim.entitlement, document, more, ("told_on", "document"), now)


_TELL: dict[str, Callable[[NoticeDue, datetime], None]] = {
    "suspend-benefit": _tell_halt,
    "stop-benefit": _tell_halt,
    "resume-benefit": _tell_resumption,
    "recover-benefit": _tell_claim,
}


def _halt(event: NoticeDue) -> Stop:
    return Stop.objects.select_related("entitlement__body").get(pk=event.reference)


@transaction.atomic
def _keep(
    event: NoticeDue,
    row: Stop | Claim,
    entitlement: Entitlement,
    document: Document,
    more: dict[str, date],
    names: tuple[str, str],
    now: datetime,
) -> None:
    told, paper = names
    rows: models.QuerySet[models.Model] = type(row)._default_manager.filter(pk=row.pk, **{told: None})
    if not rows.update(**{told: legal_day(document.made_at), paper: document, **more}):
        return
    details = {"kind": event.kind, "number": document.number}
    record(SYSTEM, "tell-benefit", object_kind="benefit", object_ref=entitlement.case_number, at=now, details=details)
    announce(
        NoticeWritten(
            event.kind,
            entitlement.case_number,
            entitlement.person_id,
            entitlement.contact_mobile,
            document.pk,
            document.title,
        ),
        now=now,
    )
