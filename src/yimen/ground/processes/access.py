"""Which processes an operator (业务系统管理员) may see and mend: those whose failed steps come to a post they hold."""

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from yimen.ground.accounts.models import Account
from yimen.ground.errors import NotAllowed, NotFound, traced
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.subjects import subject_of

OPERATOR = "operator"
log = logging.getLogger(__name__)


def operator_posts(account: Account, now: datetime) -> frozenset[int]:
    """Ids of the operators' posts that the account holds. Raises NotAllowed when it holds none."""
    if not (found := _held(account, now)):
        raise NotAllowed("停住的流程由业务系统管理员处理", "办件停住了，告诉本单位的业务系统管理员。")
    return found


def _held(account: Account, now: datetime) -> frozenset[int]:
    return frozenset(account.appointments_at(now).filter(post__code=OPERATOR).values_list("post_id", flat=True))


def waiting_incidents(posts: frozenset[int]) -> QuerySet[Task]:
    """Failed steps and stopped processes that wait for these posts, the newest first."""
    rows = Task.objects.filter(post__in=posts, kind=Task.INCIDENT, closed_at=None)
    return rows.select_related("instance").order_by("-id")


def nobodys() -> QuerySet[Instance]:
    """Processes that have stopped and could not be put before anybody: every operator sees them."""
    asked = Task.objects.filter(instance=OuterRef("pk"), kind=Task.INCIDENT, closed_at=None)
    return Instance.objects.filter(~Exists(asked), stopped_at__isnull=False, ended_at=None).order_by("-id")


def instance_for_operator(account: Account, number: int, now: datetime) -> Instance:
    """A process that this operator may mend. Raises NotFound: unknown and somebody else's look alike."""
    posts = _held(account, now)
    instance = Instance.objects.filter(pk=number).first() if posts else None
    if instance is None or not _comes_to(instance, posts):
        raise NotFound("没有找到这个流程", "回到停住的流程，从列表里打开。")
    return instance


def _comes_to(instance: Instance, posts: frozenset[int]) -> bool:
    try:
        post = subject_of(instance.subject_kind).post(instance.subject_ref, "")
    except Exception as error:
        # Whose it is may be the very thing that fails: then it is everybody's who may mend anything.
        log.error("nobody can say whose instance %s is: %s", instance.pk, traced(error))
        return instance.stopped_at is not None
    return post is not None and post.pk in posts
