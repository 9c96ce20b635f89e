"""A granted benefit becomes a right: the domain of benefits takes it from here."""

from datetime import datetime

from yimen.domains.benefits.actions.open_entitlement import open_entitlement
from yimen.domains.cases.benefit import benefit_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.ground.audit import SYSTEM
from yimen.ground.calendar.moment import legal_day


def entitle(case: Case, now: datetime) -> None:
    """Open the entitlement of a granted case; asked again it changes nothing."""
    found = benefit_of(case, now)
    contact = service_of(case).meta.get("contact")
    open_entitlement(
        actor=SYSTEM,
        service=case.version.item.slug,
        version=case.version.key,
        case_number=case.number,
        person=case.applicant,
        recipient=found.recipient,
        id_number=found.id_number,
        born=found.born,
        region=case.region_id or case.body.region_id,
        first_month=found.first_month,
        account={"way": found.way, "name": found.account_name, "number": found.account},
        contact_mobile=str(case.answers.get(contact["mobile"], "")) if contact else "",
        decided_on=legal_day(case.decided_at or now),
        now=now,
    )
