from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation.errors import RemarkedAlready
from yimen.domains.evaluation.models import Rating
from yimen.domains.evaluation.opinions import text_fault
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.errors import Fault, Incomplete


@transaction.atomic
def add_remark(*, actor: Actor, rating: Rating, text: str, now: datetime) -> Rating:
    """追评: one more word after the rating, once; it changes neither the grade nor what is being done about it.

    Raises:
        Incomplete: nothing written, or too much.
        RemarkedAlready: there is one already.
    """
    told = text.replace("\r\n", "\n").strip()
    if fault := text_fault("追评", told) if told else "写下您要补充的话，再提交":
        raise Incomplete([Fault("remark", fault)])
    if not Rating.objects.filter(pk=rating.pk, remarked_at=None).update(remark=told, remarked_at=now):
        raise RemarkedAlready
    record(actor, "add-remark", object_kind="rating", object_ref=rating.number, at=now)
    rating.refresh_from_db(fields=["remark", "remarked_at"])
    return rating
