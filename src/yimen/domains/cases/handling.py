"""What every officer's action begins with: the case locked, the task of the right kind, the words printable."""

from collections.abc import Collection
from datetime import datetime

from yimen.domains.cases.errors import NoteTooLong, ReasonMissing, WrongOutcome
from yimen.domains.cases.models import Case
from yimen.domains.cases.states import OPEN, Status
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.documents.glyphs import missing_glyphs
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Task

TEXT_LENGTH = 2000

_OVER = {
    "withdrawn": "申请人刚刚撤回了这件申请",
    "granted": "这件申请已经准予",
    "refused": "这件申请已经不予",
    "not-accepted": "这件申请已经不予受理",
}


_WHOLE = (
    *("version__item", "applicant", "account", "body__region", "region", "correction", "extension"),
    *("entered_by", "entered_at_body", "parent__version__item"),
)


def locked_row(number: str) -> Case:
    """The case locked until the transaction ends, with what hangs on it as it stands now."""
    # Locked first, read after: what is joined to a row that had to be waited for is as old as the question, and an
    # extension that was just approved would be counted out again.
    pk = Case.objects.select_for_update().only("pk").get(number=number).pk
    return Case.objects.select_related(*_WHOLE).get(pk=pk)


def locked(case: Case, *, also: Collection[Status] = ()) -> Case:
    """The case as it stands now, locked until the transaction ends.

    Args:
        also: a state beside the open ones in which this may still be done.
    Raises:
        Stale: it has ended meanwhile; the sentence says how.
    """
    if case.parent_id is not None:
        # The whole before its part, always: taking back the whole goes the same way.
        Case.objects.select_for_update().only("pk").get(pk=case.parent_id)
    found = locked_row(case.number)
    if found.status not in (*OPEN, *also):
        raise Stale(_OVER.get(found.status, "这件申请已经不在办"), "刷新页面看最新进度。")
    return found


def check_task(case: Case, task: Task, act: str, outcome: str) -> None:
    """Whether the task belongs to the case, is open, is of this kind, and offers this outcome.

    Raises:
        Stale: it is done. WrongOutcome: it does not offer this.
    """
    if task.instance.subject_ref != case.number:
        raise ValueError(f"task {task.pk} does not belong to {case.number}")
    if not Task.objects.filter(pk=task.pk, closed_at=None).exists():
        raise Stale("这一步刚刚已经办完", "刷新页面看最新进度。")
    if task.act != act or outcome not in task.outcomes:
        raise WrongOutcome("这一步不能这样办", "刷新页面，按页面上给出的几种办法选一种。")


def receive_by(case: Case, now: datetime) -> None:
    """Whoever deals with papers before the office opens has received them by then."""
    today = legal_day(now)
    if case.received_on is None or case.received_on > today:
        case.received_on = today
    correction = getattr(case, "correction", None)
    if correction is not None and correction.supplied_on is not None and correction.supplied_on > today:
        correction.supplied_on = today
        correction.save(update_fields=["supplied_on"])


def short_enough(text: str, longest: int = TEXT_LENGTH) -> str:
    """A free text without blanks around it. Raises NoteTooLong: nothing that somebody wrote is cut in silence."""
    told = text.strip()
    if len(told) > longest:
        raise NoteTooLong(f"最多写 {longest} 个字，现在是 {len(told)} 个字", "写要点，长的内容作为材料交。")
    return told


def checked_text(text: str, *, missing: str, advice: str, longest: int = TEXT_LENGTH) -> str:
    """A text that will stand in a document: not empty, not too long, every character printable.

    Raises:
        ReasonMissing, NoteTooLong, MissingGlyphs.
    """
    told = text.strip()
    if not told:
        raise ReasonMissing(missing, advice)
    if len(told) > longest:
        raise NoteTooLong(f"最多写 {longest} 个字，现在是 {len(told)} 个字", "长的内容作为附件放进案卷，这里写要点。")
    # Said now, while the officer can mend it: later nobody could, and the case would be stuck.
    if lacking := missing_glyphs(told):
        raise MissingGlyphs(lacking)
    return told
