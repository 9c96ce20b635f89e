from datetime import datetime

from django.db import transaction

from yimen.domains.supervision.access import may_judge
from yimen.domains.supervision.errors import NotYours, TooEarly
from yimen.domains.supervision.events import FindingRuled
from yimen.domains.supervision.handling import checked, locked, require_next, state
from yimen.domains.supervision.limits import last_day
from yimen.domains.supervision.models import Finding
from yimen.domains.supervision.rulebooks import definition
from yimen.domains.supervision.states import Kind, State
from yimen.ground.accounts.models import Account
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce


@transaction.atomic
def rule(*, officer: Account, finding: Finding, upheld: bool | None, text: str, now: datetime) -> Finding:
    """认定或者撤销, with the reason: after the answer, or when the day of the answer has passed without one.

    Raises:
        NotYours: no supervisor over the body, or the one concerned. TooEarly: the officer still has days to answer.
        Incomplete: no decision or no reason. Stale: somebody has ruled.
    """
    row = locked(finding)
    if not may_judge(officer, row, now):
        raise NotYours("这条监督记录不能由您认定", "由管这个单位、没有经办这件事的监督员认定。")
    later = State.UPHELD if upheld else State.LIFTED
    require_next(row, later)
    if row.state == State.OPEN and legal_day(now) <= row.answer_by:
        by = f"{row.answer_by.month}月{row.answer_by.day}日"
        raise TooEarly("经办人还没有说明", f"等他说明；{by}过了还没有说明的，再认定。")
    told = checked(text, "写清认定或者撤销的理由，经办人看得到", upheld=upheld, judges=True)
    if upheld:
        row.appeal_by = last_day(legal_day(now), definition(row.rulebook).meta["appeal"])
    state(row, officer, Kind.RULING, told, later, now, upheld)
    announce(FindingRuled(row.pk, row.number, bool(upheld)), now=now)
    return row
