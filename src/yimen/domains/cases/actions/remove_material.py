from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.letting_go import let_go
from yimen.domains.cases.materials import open_materials
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.states import Status
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record


@transaction.atomic
def remove_material(*, actor: Actor, case: Case, row: int, now: datetime) -> None:
    """Take back a file that was handed in, while its material is open. The row stays, marked.

    In a draft nobody else has ever seen it: its content is destroyed. What an officer may have read stays.

    Raises:
        NotOpenForChange: it is not there, or its material is not open now.
    """
    case = locked_row(case.number)
    open_now = {one["id"] for one in open_materials(case, now)}
    found = Material.objects.filter(case=case, pk=row, removed_at=None).first()
    if found is None or found.material not in open_now:
        raise NotOpenForChange("这个文件现在不能删", "已经提交的材料要改的，等补正告知或者联系经办人。")
    found.removed_at = now
    found.save(update_fields=["removed_at"])
    if case.status == Status.DRAFT:
        let_go(actor=actor, row=found, reason="办事人删除", now=now)
    record(
        actor,
        "remove-material",
        object_kind="case",
        object_ref=case.number,
        at=now,
        details={"material": found.material},
    )
