"""When a case lets a file go: it is destroyed, unless another case still rests on it."""

from datetime import datetime

from yimen.domains.cases.models import Material
from yimen.ground.audit import Actor
from yimen.ground.files.actions.destroy import destroy


def let_go(*, actor: Actor, row: Material, reason: str, now: datetime) -> bool:
    """Destroy the file of a row that no longer counts; False while another row refers to it: the later end applies.

    Inside the transaction of whoever takes the row away.
    """
    # What was replaced in an application that was handed in stays as evidence: every row counts, marked or not.
    if Material.objects.filter(file=row.file).exclude(pk=row.pk).exists():
        return False
    return destroy(actor=actor, file=row.file, reason=reason, now=now)
