from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import task

from yimen.ground.processes.models import Message

KEPT = timedelta(days=30)


@task()
def empty_old_messages(now: str) -> int:
    """Forget what messages carried that were taken 30 days ago, or that nobody took in time. ``now`` in ISO form.

    The rows stay with their processes: a message that is sent once more is still known.
    """
    moment = datetime.fromisoformat(now)
    over = Q(consumed_at__lt=moment - KEPT) | Q(consumed_at=None, expires_at__lte=moment)
    return Message.objects.filter(over).exclude(payload={}).update(payload={})
