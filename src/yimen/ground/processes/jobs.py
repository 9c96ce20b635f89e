from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django_tasks import task

from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import name_of
from yimen.ground.processes.events import SignalBegins, SignalDue, SignalThrown
from yimen.ground.processes.models import Event, Subscription
from yimen.ground.processes.models.letters import SIGNAL
from yimen.ground.processes.store.empty import BATCH, empty_ended, empty_messages

# So many batches at a time: the worker has timers to fire meanwhile.
BATCHES = 5
KEPT = timedelta(days=30)


@task()
def empty_old_messages(now: str) -> int:
    """Forget what messages carried that were taken 30 days ago, or that nobody took in time. ``now`` in ISO form.

    A signal that somebody has still to be told of keeps what it carries: a process that has stopped finds it when it
    goes on, however late. The rows stay with their processes: a message that is sent once more is still known.
    """
    moment = datetime.fromisoformat(now)
    awaited = Q(kind=SIGNAL) & (Exists(_stopped_before_it()) | Q(pk__in=_on_their_way()))
    done, more = _some(lambda: empty_messages(taken_before=moment - KEPT, awaited=awaited, now=moment))
    if more:
        empty_old_messages.enqueue(now)
    return done


@task()
def empty_ended_processes(now: str) -> int:
    """Forget what processes remembered of people that ended ``YIMEN_EMPTY_AFTER_DAYS`` ago. ``now`` in ISO form.

    What is left is when which step was reached and how it ended. Where more is due than a few batches, the job puts
    itself in the queue again. Killed anywhere, the next one goes on.
    """
    moment = datetime.fromisoformat(now)
    before = moment - timedelta(days=settings.YIMEN_EMPTY_AFTER_DAYS)
    done, more = _some(lambda: empty_ended(before=before, now=moment))
    if more:
        empty_ended_processes.enqueue(now)
    return done


def _some(batch: Callable[[], int]) -> tuple[int, bool]:
    """How much was done, and whether more is due."""
    done = 0
    for _ in range(BATCHES):
        found = batch()
        done += found
        if found < BATCH:
            return done, False
    return done, True


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
