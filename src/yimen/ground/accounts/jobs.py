from datetime import datetime, timedelta

from django_tasks import task

from yimen.ground.accounts.models import OneTimeCode


@task()
def clear_old_codes(now: str) -> int:
    """Delete sign-in codes that are older than the day within which they are counted. ``now`` in ISO form."""
    old = OneTimeCode.objects.filter(sent_at__lt=datetime.fromisoformat(now) - timedelta(days=2))
    return old.delete()[0]
