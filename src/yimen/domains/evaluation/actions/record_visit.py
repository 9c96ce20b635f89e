import secrets
from datetime import datetime

from django.db import transaction

from yimen.domains.cases.access import case_for_applicant
from yimen.domains.evaluation.models import Visit
from yimen.ground.accounts.models import Account, Person, posts_of
from yimen.ground.audit import Actor
from yimen.ground.audit.record import record
from yimen.ground.calendar.moment import legal_day
from yimen.ground.errors import NotAllowed
from yimen.ground.places.models import Post


def new_code() -> str:
    """The secret of a rating link: 128 bits, so that nobody guesses one."""
    return secrets.token_urlsafe(16)


@transaction.atomic
def record_visit(
    *, actor: Actor, officer: Account, post: Post, person: Person, case_number: str = "", now: datetime
) -> Visit:
    """A person was served at a window, or by a helper at home: from now on the visit can be rated, once.

    The same person, officer and matter on the same day are one visit: an officer cannot make links at will to rate
    oneself with, and a second click brings the same link.

    Args:
        case_number: of the person's own case that it was about; empty for a question or another matter.

    Raises:
        NotAllowed: the officer does not hold this post now.
        NotFound: the case is not this person's.
    """
    if post not in posts_of(officer, now):
        raise NotAllowed("只能登记本岗位的服务", "换到您现在任职的岗位，再登记一次。")
    if case_number:
        case_for_applicant(person, case_number)
    visit, is_new = Visit.objects.get_or_create(
        officer=officer,
        post=post,
        person=person,
        case_number=case_number,
        day=legal_day(now),
        defaults={
            "code": new_code(),
            "organisation": post.organisation,
            "officer_name": officer.name,
            "at": now,
        },
    )
    if is_new:
        details = {"post": post.code, "about": case_number}
        record(actor, "record-visit", object_kind="visit", object_ref=str(visit.pk), at=now, details=details)
    return visit
