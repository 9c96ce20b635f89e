from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import TooEarlyToUrge
from yimen.domains.cases.events import CaseUrged
from yimen.domains.cases.handling import locked, short_enough
from yimen.domains.cases.models import Case, Urge
from yimen.domains.cases.states import Status
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.outbox.announce import announce

TEXT_LENGTH = 500


@transaction.atomic
def urge(*, actor: Actor, case: Case, text: str, now: datetime) -> Urge:
    """催办: the officers see it at once on top of their list and answer; once a day, and not while we wait for you.

    Raises:
        TooEarlyToUrge: it waits for the applicant, was urged today, the last one is not answered yet, or its parts are
            with several departments.
    """
    case = locked(case)
    if case.status == Status.CORRECTING:
        raise TooEarlyToUrge("现在等您补正，不用催", "把要补的交回来，就接着办。")
    if case.status == Status.IN_PARTS:
        raise TooEarlyToUrge("这件申请分给几个部门办", "打开要催的那一部分，在那里催。")
    last = case.urges.order_by("-at").first()
    if last is not None and last.answered_at is None:
        raise TooEarlyToUrge("您上次的催办还在等答复", "经办人答复后会通知您；急事可以打页面上的电话。")
    if last is not None and legal_day(last.at) == legal_day(now):
        raise TooEarlyToUrge("今天已经催办过一次", "明天可以再催；急事可以打页面上的电话。")
    row = Urge.objects.create(case=case, text=short_enough(text, TEXT_LENGTH), at=now)
    add_step(case, "urged", by=actor, now=now, note=row.text)
    record(actor, "urge", object_kind="case", object_ref=case.number, at=now)
    announce(CaseUrged(case.pk, case.number, row.pk), now=now)
    return row
