"""Who is rated, and who therefore looks into it instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yimen.domains.evaluation.access import HANDLERS, handlers_at
from yimen.domains.evaluation.models import Rating
from yimen.ground.accounts.models import Account
from yimen.ground.audit.models import Entry
from yimen.ground.places.models import Organisation, Post, Region
from yimen.ground.processes.models import Task

# Who only looked at a case, or pressed 再试一次 after a fault of the machine, has served nobody there.
_NO_SERVICE = Q(action__startswith="read") | Q(action="retry-step")
SUPERVISOR = "service-administration"


@dataclass(frozen=True, slots=True)
class Rated:
    """The posts and the officers whose work a rating is about; none where the machine did it all."""

    posts: tuple[Post, ...]
    officers: tuple[Account, ...]


def rated_by(rating: Rating) -> Rated:
    """Of a visit its post and officer; of a case the posts that had a task in it and the officers who acted on it."""
    if rating.visit is not None:
        return Rated((rating.visit.post,), (rating.visit.officer,))
    assert rating.case is not None
    number = rating.case.number
    acts = Entry.objects.filter(object_kind="case", object_ref=number, actor_kind="staff").exclude(_NO_SERVICE)
    tasks = Task.objects.filter(
        instance__subject_kind="case", instance__subject_ref=number, kind=Task.WORK, post__isnull=False
    )
    return Rated(
        posts=tuple(Post.objects.filter(pk__in=tasks.values("post"))),
        officers=tuple(Account.objects.filter(pk__in=[int(one) for one in acts.values_list("actor_id", flat=True)])),
    )


def handled_at(rating: Rating, rated: Rated, now: datetime) -> Organisation:
    """The body whose officers look into it: the nearest one in which somebody else than the rated can.

    First the rated body itself (谁办理、谁负责), then the body that decides the case of a visit, then those above it.
    If nobody holds such a post yet, it waits at the rated body.
    """
    for organisation in _nearest(rating):
        if handlers_at(organisation, posts=rated.posts, officers=rated.officers, now=now).exists():
            return organisation
    return rating.body


def _nearest(rating: Rating) -> Iterator[Organisation]:
    yield rating.body
    if rating.item is not None and rating.visit is not None:
        yield from Organisation.objects.filter(cases__number=rating.visit.case_number)
    region: Region | None = rating.body.region
    yield from Organisation.objects.filter(region=region, role=SUPERVISOR)
    while region is not None and (region := region.parent) is not None:
        above = Organisation.objects.filter(region=region, posts__code__in=HANDLERS).distinct().order_by("code")
        yield from sorted(above, key=lambda one: one.role != SUPERVISOR)
