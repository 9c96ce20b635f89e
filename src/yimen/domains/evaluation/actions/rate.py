from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.cases.models import Case
from yimen.domains.catalogue.models import Item
from yimen.domains.evaluation.actions.open_follow_up import open_follow_up
from yimen.domains.evaluation.errors import AlreadyRated, NotFinished
from yimen.domains.evaluation.events import RatingGiven
from yimen.domains.evaluation.models import Rating, Visit
from yimen.domains.evaluation.opinions import Opinion
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotFound
from yimen.ground.numbering.serials import next_serial
from yimen.ground.outbox.announce import announce
from yimen.ground.places.models import Organisation


@transaction.atomic
def rate_case(*, actor: Actor, case: Case, opinion: Opinion, now: datetime) -> Rating:
    """一事一评: the applicant's word on a finished case. A bad one opens a follow-up at once.

    Raises:
        NotFinished: the case is still being handled.
        AlreadyRated: there is one rating of it already.
    """
    if case.closed_at is None:
        raise NotFinished
    rating = _new(opinion, now, case=case, body=case.body, item=case.version.item)
    return _told(actor, rating, now, case_number=case.number)


@transaction.atomic
def rate_visit(*, actor: Actor, visit: Visit, opinion: Opinion, now: datetime) -> Rating:
    """一次一评: the word of whoever was there, by the link of the visit, once.

    Raises:
        AlreadyRated: the link has been used.
    """
    rating = _new(opinion, now, visit=visit, body=visit.organisation, item=_item_of(visit))
    return _told(actor, rating, now, case_number="")


def _new(
    opinion: Opinion,
    now: datetime,
    *,
    body: Organisation,
    item: Item | None,
    case: Case | None = None,
    visit: Visit | None = None,
) -> Rating:
    day = f"{legal_day(now):%Y%m%d}"
    try:
        # Two clicks at the same moment: the database lets one of them in.
        with transaction.atomic():
            return Rating.objects.create(
                number=f"PJ{day}-{next_serial('rating', day):05}",
                case=case,
                visit=visit,
                body=body,
                item=item,
                grade=opinion.grade,
                reasons=list(opinion.reasons),
                text=opinion.text,
                phone=opinion.phone,
                given_at=now,
            )
    except IntegrityError as error:
        raise AlreadyRated from error


def _told(actor: Actor, rating: Rating, now: datetime, *, case_number: str) -> Rating:
    # The row says that somebody rated, never what: who reads the log must not learn who was unhappy.
    record(actor, "rate", object_kind="rating", object_ref=rating.number, at=now)
    announce(RatingGiven(rating.number, case_number, rating.is_bad), now=now)
    if rating.is_bad:
        open_follow_up(rating=rating, now=now)
    return rating


def _item_of(visit: Visit) -> Item | None:
    if not visit.case_number:
        return None
    try:
        return case_for_applicant(visit.person, visit.case_number).version.item
    except NotFound:
        # The draft that the visit was about has been cleared since.
        return None
