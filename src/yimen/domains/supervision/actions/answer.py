from datetime import datetime

from django.db import transaction

from yimen.domains.supervision.access import concerns
from yimen.domains.supervision.errors import NotYours
from yimen.domains.supervision.events import FindingAnswered
from yimen.domains.supervision.handling import checked, locked, require_next, state
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.states import Kind, State
from yimen.ground.accounts.models import Account
from yimen.ground.outbox.announce import announce


@transaction.atomic
def answer(*, officer: Account, finding: Finding, text: str, now: datetime) -> Finding:
    """说明: whoever is concerned says how it came to it. After the day it may still be said, until somebody has ruled.

    Raises:
        NotYours: it concerns somebody else. Incomplete: nothing is written. Stale: it is answered or ruled already.
    """
    row = locked(finding)
    if not concerns(officer, row, now):
        raise NotYours("这条监督记录由经办的人说明", "有情况要补充的，告诉经办的人。")
    require_next(row, State.ANSWERED)
    told = checked(text, "写清当时的情况，为什么这样办")
    state(row, officer, Kind.ANSWER, told, State.ANSWERED, now)
    announce(FindingAnswered(row.pk, row.number), now=now)
    return row
