from datetime import datetime

from django.db import transaction

from yimen.domains.cases.errors import ReasonMissing
from yimen.domains.cases.events import UrgeAnswered
from yimen.domains.cases.handling import short_enough
from yimen.domains.cases.models import Case, Urge
from yimen.domains.cases.steps import add_step
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Stale
from yimen.ground.outbox.announce import announce


@transaction.atomic
def answer_urge(*, actor: Actor, case: Case, answer: str, now: datetime) -> None:
    """Answer what the applicant has urged: how far it is, and by when it is done.

    Raises:
        ReasonMissing: the answer says nothing. Stale: a colleague has answered.
    """
    row = Urge.objects.select_for_update().filter(case=case, answered_at=None).order_by("-at").first()
    if row is None:
        raise Stale("这次催办刚刚已经答复", "刷新页面看答复。")
    told = short_enough(answer)
    if not told:
        raise ReasonMissing("答复还没有写", "写清办到哪一步、哪天办完。")
    row.answer, row.answered_by, row.answered_at = told, actor.name, now
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    add_step(case, "urge-answered", by=actor, now=now, note=row.answer)
    record(actor, "answer-urge", object_kind="case", object_ref=case.number, at=now)
    announce(UrgeAnswered(case.pk, case.number, row.pk), now=now)
