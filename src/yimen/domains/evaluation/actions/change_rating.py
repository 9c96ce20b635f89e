from datetime import datetime

from django.db import transaction

from yimen.domains.evaluation.actions.open_follow_up import open_follow_up
from yimen.domains.evaluation.errors import NoChange
from yimen.domains.evaluation.events import FollowUpClosed
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.opinions import Opinion
from yimen.domains.evaluation.queries import why_no_change
from yimen.domains.evaluation.states import State
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.outbox.announce import announce


@transaction.atomic
def change_rating(*, actor: Actor, rating: Rating, opinion: Opinion, now: datetime) -> Rating:
    """Another word on the same case, within its days and until the first one has been verified.

    After that the rating stands: nobody shall be talked into taking a verified one back; there is the 追评 instead.

    Raises:
        NoChange: too late, or verified already.
    """
    rating = Rating.objects.select_for_update(of=("self",)).select_related("case", "body__region").get(pk=rating.pk)
    live = FollowUp.objects.select_for_update().filter(rating=rating).exclude(state=State.DROPPED).first()
    if reason := why_no_change(rating, live, now):
        raise NoChange(reason, "还有话要说，可以写追评，或者打 12345。")
    rating.grade, rating.reasons = opinion.grade, list(opinion.reasons)
    rating.text, rating.phone = opinion.text, opinion.phone
    rating.changed_at = now
    rating.save(update_fields=["grade", "reasons", "text", "phone", "changed_at"])
    record(actor, "change-rating", object_kind="rating", object_ref=rating.number, at=now)
    if live is not None and not rating.is_bad:
        _drop(actor, live, rating, now)
    if live is None and rating.is_bad:
        open_follow_up(rating=rating, now=now)
    return rating


def _drop(actor: Actor, live: FollowUp, rating: Rating, now: datetime) -> None:
    live.state, live.closed_at = State.DROPPED, now
    live.save(update_fields=["state", "closed_at"])
    record(actor, "drop-follow-up", object_kind="follow-up", object_ref=live.number, at=now)
    number = rating.case.number if rating.case else ""
    announce(FollowUpClosed(live.number, number, State.DROPPED), now=now)
