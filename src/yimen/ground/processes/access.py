"""Which processes an operator (业务系统管理员) may see and mend: those whose failed steps come to a post they hold."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Q, QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.errors import DomainError, NotAllowed, NotFound
from yimen.ground.processes.actions.fire_timers import MAX_ATTEMPTS
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.subjects import UnknownSubject, subject_of

OPERATOR = "operator"


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
    """Processes that need an operator and were put before no post: every operator sees and mends them.

    Whose they are may be the very thing that cannot be found out, so only their own rows are asked.
    """
    incidents = Task.objects.filter(instance=OuterRef("pk"), kind=Task.INCIDENT, closed_at=None)
    unasked = Q(Exists(incidents.filter(post=None))) | Q(stopped_at__isnull=False)
    return Instance.objects.filter(unasked, ~Exists(incidents.filter(post__isnull=False)), ended_at=None).order_by(
        "-id"
    )


def overdue(posts: frozenset[int], now: datetime) -> list[Instance]:
    """Processes that should have stopped and could not even do that: a timer has failed in every attempt.

    The database refuses whatever is written for them. Asked for by reading alone.
    """
    timers = Timer.objects.filter(closed_at=None, due_at__lte=now, attempts__gte=MAX_ATTEMPTS)
    rows = Instance.objects.filter(pk__in=timers.values("instance"), stopped_at=None, ended_at=None).order_by("-id")
    return [one for one in rows if comes_to(one, posts, unknown=True)]


def instance_for_operator(account: Account, number: int, now: datetime) -> Instance:
    """A process that this operator may mend: all that stand on the list, and those that the own post looks after.

    Raises:
        NotFound: unknown and somebody else's look alike.
    """
    posts = posts_of(account, now)
    instance = Instance.objects.filter(pk=number).first() if posts else None
    if instance is None or not comes_to(instance, posts):
        raise NotFound("没有找到这个流程", "回到停住的流程，从列表里打开。")
    return instance


def comes_to(instance: Instance, posts: frozenset[int], *, unknown: bool = False) -> bool:
    """Whether these operators' posts were asked about it or look after it; ``unknown``: what holds where there is no
    such subject, body or post (any more). All else that goes wrong in asking is no answer to whose it is."""
    if waiting_incidents(posts).filter(instance=instance).exists() or nobodys().filter(pk=instance.pk).exists():
        return True
    try:
        post = subject_of(instance.subject_kind).post(instance.subject_ref, "")
    except (DomainError, ObjectDoesNotExist, UnknownSubject):
        return unknown
    return post is not None and post.pk in posts
