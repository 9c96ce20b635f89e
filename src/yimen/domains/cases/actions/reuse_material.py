from datetime import datetime

from django.db import transaction

from yimen.domains.cases.actions.add_material import check_open
from yimen.domains.cases.errors import NotOpenForChange
from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.reuse import reusable
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.files.models import StoredFile


@transaction.atomic
def reuse_material(*, actor: Actor, case: Case, material: str, row: int, now: datetime) -> Material:
    """Hand in for a material what the same person handed in for an earlier case: by reference, not as a copy.

    The file is destroyed when the last case that refers to it lets it go (``letting_go``).

    Args:
        row: the ``Material`` of the earlier case.
    Raises:
        NotOpenForChange: this material cannot be handed in now, or that file cannot be used for it (any more).
    """
    case = locked_row(case.number)
    check_open(case, material, now)
    # An officer who enters for a person has no right to see that person's other cases.
    earlier = reusable(case).get(material, []) if actor.kind == "citizen" else []
    found = next((one for one in earlier if one.pk == row), None)
    if found is None:
        raise NotOpenForChange("这一份现在不能用", "刷新页面，从列出的里面选，或者重新传一份。")
    # Asked again with its row locked: it may be ordered to be destroyed at this moment, its period being over.
    file = StoredFile.objects.select_for_update().get(pk=found.file_id)
    if file.is_gone:
        raise NotOpenForChange("这一份刚刚到了保管期限，不能再用", "重新传一份。")
    made = Material.objects.create(case=case, material=material, file=found.file, added_by=actor.name, added_at=now)
    details = {"material": material, "from": found.case.number}
    record(actor, "reuse-material", object_kind="case", object_ref=case.number, at=now, details=details)
    return made
