"""End an instance by its rows alone, where what they say cannot be read any more."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from yimen.engines import bpmn
from yimen.engines.bpmn.journal import ROOT
from yimen.engines.bpmn.values import from_json
from yimen.ground.processes.models import Event, Instance, Scope, Token, Variable, Work
from yimen.ground.processes.store.database import to_text
from yimen.ground.processes.store.read import rebuilt

CLOSED_BY_ROWS = "ClosedByRows"


def close_by_rows(instance: Instance, told: Mapping[str, object], now: datetime) -> None:
    """Whatever stands goes, and an event says so: nothing of it is read but its numbers.

    A variable whose value cannot be read becomes nothing, so that the rest can be read again. The instance's own end
    (``ended_at``, ``ended_with``, ``result``) is written as it stands on the object.
    """
    entry = _entry(instance)
    lost = [name for _, name, _ in entry.get("v", ())]
    last = Event.objects.filter(instance=instance).aggregate(last=Max("seq"))["last"] or 0
    # Events may be among what was damaged: the new one comes after all of them.
    instance.version = max(instance.version, last) + 1
    Event.objects.create(
        instance=instance,
        seq=instance.version,
        at=now,
        kind=CLOSED_BY_ROWS,
        told=to_text({**told, "lost": lost}),
        changes=to_text(entry),
    )
    Token.objects.filter(instance=instance, gone_at=None).update(gone_at=now, how="cancelled")
    for rows in (Scope.objects, Work.objects):
        rows.filter(instance=instance).delete()
    variables = Variable.objects.filter(instance=instance)
    variables.exclude(scope=ROOT).delete()
    variables.filter(name__in=lost).update(value="null")
    instance.save(update_fields=["version", "ended_at", "ended_with", "result"])


def _entry(instance: Instance) -> dict[str, Any]:
    """What becomes of it, as an entry of the journal (``bpmn.journal``)."""
    told = _told(instance)
    variables = Variable.objects.filter(instance=instance, scope=ROOT).values_list("name", "value")
    found: dict[str, list[Any]] = {
        "x": [[number, "cancelled"] for number in _numbers(Token.objects.filter(gone_at=None), instance, told.tokens)],
        "z": _numbers(Scope.objects.all(), instance, told.scopes),
        "f": _numbers(Work.objects.all(), instance, told.works),
        "v": [[ROOT, name, None] for name, value in variables if not _readable(value)],
    }
    return {**{key: rows for key, rows in found.items() if rows}, "d": 1, "n": instance.next_token}


def _told(instance: Instance) -> bpmn.State:
    """What the events say stands there: rows may have been lost."""
    try:
        return rebuilt(instance)
    except (bpmn.BpmnError, ValueError):
        return bpmn.State()


def _numbers(rows: QuerySet[Any], instance: Instance, told: Iterable[bpmn.Token | bpmn.Scope | bpmn.Work]) -> list[int]:
    standing = rows.filter(instance=instance).values_list("number", flat=True)
    return sorted({*standing, *(one.id for one in told)})


def _readable(value: str) -> bool:
    try:
        from_json(json.loads(value))
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError):
        return False
    return True
