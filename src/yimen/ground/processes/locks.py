from django.db import connection
from django.db.models import QuerySet

from yimen.ground.prepared import prepared
from yimen.ground.processes.models import Instance
from yimen.ground.processes.subjects import subject_of


def locked(instance_id: int) -> Instance:
    """The process as it stands now, locked until the transaction ends.

    Its subject's own row is locked before it, and tasks and timers after it: whoever keeps this order never waits for
    somebody who waits for them. The lock also keeps two workers from advancing the same state apart. (On SQLite one
    transaction writes at a time, and there is nothing to lock.)
    """
    if connection.features.has_select_for_update:
        for kind, reference in _subject(instance_id):
            subject_of(kind).lock(reference)
    for instance in _row(instance_id):
        if not connection.features.has_select_for_update:
            subject_of(instance.subject_kind).lock(instance.subject_ref)
        return instance
    raise Instance.DoesNotExist(f"no instance {instance_id}")


@prepared
def _subject(instance_id: int) -> "QuerySet[Instance, tuple[str, str]]":
    return Instance.objects.filter(pk=instance_id).values_list("subject_kind", "subject_ref")


@prepared
def _row(instance_id: int) -> QuerySet[Instance]:
    return Instance.objects.select_for_update().filter(pk=instance_id)
