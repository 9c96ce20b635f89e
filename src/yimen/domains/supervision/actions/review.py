from datetime import datetime

from django.db import transaction

from yimen.domains.supervision.access import may_judge
from yimen.domains.supervision.errors import NotYours
from yimen.domains.supervision.events import FindingReviewed
from yimen.domains.supervision.handling import checked, locked, require_next, state
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.states import Kind, State
from yimen.ground.accounts.models import Account
from yimen.ground.outbox.announce import announce


@transaction.atomic
def review(*, officer: Account, finding: Finding, upheld: bool | None, text: str, now: datetime) -> Finding:
    """复核: a second supervisor decides on the appeal. That is the end.

    Raises:
        NotYours: no supervisor over the body, the one concerned, or the one who has ruled.
        Incomplete: no decision or no reason. Stale: no appeal is open.
    """
    row = locked(finding)
    if not may_judge(officer, row, now):
        raise NotYours("这条监督记录不能由您复核", "由管这个单位、没有经办这件事的监督员复核。")
    later = State.CONFIRMED if upheld else State.OVERTURNED
    require_next(row, later)
    if row.statements.filter(kind=Kind.RULING, by=officer).exists():
        raise NotYours("这条是您认定的，不能由您复核", "由另一个监督员复核。")
    told = checked(text, "写清复核的理由，经办人看得到", upheld=upheld, judges=True)
    state(row, officer, Kind.REVIEW, told, later, now, upheld)
    announce(FindingReviewed(row.pk, row.number, bool(upheld)), now=now)
    return row
