from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.start_draft import start_draft
from yimen.domains.cases.models import HELPER, WINDOW, Case
from yimen.domains.catalogue.models import Version
from yimen.ground.accounts.models import Account, Person, posts_of
from yimen.ground.audit.record import record
from yimen.ground.errors import NotAllowed
from yimen.ground.places.models import Organisation, Region


@transaction.atomic
def enter(*, officer: Account, person: Person, version: Version, now: datetime) -> Case:
    """代录: an officer or a village helper enters an application for a person who is present (行政许可法 29).

    Both names stand on the record: the applicant's and the officer's. A draft that the person has begun online is
    taken on where it stands. Later the case goes on online, under the person's own name.

    Raises:
        NotAllowed: the officer holds no post that takes in applications.
    """
    body = takes_in_at(officer, now)
    if body is None:
        raise NotAllowed("您的岗位不收件", "让收件岗位的同事代录，或者让管理员给这个岗位加上收件职责。")
    account = Account.objects.filter(person=person, kind=Account.CITIZEN).first()
    channel = HELPER if body.region.level >= Region.VILLAGE else WINDOW
    case = start_draft(
        actor=officer.actor(now),
        person=person,
        account=account,
        version=version,
        told={},
        now=now,
        channel=channel,
        entered_by=officer,
        entered_at_body=body,
    )
    if case.entered_by_id != officer.pk:
        case.entered_by, case.entered_at_body, case.channel = officer, body, channel
        case.save(update_fields=["entered_by", "entered_at_body", "channel"])
    record(officer.actor(now), "enter-for-person", object_kind="case", object_ref=case.number, at=now)
    return case


def takes_in_at(officer: Account, now: datetime) -> Organisation | None:
    """Where the officer may take in applications; None when no post of the officer does."""
    return next((post.organisation for post in posts_of(officer, now) if post.takes_in), None)
