"""Which processes an operator (业务系统管理员) may see and mend: those whose failed steps come to a post they hold."""

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.errors import NotAllowed, NotFound, traced
from yimen.ground.processes.actions.fire_timers import MAX_ATTEMPTS
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.subjects import subject_of

OPERATOR = "operator"
log = logging.getLogger(__name__)


def operator_posts(account: Account, now: datetime) -> frozenset[int]:
    """Ids of the operators' posts that the account holds. Raises NotAllowed when it holds none."""
    if not (found := posts_of(account, now)):
        raise NotAllowed("停住的流程由业务系统管理员处理", "办件停住了，告诉本单位的业务系统管理员。")
    return found


def posts_of(account: Account, now: datetime) -> frozenset[int]:
    """Ids of the operators' posts that the account holds now; none is no error."""
    return frozenset(account.appointments_at(now).filter(post__code=OPERATOR).values_list("post_id", flat=True))


def waiting_incidents(posts: frozenset[int]) -> QuerySet[Task]:
    """Failed steps and stopped processes that wait for these posts, the newest first."""
    rows = Task.objects.filter(post__in=posts, kind=Task.INCIDENT, closed_at=None)
    return rows.select_related("instance").order_by("-id")


def nobodys() -> QuerySet[Instance]:
    """Processes that have stopped and could not be put before anybody: every operator sees them."""
    asked = Task.objects.filter(instance=OuterRef("pk"), kind=Task.INCIDENT, closed_at=None)
    return Instance.objects.filter(~Exists(asked), stopped_at__isnull=False, ended_at=None).order_by("-id")


def overdue(posts: frozenset[int], now: datetime) -> list[Instance]:
    """Processes that should have stopped and could not even do that: a timer has failed in every attempt.

    The database refuses whatever is written for them. Asked for by reading alone.
    """
    timers = Timer.objects.filter(closed_at=None, due_at__lte=now, attempts__gte=MAX_ATTEMPTS)
    rows = Instance.objects.filter(pk__in=timers.values("instance"), stopped_at=None, ended_at=None).order_by("-id")
    return [one for one in rows if comes_to(one, posts, unknown=True)]


def instance_for_operator(account: Account, number: int, now: datetime) -> Instance:
    """A process that this operator may mend. Raises NotFound: unknown and somebody else's look alike."""
    posts = posts_of(account, now)
    instance = Instance.objects.filter(pk=number).first() if posts else None
    if instance is None or not comes_to(instance, posts):
        raise NotFound("没有找到这个流程", "回到停住的流程，从列表里打开。")
    return instance


def comes_to(instance: Instance, posts: frozenset[int], *, unknown: bool = False) -> bool:
    """Whether these operators' posts look after it; ``unknown``: what holds when nobody can say."""
    try:
        post = subject_of(instance.subject_kind).post(instance.subject_ref, "")
    except Exception as error:
        # Whose it is may be the very thing that fails: then it is everybody's who may mend anything.
        log.error("nobody can say whose instance %s is: %s", instance.pk, traced(error))
        return unknown or instance.stopped_at is not None
    return post is not None and post.pk in posts
