from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django_tasks import task

from yimen.ground.accounts.models import OneTimeCode


@task()
def clear_old_codes(now: str) -> int:
    """Delete sign-in codes that are older than the day within which they are counted. ``now`` in ISO form."""
    old = OneTimeCode.objects.filter(sent_at__lt=datetime.fromisoformat(now) - timedelta(days=2))
    return old.delete()[0]


@task()
def clear_old_sessions(now: str) -> int:
    """Delete sessions that have ended: half-filled forms held in them are nobody's any more. ``now`` in ISO form."""
    return Session.objects.filter(expire_date__lt=datetime.fromisoformat(now)).delete()[0]
