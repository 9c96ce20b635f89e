from datetime import datetime, timedelta

from django_tasks import task

from yimen.ground.outbox.models import Delivery

KEPT = timedelta(days=30)


@task()
def clear_old_deliveries(now: str) -> int:
    """Delete deliveries that were done 30 days ago; those given up stay, for somebody to see. ``now`` in ISO form."""
    return Delivery.objects.filter(done_at__lt=datetime.fromisoformat(now) - KEPT).delete()[0]
