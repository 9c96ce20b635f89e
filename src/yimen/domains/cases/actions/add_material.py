from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.materials import open_materials
from yimen.domains.cases.models import Case, Material
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.documents.subject import Subject
from yimen.ground.files.actions.keep import keep

MOST = 20


@transaction.atomic
def add_material(*, actor: Actor, case: Case, material: str, upload: File[Any], now: datetime) -> Material:
    """Hand in a file for a material, while the application is a draft or exactly this material is asked for.

    Raises:
        NotOpenForChange: this material cannot be handed in now, or there are too many files.
        DomainError of files: the file is refused, with the reason.
    """
    case = locked_row(case.number)
    check_open(case, material, now)
    # ``keep`` checks the file before anything is written.
    file = keep(upload=upload, actor=actor, subject=Subject("case", case.number), now=now)
    row = Material.objects.create(case=case, material=material, file=file, added_by=actor.name, added_at=now)
    record(actor, "add-material", object_kind="case", object_ref=case.number, at=now, details={"material": material})
    return row


def check_open(case: Case, material: str, now: datetime) -> None:
    """Raises NotOpenForChange: this material cannot be handed in now, or there are too many files for it."""
    if material not in {one["id"] for one in open_materials(case, now)}:
        raise NotOpenForChange("这份材料现在不用交，或者不能再改", "回到任务清单看要交哪几份材料。")
    if case.materials.filter(material=material, removed_at=None).count() >= MOST:
        raise NotOpenForChange(f"一份材料最多 {MOST} 个文件", "把几页合成一个 PDF，或者先删掉不用的。")
