from datetime import datetime

from django.db import transaction

from yimen.domains.supervision.access import concerns, supervisors_over
from yimen.domains.supervision.errors import NotYours, TooLate
from yimen.domains.supervision.events import FindingAppealed
from yimen.domains.supervision.handling import checked, locked, require_next, state
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.states import Kind, State
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import Fault, Incomplete
from yimen.ground.outbox.announce import announce


@transaction.atomic
def appeal(*, officer: Account, finding: Finding, text: str, now: datetime) -> Finding:
    """申诉, once: whoever is concerned disagrees with the ruling; another supervisor will look at it.

    Raises:
        NotYours: it concerns somebody else. TooLate: the days are over. Stale: nothing was upheld, or appealed before.
        Incomplete: no reason, or nobody else could review it.
    """
    row = locked(finding)
    if not concerns(officer, row, now):
        raise NotYours("申诉由经办的人提出", "有情况要补充的，告诉经办的人。")
    require_next(row, State.APPEALED)
    assert row.appeal_by is not None
    if legal_day(now) > row.appeal_by:
        raise TooLate(f"申诉的日子到 {row.appeal_by:%Y-%m-%d} 为止", "有新的情况，向监督员反映。")
    told = checked(text, "写清为什么不同意，有什么证据")
    judged = row.statements.filter(kind=Kind.RULING).values("by")
    # Said now: an appeal that nobody may review would wait for ever.
    if not supervisors_over(row.body, now).exclude(pk__in=judged).exclude(pk=officer.pk).exists():
        raise Incomplete([Fault("text", "现在没有第二个监督员能复核。等配上人，再申诉")])
    state(row, officer, Kind.APPEAL, told, State.APPEALED, now)
    announce(FindingAppealed(row.pk, row.number), now=now)
    return row
