from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import NotComplete
from yimen.domains.cases.events import CaseSubmitted
from yimen.domains.cases.limits import answer_by
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import failures_of, lists_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.start import start_process


@transaction.atomic
def submit(*, actor: Actor, case: Case, now: datetime) -> Case:
    """提交: the application is received (收件), which is not yet acceptance. A second submission changes nothing.

    Raises:
        NotComplete: something in the form must still be mended.
    """
    case = Case.objects.select_for_update().select_related("version__item", "applicant", "body").get(pk=case.pk)
    if case.status != Status.DRAFT:
        return case
    failures = failures_of(case, legal_day(now), lists_of(case))
    if failures:
        raise NotComplete(len(failures))
    case.status = Status.SUBMITTED
    case.submitted_at = now
    case.answer_by = answer_by(legal_day(now))
    case.save(update_fields=["status", "submitted_at", "answer_by"])
    add_step(case, "submitted", by=actor, now=now)
    record(actor, "submit", object_kind="case", object_ref=case.number, at=now, details={"version": case.version.key})
    announce(CaseSubmitted(case.pk, case.number), now=now)
    start_process(actor=actor, definition=case.version.key, kind="case", reference=case.number, variables={}, now=now)
    return case
