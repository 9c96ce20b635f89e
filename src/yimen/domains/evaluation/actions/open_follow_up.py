from datetime import datetime

from yimen.domains.evaluation import limits
from yimen.domains.evaluation.events import FollowUpOpened
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.rated import handled_at, rated_by
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.numbering.serials import next_serial
from yimen.ground.outbox.announce import announce


def open_follow_up(*, rating: Rating, now: datetime) -> FollowUp:
    """A bad rating waits for somebody else than the rated, from this day on. Part of the caller's transaction."""
    today = legal_day(now)
    rated = rated_by(rating)
    follow_up = FollowUp.objects.create(
        number=f"HF{today:%Y%m%d}-{next_serial('follow-up', f'{today:%Y%m%d}'):05}",
        rating=rating,
        handled_by=handled_at(rating, rated, now),
        opened_at=now,
        verify_by=limits.last_day(today, limits.VERIFY),
    )
    follow_up.rated_posts.set(rated.posts)
    follow_up.rated_officers.set(rated.officers)
    record(SYSTEM, "open-follow-up", object_kind="follow-up", object_ref=follow_up.number, at=now)
    announce(
        FollowUpOpened(follow_up.number, follow_up.handled_by_id, follow_up.verify_by.isoformat()),
        now=now,
    )
    return follow_up
