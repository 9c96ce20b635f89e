"""Fetch and permission in one step. Unknown and forbidden look alike."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from yimen.domains.evaluation.models import FollowUp, Visit
from yimen.ground.accounts.models import Account, posts_of
from yimen.ground.errors import NotFound
from yimen.ground.places.models import Organisation, Post

# The operator of a body looks after what failed; its head supervises. Nobody else reads what was said about colleagues.
HANDLERS = ("operator", "head")


def visit_by_code(code: str) -> Visit:
    """The visit of a rating link: whoever holds the code was there."""
    # PostgreSQL answers a NUL in a text with an error instead of finding nothing.
    rows = Visit.objects.select_related("organisation", "post", "person").filter(code=code)
    found = rows.first() if code.isprintable() else None
    if found is None:
        raise NotFound("没有找到这次服务", "看看链接有没有复制全；也可以打 12345 说说这次服务怎么样。")
    return found


def handling_posts(account: Account, now: datetime) -> list[Post]:
    """The posts by which this officer handles bad ratings; empty: these pages are none of their business."""
    return [post for post in posts_of(account, now) if post.code in HANDLERS]


def follow_ups_for(account: Account, now: datetime) -> QuerySet[FollowUp]:
    """The follow-ups that this officer may read and handle: never one in which the officer or the post is rated."""
    reach = Q(pk__in=[])
    for post in handling_posts(account, now):
        reach |= Q(handled_by=post.organisation) & ~Q(rated_posts=post)
    return (
        FollowUp.objects.filter(reach)
        .exclude(rated_officers=account)
        .select_related("rating__case__version", "rating__case__applicant", "rating__visit__post", "handled_by")
        .select_related("rating__visit__person", "rating__body", "verified_by", "appealed_by")
    )


def follow_up_for(account: Account, number: str, now: datetime) -> FollowUp:
    """One of them, by its number."""
    found = follow_ups_for(account, now).filter(number=number).first() if number.isprintable() else None
    if found is None:
        raise NotFound("没有找到这条差评", "回到差评列表里看看。")
    return found


def handlers_at(
    organisation: Organisation, *, posts: Iterable[Post], officers: Iterable[Account], now: datetime
) -> QuerySet[Account]:
    """Who could handle a follow-up at an organisation: holds a handling post, is not rated and not by a rated post.

    Args:
        posts: the rated posts; ``officers``: the rated officers and whoever else is out of the question.
    """
    able = Post.objects.filter(organisation=organisation, code__in=HANDLERS).exclude(pk__in=[post.pk for post in posts])
    held = Q(appointments__until=None) | Q(appointments__until__gt=now)
    return (
        Account.objects.filter(held, appointments__post__in=able, appointments__since__lte=now, is_active=True)
        .exclude(pk__in=[officer.pk for officer in officers])
        .distinct()
    )
