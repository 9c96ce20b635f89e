from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.request_correction import CORRECT
from yimen.domains.cases.errors import AlreadyTold, NotOpenForChange
from yimen.domains.cases.handling import check_task, checked_text, locked
from yimen.domains.cases.models import Case, Material, MaterialMark
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.processes.models import Task

MOST = 30
LONGEST = 300


@transaction.atomic
def mark_material(
    *, actor: Actor, case: Case, task: Task, row: int, pages: int, page: int, x: int, y: int, text: str, now: datetime
) -> MaterialMark:
    """Mark a place on a page of a file that was handed in, for the correction notice that is still to be told.

    Args:
        row: the ``Material``; page: from 1; x, y: per cent of the page's width and height.
        pages: how many the file has (``files.queries.pages_of``); asked before, for it takes a process of its own.
    Raises:
        AlreadyTold: the one notice was given; another cannot be.
        ReasonMissing, NoteTooLong, MissingGlyphs: the words, which will stand in the notice too.
        NotOpenForChange: there is no such file or page, or it has too many marks.
        Stale, WrongOutcome: the case is not before acceptance any more.
    """
    case = locked(case)
    check_task(case, task, "accept", CORRECT)
    check_not_told(case)
    told = checked_text(text, missing="没有写这里要改什么", advice="写清哪里不符合、怎样改。", longest=LONGEST)
    found = _file(case, row)
    if not (1 <= page <= pages and 0 <= x <= 100 and 0 <= y <= 100):
        raise NotOpenForChange("这份文件没有这一页", "从页面上列出的页里选。")
    mark = MaterialMark.objects.create(row=found, page=page, x=x, y=y, text=told, by=actor.name, at=now)
    details = {"material": found.material, "row": found.pk, "page": page}
    record(actor, "mark-material", object_kind="case", object_ref=case.number, at=now, details=details)
    return mark


def check_not_told(case: Case) -> None:
    """Raises AlreadyTold once the notice is given: what the applicant was told does not change afterwards."""
    if getattr(case, "correction", None) is not None:
        raise AlreadyTold("补正已经一次告知，不能再加、再改标记", "还有要说的，打电话告诉申请人。")


def _file(case: Case, row: int) -> Material:
    found = case.materials.filter(pk=row, removed_at=None).select_related("file").first()
    if found is None:
        raise NotOpenForChange("没有找到这份文件", "回到办件页面，从列出的材料里打开。")
    if found.marks.filter(removed_at=None).count() >= MOST:
        raise NotOpenForChange(f"一份文件最多标 {MOST} 处", "相近的几处写在一起。")
    return found
