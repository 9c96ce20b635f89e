from collections.abc import Iterable, Mapping

from django.db.models import F, QuerySet

from yimen.ground.places.models import Post
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.store import load


def open_tasks(posts: Iterable[Post]) -> QuerySet[Task]:
    """Tasks that wait for these posts, the most urgent first; those without a due date come last."""
    return (
        Task.objects.filter(post__in=list(posts), closed_at=None)
        .select_related("instance", "post__organisation")
        .order_by(F("due_on").asc(nulls_last=True), "opened_at", "id")
    )


def open_task_of(reference: str, kind: str, posts: Iterable[Post]) -> Task | None:
    """The open task of a subject that one of these posts may do."""
    return open_tasks(posts).filter(instance__subject_kind=kind, instance__subject_ref=reference).first()


def open_tasks_of(kind: str, reference: str) -> QuerySet[Task]:
    """What waits for a person in a subject's process."""
    return Task.objects.filter(instance__subject_kind=kind, instance__subject_ref=reference, closed_at=None).order_by(
        "opened_at", "id"
    )


def instance_of(kind: str, reference: str) -> Instance | None:
    return Instance.objects.filter(subject_kind=kind, subject_ref=reference).order_by("-id").first()


def is_running(kind: str, reference: str) -> bool:
    """True while the subject's latest process has not ended."""
    ended = Instance.objects.filter(subject_kind=kind, subject_ref=reference).order_by("-id").values_list("ended_at")
    return ended.first() == (None,)


def is_working(kind: str, reference: str) -> bool:
    """True while the machine itself has something to do for the subject: no task waits for a person, none of the
    processes it has called is still running."""
    instance = instance_of(kind, reference)
    if instance is None or instance.ended_at is not None:
        return False
    return not (
        instance.tasks.filter(closed_at=None).exists()
        or Instance.objects.filter(caller=instance, ended_at=None).exists()
    )


def variables_of(kind: str, reference: str) -> Mapping[str, object]:
    """The variables of a subject's process; empty before it has started."""
    instance = instance_of(kind, reference)
    return load(instance).variables if instance is not None else {}


def had_task(kind: str, reference: str, posts: Iterable[Post]) -> bool:
    """Whether one of these posts has, or has had, something to do for the subject."""
    return Task.objects.filter(
        instance__subject_kind=kind, instance__subject_ref=reference, post__in=list(posts)
    ).exists()
