from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import NoteTooLong, ReasonMissing, WrongOutcome
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import grounds_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.glyphs import missing_glyphs
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Task

GRANT, REFUSE = "grant", "refuse"
NOTE_LENGTH = 2000


@transaction.atomic
def decide(
    *, actor: Actor, case: Case, task: Task, outcome: str, grounds: Sequence[str], note: str, now: datetime
) -> None:
    """An officer decides: grant, or refuse on grounds of the checklist (市场主体登记管理条例 19, 20).

    Args:
        grounds: ids of the conditions that are not met; a refusal names at least one.
        note: what the officer found, in own words; needed for a decision against the checklist.

    Raises:
        WrongOutcome: the task does not offer this outcome.
        NoteTooLong: the note would not fit on the document.
        ReasonMissing: a refusal without ground or without facts, or a grant against the checklist without a reason.
        MissingGlyphs: the facts of a refusal could not be printed as they are.
        Stale: somebody else has decided meanwhile.
    """
    case = Case.objects.select_for_update().select_related("version__item").get(pk=case.pk)
    if case.status != Status.ACCEPTED:
        raise Stale("这件申请刚刚已经有了决定", "刷新页面看最新进度。")
    if len(note) > NOTE_LENGTH:
        raise NoteTooLong(
            f"说明最多 {NOTE_LENGTH} 个字，现在是 {len(note)} 个字", "长的内容作为附件放进案卷，这里写要点。"
        )
    if outcome not in task.outcomes:
        raise WrongOutcome("选一个决定：准予登记，或者不予登记")
    possible = {one["condition"]: one for one in grounds_of(case)}
    case.reasons = _refusal_reasons(possible, grounds, note) if outcome == REFUSE else []
    if outcome == GRANT and possible and not note.strip():
        raise ReasonMissing(
            "核对表里还有没通过的条目", "准予登记要写明您核实的情况，例如“已电话核对房产证，地址一致”。"
        )
    case.save(update_fields=["reasons"])
    add_step(case, f"officer-{outcome}", by=actor, now=now, note=note.strip())
    record(
        actor,
        "decide",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={
            "outcome": outcome,
            "grounds": list(grounds),
            "against_checklist": outcome == GRANT and bool(possible),
        },
    )
    complete_task(actor=actor, task=task, outcome=outcome, variables={}, now=now)


def _refusal_reasons(possible: dict[str, dict[str, str]], grounds: Sequence[str], note: str) -> list[dict[str, str]]:
    chosen = [possible[ground] for ground in grounds if ground in possible]
    if not chosen:
        raise ReasonMissing("不予登记要写明理由", "在核对表里勾选至少一条没有通过的条目，它的依据会写进通知书。")
    if not note.strip():
        raise ReasonMissing("不予登记要写明查明的事实", "写清您核对了什么、结果是什么，会原样写进通知书。")
    # Said now, while the officer can mend it: after the decision nobody could, and the case would be stuck.
    if missing := missing_glyphs(note):
        raise MissingGlyphs(missing)
    return [{"sentence": one["sentence"], "basis": one["basis"]} for one in chosen]
