from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django_tasks import task

from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import name_of
from yimen.ground.processes.events import SignalBegins, SignalDue, SignalThrown
from yimen.ground.processes.models import Event, Message, Subscription
from yimen.ground.processes.models.letters import SIGNAL

KEPT = timedelta(days=30)


@task()
def empty_old_messages(now: str) -> int:
    """Forget what messages carried that were taken 30 days ago, or that nobody took in time. ``now`` in ISO form.

    A signal that somebody has still to be told of keeps what it carries: a process that has stopped finds it when it
    goes on, however late. The rows stay with their processes: a message that is sent once more is still known.
    """
    moment = datetime.fromisoformat(now)
    over = Q(consumed_at__lt=moment - KEPT) | Q(consumed_at=None, expires_at__lte=moment)
    rows = Message.objects.filter(over).exclude(payload={})
    awaited = Q(kind=SIGNAL) & (Exists(_stopped_before_it()) | Q(pk__in=_on_their_way()))
    return rows.exclude(awaited).update(payload={})


def _stopped_before_it() -> QuerySet[Subscription]:
    """Waits that the signal reaches, of processes that have stopped and have not heard it yet."""
    key = Concat(Value("signal:"), Cast(OuterRef(OuterRef("pk")), CharField()))
    waiting = Subscription.objects.filter(
        kind=SIGNAL, key="", name=OuterRef("name"), pk__lte=OuterRef("reaches"), heard=False
    )
    heard = Event.objects.filter(instance=OuterRef("instance"), key=key)
    return waiting.filter(~Exists(heard), instance__stopped_at__isnull=False, instance__ended_at=None)


def _on_their_way() -> Iterable[int]:
    """Signals that the worker has in hand, or that wait for an operator to ask for them again."""
    names = [name_of(event) for event in (SignalThrown, SignalDue, SignalBegins)]
    rows = Delivery.objects.filter(done_at=None, told_at=None, event__in=names)
    return set(rows.values_list("payload__message", flat=True))
