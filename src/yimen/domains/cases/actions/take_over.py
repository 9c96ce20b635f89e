from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.enter import takes_in_at
from yimen.domains.cases.handling import locked
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.accounts.models import Account, Person
from yimen.ground.audit.record import record
from yimen.ground.errors import NotAllowed, NotFound, Stale


@transaction.atomic
def take_over(*, officer: Account, case: Case, person: Person, now: datetime) -> Case:
    """代为补正: the applicant has come, and the officer types the correction in (行政许可法 29; the notice offers it).

    Args:
        person: who is present, as the identity register confirmed.

    Raises:
        NotAllowed: the officer holds no post that takes in. NotFound: it is not this person's case.
        Stale: it does not wait for a correction.
    """
    case = locked(case)
    body = takes_in_at(officer, now)
    if body is None:
        raise NotAllowed("您的岗位不收件", "让收件岗位的同事代为补正。")
    if case.applicant_id != person.pk:
        raise NotFound("没有找到这个人的这件申请", "核对办件号和来人的身份。")
    if case.status != Status.CORRECTING:
        raise Stale("这件申请现在不等补正", "刷新页面看最新进度。")
    case.entered_by, case.entered_at_body = officer, body
    case.save(update_fields=["entered_by", "entered_at_body"])
    add_step(case, "taken-over", by=officer.actor(now), now=now, note=body.name)
    record(officer.actor(now), "take-over", object_kind="case", object_ref=case.number, at=now)
    return case
