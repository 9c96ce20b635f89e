from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.clocks import set_days
from yimen.domains.cases.consultations import check_heard
from yimen.domains.cases.errors import NoteTooLong, ReasonMissing
from yimen.domains.cases.handling import TEXT_LENGTH, check_task, checked_text, locked
from yimen.domains.cases.models import Case, Opinion
from yimen.domains.cases.queries import checklist_of, grounds_of, refusal_words
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

GRANT, REFUSE, BACK = "grant", "refuse", "back"


@transaction.atomic
def decide(
    *, actor: Actor, case: Case, task: Task, outcome: str, grounds: Sequence[str], note: str, now: datetime
) -> None:
    """An officer decides: grant, refuse on grounds of the checklist, or send back to be looked at again.

    Against the checklist (行政许可法 38): a grant although conditions are not met, or a refusal although all are met,
    needs a reason in the officer's own words.

    Args:
        grounds: ids of the conditions that are not met; a refusal names at least one.
        note: what the officer found, in own words.

    Raises:
        WrongOutcome: the task does not offer this outcome.
        NoteTooLong: the note would not fit on the document.
        ReasonMissing: a refusal without ground or without facts, or a decision against the checklist without a reason.
        NotHeard: the law requires another body's opinion first.
        MissingGlyphs: the facts of a refusal could not be printed as they are.
        Stale: somebody else has decided meanwhile.
    """
    case = locked(case)
    if case.status != Status.ACCEPTED:
        raise Stale("这件申请刚刚已经有了决定", "刷新页面看最新进度。")
    if len(note) > TEXT_LENGTH:
        raise NoteTooLong(
            f"说明最多 {TEXT_LENGTH} 个字，现在是 {len(note)} 个字", "长的内容作为附件放进案卷，这里写要点。"
        )
    check_task(case, task, "decide", outcome)
    if outcome != BACK:
        check_heard(case, task)
    possible = {one["condition"]: one for one in grounds_of(case)}
    against = _against(case, outcome, grounds)
    if outcome == REFUSE:
        case.reasons = _refusal_reasons(case, grounds, note)
    elif outcome == BACK:
        _send_back(actor, case, task, note, now)
    elif possible and not note.strip():
        granted, _ = refusal_words(case)
        raise ReasonMissing(
            "核对表里还有没通过的条目", f"{granted}要写明您核实的情况，例如“已电话核对房产证，地址一致”。"
        )
    if outcome != BACK:
        case.decision, case.decided_at = outcome, now
        # Whatever stopped the clock has ended with the decision.
        case.special_procedures.filter(ended=None, start__lte=legal_day(now)).update(ended=legal_day(now))
    case.save(update_fields=["reasons", "decision", "decided_at", *set_days(case, now)])
    # Why it went back stays between the officers (the opinion says it); the history is read by the applicant too.
    add_step(case, f"officer-{outcome}", by=actor, now=now, note="" if outcome == BACK else note.strip())
    record(
        actor,
        "decide",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"outcome": outcome, "grounds": list(grounds), "against_checklist": against},
    )
    complete_task(actor=actor, task=task, outcome=outcome, variables={}, now=now)


def _against(case: Case, outcome: str, grounds: Sequence[str]) -> bool:
    found = {one["condition"] for one in checklist_of(case) if one["finding"] != "符合"}
    return bool(found) if outcome == GRANT else outcome == REFUSE and not set(grounds) <= found


def _send_back(actor: Actor, case: Case, task: Task, note: str, now: datetime) -> None:
    told = checked_text(note, missing="退回要写明原因", advice="写清还要核对什么，交回的人照着办。")
    Opinion.objects.create(case=case, node=task.node, step=task.name, outcome=BACK, text=told, by=actor.name, at=now)


def _refusal_reasons(case: Case, grounds: Sequence[str], note: str) -> list[dict[str, str]]:
    _, refused = refusal_words(case)
    possible = {one["condition"]: one for one in grounds_of(case, every=True)}
    chosen = [possible[ground] for ground in grounds if ground in possible]
    if not chosen:
        raise ReasonMissing(f"{refused}要写明理由", "勾选至少一条没有满足的条件，它的依据会写进决定书。")
    checked_text(note, missing=f"{refused}要写明查明的事实", advice="写清您核对了什么、结果是什么，会原样写进决定书。")
    return [{"sentence": one["sentence"], "basis": one["basis"]} for one in chosen]
