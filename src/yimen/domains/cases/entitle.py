"""A granted benefit becomes a right: the domain of benefits takes it from here. And who has applied for one."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from yimen.domains.benefits.actions.open_entitlement import open_entitlement
from yimen.domains.cases.benefit import benefit_of
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import service_of
from yimen.domains.cases.states import OPEN, Status
from yimen.domains.catalogue.queries import definition, last_version
from yimen.ground.accounts.models import Person
from yimen.ground.accounts.ports import identity_register
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import DomainError


def entitle(case: Case, now: datetime) -> None:
    """Open the entitlement of a granted case for the person whom the answers name, who need not be the applicant;
    asked again it changes nothing.

    Raises:
        DomainError: the identity register does not know that person: a person looks at it.
        Unavailable: the identity register does not answer.
    """
    found = benefit_of(case, now)
    contact = service_of(case).meta.get("contact")
    person = _recipient(case, found.recipient, found.id_number, now)
    open_entitlement(
        actor=SYSTEM,
        service=case.version.item.slug,
        version=case.version.key,
        case_number=case.number,
        person=person,
        filed_by=case.applicant if case.applicant_id != person.pk else None,
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


def applied_for(service: str, id_numbers: Collection[str]) -> set[str]:
    """Those of these people for whom an application for a benefit is under way, whoever filed it; drafts are none."""
    benefit = definition(last_version(service)).meta.get("benefit")
    if benefit is None:
        return set()
    under_way = Q(status__in=OPEN) | Q(status=Status.GRANTED, closed_at=None)
    cases = Case.objects.filter(under_way, version__item__slug=service)
    # Compared as JSON, a number of 18 digits would be taken for a number and lose its last ones.
    told = cases.annotate(whose=Cast(KeyTextTransform(benefit["person"]["id_number"], "answers"), TextField()))
    return set(told.filter(whose__in=list(id_numbers)).values_list("whose", flat=True))


def _recipient(case: Case, name: str, id_number: str, now: datetime) -> Person:
    """The person under this number. A name that is not the known one must be the register's."""
    known = Person.objects.filter(id_number=id_number).first()
    if known is not None and known.name == name:
        return known
    identity = identity_register().confirm(name, id_number)
    if identity is None:
        raise DomainError(
            f"{case.number}：人口库里没有“{name}”和申请里身份证号这一对，不知道津贴是谁的",
            "核对姓名和身份证号；刚改过名、刚换证的，等人口库更新后再试一次。",
            "recipient-unknown",
        )
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(
            id_number=identity.id_number,
            defaults={
                "name": identity.name,
                "id_kind": identity.id_kind,
                "birth": identity.birth,
                "verified_at": now,
                "verified_by": identity.register,
            },
        )
        if is_new:
            details = {"case": case.number, "by": identity.register}
            record(
                SYSTEM, "confirm-recipient", object_kind="person", object_ref=str(person.pk), at=now, details=details
            )
    return person
