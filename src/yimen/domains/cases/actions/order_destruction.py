from datetime import datetime

from django.db import transaction

from yimen.domains.cases.handling import locked_row
from yimen.domains.cases.keeping import may_go, rule_of
from yimen.domains.cases.models import Case
from yimen.engines.service.meta.keeping import Retention
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.files.actions.order_destruction import order_destruction as order
from yimen.ground.files.models import StoredFile


@transaction.atomic
def order_destruction(*, actor: Actor, case: Case, now: datetime) -> int:
    """Order that the files of a case whose period is over be destroyed; how many are. The rest waits.

    A file that another case refers to stays until that one's period is over too; a hold keeps it in any case.
    """
    case, today = locked_row(case.number), legal_day(now)
    rows = case.materials.filter(kept_until__lt=today, file__ordered_at=None, file__destroyed_at=None)
    rules = {row.file_id: rule_of(case, row.material) for row in rows}
    # Locked before it is asked who needs them, and in one order for everybody.
    files = StoredFile.objects.select_for_update().filter(pk__in=rules).order_by("pk")
    ordered = [
        file.pk
        for file in list(files)
        if may_go(file, today) and order(actor=actor, file=file, reason=_why(rules[file.pk]), now=now)
    ]
    if ordered:
        details = {"files": ordered}
        record(actor, "order-destruction", object_kind="case", object_ref=case.number, at=now, details=details)
    return len(ordered)


def _why(rule: Retention) -> str:
    return f"保管期限 {rule['years']} 年已满（{rule['basis']}）"[:300]
