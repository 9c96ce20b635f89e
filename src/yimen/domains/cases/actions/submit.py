from datetime import datetime

from django.db import transaction

from yimen.domains.cases.clocks import set_days
from yimen.domains.cases.errors import NotComplete
from yimen.domains.cases.events import CaseSubmitted
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.lanes import chosen, is_joint, named_in_messages
from yimen.domains.cases.materials import lacking_materials
from yimen.domains.cases.models import ONLINE, Case
from yimen.domains.cases.queries import failures_of, lists_of, visible_of
from yimen.domains.cases.receipt import received_day
from yimen.domains.cases.region import region_of
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

    What was answered to questions that are not asked any more is not handed in (个人信息保护法 6: nothing unrelated).

    Raises:
        NotComplete: something in the form must still be mended, or a material is lacking.
    """
    case = locked_row(case.number)
    if case.status != Status.DRAFT:
        return case
    failures = failures_of(case, legal_day(now), lists_of(case))
    lacking = [] if failures else lacking_materials(case, now)
    if failures or lacking:
        raise NotComplete(len(failures), len(lacking))
    _drop_unasked(case, now)
    parts = [part.id for part in chosen(case)] if is_joint(case) else []
    case.status = Status.IN_PARTS if parts else Status.SUBMITTED
    case.submitted_at = now
    if actor.kind == "citizen" and case.entered_by_id is not None:
        # What an officer began and the person finished alone came in online.
        case.channel, case.entered_at_body = ONLINE, None
        case.save(update_fields=["channel", "entered_at_body"])
    case.received_on = received_day(case, now)
    case.region = region_of(case)
    handed_in = ["answers", "sources", "disputed", "status", "submitted_at", "received_on", "region"]
    case.save(update_fields=[*handed_in, *set_days(case, now)])
    add_step(case, "submitted", by=actor, now=now)
    record(actor, "submit", object_kind="case", object_ref=case.number, at=now, details={"version": case.version.key})
    announce(CaseSubmitted(case.pk, case.number), now=now)
    variables = named_in_messages(case, case.number) | ({"parts": parts} if parts else {})
    start_process(
        actor=actor, definition=case.version.key, kind="case", reference=case.number, variables=variables, now=now
    )
    return case


def _drop_unasked(case: Case, now: datetime) -> None:
    asked = visible_of(case, legal_day(now)).fields
    case.answers = {key: value for key, value in case.answers.items() if key in asked}
    case.sources = {key: source for key, source in case.sources.items() if key in asked}
    case.disputed = [key for key in case.disputed if key in asked]
