"""Which posts answer other bodies that ask for an opinion, and who sets it: the operators (业务系统管理员).

An operator sets it for the own body, whose business it is who speaks for it; the operator of the body that looks after
the service of all others (``service-administration``) sets it for every body of its region.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yimen.domains.cases.models import Consultation
from yimen.domains.catalogue.queries import all_current, definition
from yimen.ground.accounts.models import Account, Appointment, posts_of
from yimen.ground.errors import NotAllowed
from yimen.ground.places.models import Post

OPERATOR, ADMINISTRATION = "operator", "service-administration"
_NOT_YOURS = ("哪个岗位答复征求意见，由业务系统管理员设置", "要改的，告诉本单位的业务系统管理员。")
Key = tuple[str, str]


def answering_posts(account: Account, now: datetime) -> QuerySet[Post]:
    """The posts that this operator may set, body by body, each with ``held`` and ``waiting`` (requests still out).

    Raises:
        NotAllowed: the account holds no post of an operator.
    """
    own = [post.organisation for post in posts_of(account, now) if post.code == OPERATOR]
    if not own:
        raise NotAllowed(*_NOT_YOURS)
    mine = Q(organisation__in=[one.pk for one in own])
    for one in own:
        if one.role == ADMINISTRATION:
            mine |= Q(organisation__region__code__startswith=one.region_id)
    held = Appointment.objects.filter(Q(until=None) | Q(until__gt=now), post=OuterRef("pk"), since__lte=now)
    # An operator looks after the machine, and answers for nobody.
    found = Post.objects.filter(mine).exclude(code=OPERATOR).select_related("organisation")
    return found.annotate(held=Exists(held)).order_by("organisation__code", "code", "pk")


def still_out(posts: Iterable[Post]) -> Mapping[int, int]:
    """How many requests wait for each of these posts."""
    asked = Consultation.objects.filter(post__in=[one.pk for one in posts], answered_at=None, withdrawn_at=None)
    return dict(asked.order_by().values_list("post").annotate(Count("pk")))


def demanded() -> Mapping[Key, str]:
    """The posts that a service in force makes officers hear (``consults``): role and code → the name of the service."""
    return {
        (one["body"], one["post"]): version.name
        for version in all_current()
        for one in definition(version).meta.get("consults", [])
    }
