from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yimen.domains.cases.consultations import KIND, TAKEN_BACK, holds, open_consultations
from yimen.domains.cases.errors import ConsultationRefused
from yimen.domains.cases.events import CaseDecided, CaseNotAccepted, CaseWithdrawn, OpinionRequestWithdrawn
from yimen.domains.cases.handling import locked, short_enough
from yimen.domains.cases.models import Case, Consultation
from yimen.domains.cases.states import OPEN
from yimen.domains.cases.steps import add_step
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM, Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.cancel import cancel_process

WHY_LENGTH = 200
OVER = "这件申请已经办到决定，不用再答复"


@transaction.atomic
def withdraw_request(*, officer: Account, consultation: Consultation, why: str, now: datetime) -> None:
    """撤回征求: whoever has the case in hand needs the opinion no more; the task of the other body closes.

    Raises:
        Stale: it was answered or taken back, or the case is over. ConsultationRefused: the case is not in the officer's
        hands. NoteTooLong.
    """
    case = locked(consultation.case)
    row = _open_row(consultation)
    if holds(case, officer.pk) is None:
        raise ConsultationRefused("这件事不在您手里", "由领取了这件的人撤回。")
    _end(officer.actor(now), row, short_enough(why, WHY_LENGTH), now)


def end_requests(event: CaseDecided | CaseNotAccepted | CaseWithdrawn, now: datetime) -> None:
    """The case is over: nobody needs the opinions that are still out. Of a joint application that was taken back only
    the whole says so; its parts went with it."""
    with transaction.atomic():
        # The whole before its parts, and a case before its requests.
        family = Case.objects.select_for_update().filter(Q(pk=event.case) | Q(parent=event.case)).order_by("pk")
        over = [case.pk for case in family if case.pk == event.case or case.status not in OPEN]
        found = open_consultations(over).select_for_update(of=("self",))
        for row in found.select_related("case", "post__organisation"):
            _end(SYSTEM, row, OVER, now)


def _open_row(consultation: Consultation) -> Consultation:
    row = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("case", "post__organisation")
        .get(pk=consultation.pk)
    )
    if row.answered_at is not None:
        raise Stale("对方刚刚已经答复", "刷新页面看答复的内容。")
    if row.withdrawn_at is not None:
        raise Stale("这次征求刚刚已经撤回", "刷新页面看最新的情况。")
    return row


def _end(actor: Actor, row: Consultation, why: str, now: datetime) -> None:
    row.withdrawn_why, row.withdrawn_by, row.withdrawn_at = why, actor.name, now
    row.save(update_fields=["withdrawn_why", "withdrawn_by", "withdrawn_at"])
    cancel_process(actor=actor, kind=KIND, reference=row.number, ended_with="withdrawn", now=now)
    if actor != SYSTEM:
        add_step(row.case, TAKEN_BACK, by=actor, now=now, note=row.post.organisation.name)
    details = {"consultation": row.number}
    record(actor, "withdraw-opinion-request", object_kind="case", object_ref=row.case.number, at=now, details=details)
    announce(OpinionRequestWithdrawn(row.case_id, row.case.number, row.pk), now=now)
