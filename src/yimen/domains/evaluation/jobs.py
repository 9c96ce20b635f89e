from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import task

from yimen.domains.evaluation.limits import KEEP_PHONE
from yimen.domains.evaluation.models import FollowUp, Rating
from yimen.domains.evaluation.states import RUNNING
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.record import record


@task()
@transaction.atomic
def forget_phones(now: str) -> int:
    """Erase the numbers of those who were to be called back, 30 days after all is over. ``now`` in ISO form.

    个人信息保护法第四十七条: once the purpose is reached, personal data is deleted without being asked.
    """
    moment = datetime.fromisoformat(now)
    before = moment - timedelta(days=KEEP_PHONE.value)
    over = FollowUp.objects.filter(closed_at__lt=before).values("rating")
    running = FollowUp.objects.filter(state__in=RUNNING).values("rating")
    lately = FollowUp.objects.filter(closed_at__gte=before).values("rating")
    kept = Rating.objects.filter(pk__in=over).exclude(pk__in=running).exclude(pk__in=lately).exclude(phone="")
    numbers = list(kept.values_list("number", flat=True)[:1000])
    for number in numbers:
        record(SYSTEM, "forget-phone", object_kind="rating", object_ref=number, at=moment)
    return Rating.objects.filter(number__in=numbers).update(phone="")
