"""Fetch and permission in one step. Unknown and forbidden look alike."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yimen.domains.supervision.models import Finding
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post

SUPERVISOR, HEAD = "supervisor", "head"
# The body that looks after the service of all others in its region; a supervisor elsewhere sees the own body only.
ADMINISTRATION = "service-administration"


@dataclass(frozen=True, slots=True)
class Reach:
    """What an officer may see of findings: as supervisor, as head, and what concerns the officer or an own post."""

    account: Account
    posts: tuple[Post, ...]

    @property
    def supervises(self) -> bool:
        return any(post.code == SUPERVISOR for post in self.posts)

    @property
    def leads(self) -> bool:
        return any(post.code == HEAD for post in self.posts)

    @property
    def compares(self) -> bool:
        """Whether the figures of bodies are this officer's business."""
        return self.supervises or self.leads

    def bodies(self) -> Q:
        """The bodies whose findings and figures may be seen, as a condition on ``Organisation``."""
        found = Q(pk__in=[])
        for post in self.posts:
            if post.code == SUPERVISOR and post.organisation.role == ADMINISTRATION:
                found |= Q(region__code__startswith=post.organisation.region_id)
            elif post.code in (SUPERVISOR, HEAD):
                found |= Q(pk=post.organisation_id)
        return found

    def supervised(self) -> QuerySet[Organisation]:
        """The bodies on whose findings this officer may rule."""
        found = Q(pk__in=[])
        for post in self.posts:
            if post.code != SUPERVISOR:
                continue
            wide = post.organisation.role == ADMINISTRATION
            found |= Q(region__code__startswith=post.organisation.region_id) if wide else Q(pk=post.organisation_id)
        return Organisation.objects.filter(found)


def reach_of(account: Account, now: datetime) -> Reach:
    return Reach(account, tuple(posts_of(account, now)))


def bodies_for(reach: Reach) -> QuerySet[Organisation]:
    """The bodies that this officer may compare, by name."""
    return Organisation.objects.filter(reach.bodies()).order_by("name")


def findings_for(reach: Reach) -> QuerySet[Finding]:
    """The findings that this officer may read; the latest first."""
    mine = Q(officer=reach.account) | Q(officer=None, post__in=list(reach.posts))
    theirs = Q(body__in=Organisation.objects.filter(reach.bodies())) if reach.compares else Q(pk__in=[])
    return (
        Finding.objects.filter(mine | theirs)
        .select_related("case__version", "officer", "post__organisation", "body", "rulebook")
        .defer("rulebook__files", "case__version__files", "case__version__terms", "case__answers", "case__sources")
        .order_by("-pk")
    )


def finding_for(reach: Reach, number: str) -> Finding:
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    found = findings_for(reach).filter(number=number).first() if number.isprintable() else None
    if found is None:
        raise NotFound("没有找到这条监督记录", "核对记录编号，或者回到监督记录的列表里看看。")
    return found


def body_for(reach: Reach, code: str) -> Organisation:
    found = bodies_for(reach).filter(code=code).first() if code.isprintable() else None
    if found is None:
        raise NotFound("没有找到这个单位的绩效", "回到各单位绩效的列表里看看。")
    return found


def concerns(account: Account, finding: Finding, now: datetime) -> bool:
    """Whether it is this officer's to answer: the own act; what nobody had taken, the post's and the head's."""
    if finding.officer_id is not None:
        return finding.officer_id == account.pk
    posts = posts_of(account, now)
    return any(
        post.pk == finding.post_id or (post.code == HEAD and post.organisation_id == finding.body_id) for post in posts
    )


def may_judge(account: Account, finding: Finding, now: datetime) -> bool:
    """Whether this officer may rule on it: a supervisor over the body, and not concerned."""
    over = reach_of(account, now).supervised().filter(pk=finding.body_id).exists()
    return over and not concerns(account, finding, now)


def supervisors_over(body: Organisation, now: datetime) -> QuerySet[Account]:
    """Who could rule on findings of a body now."""
    held = Q(appointments__until=None) | Q(appointments__until__gt=now)
    regions = [body.region_id[:length] for length in range(2, len(body.region_id) + 1)]
    wide = Q(
        appointments__post__organisation__role=ADMINISTRATION,
        appointments__post__organisation__region_id__in=regions,
    )
    place = wide | Q(appointments__post__organisation=body)
    return Account.objects.filter(
        held, place, appointments__post__code=SUPERVISOR, appointments__since__lte=now, is_active=True
    ).distinct()
