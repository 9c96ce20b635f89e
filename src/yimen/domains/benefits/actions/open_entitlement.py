from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from yimen.domains.benefits import months
from yimen.domains.benefits.candidates import close_candidates
from yimen.domains.benefits.errors import NotOpened
from yimen.domains.benefits.events import EntitlementOpened
from yimen.domains.benefits.models import Entitlement
from yimen.domains.benefits.states import Standing
from yimen.domains.benefits.terms import terms_of
from yimen.domains.catalogue.queries import definition_by_key
from yimen.engines.clock import add_months
from yimen.ground.accounts.models import Person
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Organisation, Region
from yimen.ground.places.queries import organisation_with

ACCOUNT = ("way", "name", "number")


@transaction.atomic
def open_entitlement(
    *,
    actor: Actor,
    service: str,
    version: str,
    case_number: str,
    person: Person,
    recipient: str,
    id_number: str,
    born: date,
    region: str,
    first_month: date,
    account: Mapping[str, str],
    contact_mobile: str,
    decided_on: date,
    now: datetime,
    filed_by: Person | None = None,
) -> Entitlement:
    """What a granted case gives its person, from ``first_month`` on; the same case opens it once.

    Args:
        version: the case's version, ``slug@number``; its deciding body pays.
        region: code of the village or street where the person lives.
        filed_by: who applied for the person (代办); None when it was the person.
        account: ``way``, ``name`` and ``number`` of where the money goes.

    Raises:
        NoTerms: the service does not say how it pays.
        NotOpened: the person has this benefit already, or had it for the same months; no such region; no account.
    """
    held = Entitlement.objects.select_for_update().filter(case_number=case_number).first()
    if held is not None:
        return held
    since = months.first_of(first_month)
    _check_other(service, id_number, recipient, since)
    place = _region(region)
    if not all(str(account.get(key, "")).strip() for key in ACCOUNT):
        raise NotOpened(f"{case_number} 没有写全收款账户", "补上领取方式、户名和账号后再试一次。")

    terms = terms_of(definition_by_key(version))
    entitlement = Entitlement.objects.create(
        service=service,
        version=version,
        matter=terms.matter,
        case_number=case_number,
        person=person,
        filed_by=filed_by if filed_by != person else None,
        recipient=recipient,
        id_number=id_number,
        born=born,
        region=place,
        body=_payer(version),
        since=since,
        decided_on=decided_on,
        opened_at=now,
        account_way=account["way"].strip(),
        account_name=account["name"].strip(),
        account_number=account["number"].strip(),
        contact_mobile=contact_mobile,
        next_alive_check=add_months(decided_on, terms.check_months) if terms.check_months else None,
    )

    close_candidates(service, [id_number], "已经享受", now)
    details = {"service": service, "since": months.key(since)}
    record(actor, "open-entitlement", object_kind="benefit", object_ref=case_number, at=now, details=details)
    announce(EntitlementOpened(case_number, service, person.pk, months.key(since)), now=now)
    return entitlement


def _check_other(service: str, id_number: str, recipient: str, since: date) -> None:
    others = Entitlement.objects.select_for_update().filter(service=service, id_number=id_number)
    for other in others:
        if other.standing != Standing.STOPPED:
            raise NotOpened(
                f"{recipient}已经在享受{other.matter}（{other.case_number}），不能再开一份",
                "核对是不是重复申请；要改账户或者联系方式的，在原来那一份里改。",
            )
        if other.until is not None and other.until >= since:
            raise NotOpened(
                f"{recipient}的{other.matter}（{other.case_number}）发到{months.text(other.until)}，月份重叠",
                f"起发月份改为{months.text(months.add(other.until, 1))}或者以后。",
            )


def _region(code: str) -> Region:
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise NotOpened(f"没有代码是 {code} 的村居或者街道", "核对老人住在哪个村居后再试一次。")
    return found


def _payer(version: str) -> Organisation:
    meta = definition_by_key(version).meta
    return organisation_with(str(meta["deciding_body"]["role"]), str(meta["region"]["code"]))
