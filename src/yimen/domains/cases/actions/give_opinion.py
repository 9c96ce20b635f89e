from datetime import datetime

from django.db import transaction

from yimen.domains.cases.consultations import check_heard
from yimen.domains.cases.handling import check_task, checked_text, locked
from yimen.domains.cases.models import Case, Opinion
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task


@transaction.atomic
def give_opinion(*, actor: Actor, case: Case, task: Task, outcome: str, text: str, now: datetime) -> None:
    """审查意见: an officer agrees or objects, with reasons, and hands the case on. It decides nothing yet.

    Raises:
        WrongOutcome, NotHeard, ReasonMissing, NoteTooLong, Stale.
    """
    case = locked(case)
    check_task(case, task, "review", outcome)
    check_heard(case, task)
    told = checked_text(text, missing="审查意见还没有写", advice="写清审了什么、结论是什么、依据是什么。")
    Opinion.objects.create(case=case, node=task.node, step=task.name, outcome=outcome, text=told, by=actor.name, at=now)
    add_step(case, "reviewed", by=actor, now=now, note=task.name)
    record(actor, "give-opinion", object_kind="case", object_ref=case.number, at=now, details={"outcome": outcome})
    complete_task(actor=actor, task=task, outcome=outcome, variables={}, now=now)
