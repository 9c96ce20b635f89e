from datetime import datetime

from django.db import transaction

from yimen.domains.cases.consultations import ANSWERED, ANSWERS, KIND, is_late
from yimen.domains.cases.errors import WrongOutcome
from yimen.domains.cases.events import OpinionGiven
from yimen.domains.cases.handling import checked_text, locked
from yimen.domains.cases.models import Consultation
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task


@transaction.atomic
def answer_opinion(
    *, actor: Actor, consultation: Consultation, task: Task, outcome: str, text: str, now: datetime
) -> None:
    """答复征求意见: the other body agrees, differs, or says that it is not its business; always with reasons.

    It binds nobody: who has the case in hand reads it and decides. An answer after its day counts all the same.

    Raises:
        WrongOutcome, ReasonMissing, NoteTooLong, MissingGlyphs: the form. Stale: it was answered or taken back, or the
        case is decided.
    """
    case = locked(consultation.case)
    row = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("post__organisation")
        .get(pk=consultation.pk)
    )
    if row.answered_at is not None:
        raise Stale(f"这份意见刚刚已经由{row.answered_by}答复", "刷新页面看答复的内容。")
    if row.withdrawn_at is not None:
        raise Stale("对方刚刚撤回了这次征求", "不用再答复。")
    if case.decision:
        raise Stale("这件申请刚刚已经有了决定", "不用再答复。")
    if task.instance.subject_kind != KIND or task.instance.subject_ref != row.number:
        raise ValueError(f"task {task.pk} does not belong to {row.number}")
    if outcome not in ANSWERS:
        raise WrongOutcome("还没有选答复", f"选{'、'.join(ANSWERS.values())}中的一种。")
    told = checked_text(text, missing="还没有写理由", advice="写清核对了什么、结论是什么、依据是什么。")
    row.outcome, row.text, row.answered_by, row.answered_at = outcome, told, actor.name, now
    row.save(update_fields=["outcome", "text", "answered_by", "answered_at"])
    # What the other body says stays between the offices; that it has answered, the applicant reads too.
    add_step(case, ANSWERED, by=actor, now=now, note=row.post.organisation.name)
    details = {"case": case.number, "outcome": outcome, "late": is_late(row, legal_day(now))}
    record(actor, "answer-opinion", object_kind=KIND, object_ref=row.number, at=now, details=details)
    complete_task(actor=actor, task=task, outcome=outcome, variables={}, now=now)
    announce(OpinionGiven(case.pk, case.number, row.pk), now=now)
