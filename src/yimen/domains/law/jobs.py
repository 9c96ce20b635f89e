from datetime import datetime

from django_tasks import task

from yimen.domains.law.actions.watch import watch
from yimen.ground.audit import SYSTEM


@task()
def watch_law(now: str) -> int:
    """Once a day: a version that comes into force today, a service that was published since. ``now``: ISO."""
    told = watch(actor=SYSTEM, now=datetime.fromisoformat(now))
    return told.opened + told.closed
