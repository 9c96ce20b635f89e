"""Take away what processes and messages hold of people, a batch at a time, each in a transaction of its own.

The row of an instance, its tokens, and in its events when which element was reached and how it was left all stay: what
is watched and counted does not change, and where the events lead is still where the rows stand.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from yimen.ground.processes.models import Event, Instance, Message, Task, Variable
from yimen.ground.processes.models.letters import MESSAGE
from yimen.ground.processes.store.database import to_text

BATCH = 100
_NOTHING = "{}"
# In an entry of the journal the variables stand under this key (``bpmn.journal``).
_VARIABLES = "v"
_EMPTIED = "UPDATE processes_event SET told = %s, changes = %s WHERE instance_id = %s AND seq = %s"


@transaction.atomic
def empty_ended(*, before: datetime, now: datetime) -> int:
    """Instances that ended before this moment, those that ended first; returns how many."""
    due = Instance.objects.filter(ended_at__lt=before, emptied_at=None).order_by("ended_at")
    numbers = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    if not numbers:
        return 0
    Variable.objects.filter(instance__in=numbers).delete()
    for number in numbers:
        _empty_events(number)
    # Why a step failed is told in sentences of the domains: they may name somebody.
    Task.objects.filter(instance__in=numbers, kind=Task.INCIDENT).exclude(reason="").update(reason="")
    # Not signals: somebody who has stopped may still have to be told of one.
    messages = Message.objects.filter(kind=MESSAGE, consumed_at__isnull=False, emptied_at=None)
    for of in ("sent_by", "consumed_by"):
        messages.filter(**{f"{of}__in": numbers}).update(payload={}, key="", emptied_at=now)
    Instance.objects.filter(pk__in=numbers).update(emptied_at=now)
    return len(numbers)


def empty_messages(*, taken_before: datetime, awaited: Q, now: datetime) -> int:
    """Messages taken before this moment, and those that nobody took in time; returns how many.

    Args:
        awaited: those that keep what they carry, for somebody has still to be told.
    """
    taken = Q(consumed_at__lt=taken_before), "consumed_at"
    in_vain = Q(consumed_at=None, expires_at__lte=now), "expires_at"
    return sum(_empty_some(due, awaited, by, now) for due, by in (taken, in_vain))


@transaction.atomic
def _empty_some(due: Q, awaited: Q, by: str, now: datetime) -> int:
    rows = Message.objects.filter(due, emptied_at=None).exclude(awaited).order_by(by)
    numbers = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
    return Message.objects.filter(pk__in=numbers).update(payload={}, key="", emptied_at=now) if numbers else 0


def _empty_events(number: int) -> None:
    rows = Event.objects.filter(instance=number).values_list("seq", "told", "changes")
    emptied = [(_NOTHING, left, number, seq) for seq, left in _emptied(rows)]
    if emptied:
        with connection.cursor() as cursor:
            cursor.executemany(_EMPTIED, emptied)


def _emptied(rows: Iterable[tuple[int, str, str]]) -> Iterable[tuple[int, str]]:
    for seq, told, changes in rows:
        left = _without_variables(changes)
        if (told, changes) != (_NOTHING, left):
            yield seq, left


def _without_variables(changes: str) -> str:
    try:
        entry = json.loads(changes)
        entry.pop(_VARIABLES, None)
    except (ValueError, AttributeError, TypeError):
        # Damaged: nobody can tell what it holds.
        return _NOTHING
    return to_text(entry)
