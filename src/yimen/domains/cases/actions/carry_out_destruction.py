import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.events import MaterialsDestroyed
from yimen.domains.cases.models import Case, Material
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.files.actions.carry_out_destruction import carry_out_destruction as carry_out
from yimen.ground.files.actions.carry_out_destruction import remove_content
from yimen.ground.files.models import StoredFile
from yimen.ground.outbox.announce import announce

log = logging.getLogger(__name__)


def carry_out_destruction(*, actor: Actor, files: Sequence[StoredFile], now: datetime) -> int:
    """Destroy files whose destruction is ordered, and say so in every case that refers to them; how many went.

    1. The content goes. 2. In one transaction the rows, the log, the cases and the event say that it is gone. After a
    crash in between nothing is claimed, and the next run begins again: content that is gone already is no fault.
    """
    gone = [file for file in files if _removed(file)]
    _tell(actor, gone, now)
    return len(gone)


def _removed(file: StoredFile) -> bool:
    try:
        remove_content(file)
    except OSError:
        # One file that cannot be removed must not keep the others; it stays ordered and comes round again.
        log.exception("file %s cannot be removed", file.pk)
        return False
    return True


@transaction.atomic
def _tell(actor: Actor, files: Sequence[StoredFile], now: datetime) -> None:
    rows = list(Material.objects.filter(file__in=files).values_list("case", "file"))
    # Cases before files, as everywhere else: the other way round two transactions could wait for each other.
    cases = list(Case.objects.select_for_update().filter(pk__in={case for case, _ in rows}).order_by("pk"))
    told = {file.pk for file in files if carry_out(actor=actor, file=file, now=now)}
    counts = Counter(case for case, file in set(rows) if file in told)
    for case in cases:
        if counts[case.pk]:
            add_step(case, "materials-destroyed", by=actor, now=now, note=f"{counts[case.pk]} 个文件")
            announce(MaterialsDestroyed(case.pk, case.number, counts[case.pk]), now=now)
