from datetime import datetime

from django.db import transaction

from yimen.domains.cases.events import CaseWithdrawn
from yimen.domains.cases.handling import locked, short_enough
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.cancel import cancel_process


@transaction.atomic
def withdraw(*, actor: Actor, case: Case, reason: str, now: datetime) -> None:
    """撤回 by the applicant, any time before the decision. The file is kept; a new application starts anew.

    Raises:
        Stale: it has been decided, or ended otherwise.
    """
    case = locked(case)
    if case.decision or case.declined or case.result_number:
        raise Stale("这件申请刚刚已经有了决定，不能再撤回", "刷新页面看决定；对决定不服的，页面上写着救济途径。")
    case.status, case.closed_at = Status.WITHDRAWN, now
    case.save(update_fields=["status", "closed_at"])
    cancel_process(actor=actor, kind="case", reference=case.number, ended_with="withdrawn", now=now)
    add_step(case, "withdrawn", by=actor, now=now, note=short_enough(reason))
    record(actor, "withdraw", object_kind="case", object_ref=case.number, at=now)
    announce(CaseWithdrawn(case.pk, case.number), now=now)
