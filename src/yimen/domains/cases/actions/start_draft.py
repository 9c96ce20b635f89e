from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yimen.domains.cases.models import Case
from yimen.domains.cases.prefill import prefill
from yimen.domains.cases.queries import open_draft
from yimen.domains.catalogue.models import Version
from yimen.domains.catalogue.queries import definition
from yimen.ground.accounts.models import Account, Person
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotAllowed
from yimen.ground.numbering.serials import case_number
from yimen.ground.places.queries import organisation_with

KEPT = timedelta(days=30)


def start_draft(
    *,
    actor: Actor,
    person: Person,
    account: Account | None,
    version: Version,
    told: Mapping[str, object],
    now: datetime,
    **entered: object,
) -> Case:
    """Begin an application, or return the draft that this person has begun already.

    Args:
        account: whose it is; None when an officer enters it for a person without one.
        told: answers that the person gave in the guide, by field; prefilled values win over them.
        entered: of an officer's entry: ``channel``, ``entered_by``, ``entered_at_body``.

    Raises:
        NotAllowed: the city publishes only the guide of this matter; it is applied for elsewhere.
    """
    if definition(version).guide_only:
        raise NotAllowed("这个事项不在这里办", "到事项页面看“到哪里办”，按上面的地址、时间或者网址去办。")
    existing = open_draft(person, version)
    if existing is not None:
        return existing
    service = definition(version)
    answers, sources = prefill(service.form, person, account, actor=actor, now=now)
    known = {key: value for key, value in told.items() if key in service.form.fields}
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=case_number(legal_day(now)),
                version=version,
                applicant=person,
                account=account,
                body=organisation_with(service.meta["deciding_body"]["role"], service.meta["region"]["code"]),
                answers={**known, **answers},
                sources=sources,
                created_at=now,
                saved_at=now,
                keep_until=now + KEPT,
                **entered,
            )
            record(actor, "start-draft", object_kind="case", object_ref=case.number, at=now)
            return case
    except IntegrityError:
        # Two clicks at once: the other one has made the draft.
        found = open_draft(person, version)
        if found is None:
            raise
        return found
