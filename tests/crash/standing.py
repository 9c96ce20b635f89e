"""What stands in the books of a run: every row that must be there, in words that do not depend on order or time."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tests.crash import outside
from tests.crash.matter import KIND
from tests.crash.models import Matter, Paper
from yimen.ground.audit.models import Entry
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Event, Instance, Message, Subscription, Task, Timer
from yimen.ground.processes.queries import variables_of

# What differs with the order of what happens side by side.
_NUMBERS = ("instance", "token")
Books = Mapping[str, Counter[tuple[Any, ...]]]


def books() -> Books:
    return {name: Counter(_plain(rows)) for name, rows in _rows().items()}


def _rows() -> dict[str, Iterable[tuple[Any, ...]]]:
    names = dict(Instance.objects.values_list("pk", "subject_ref"))
    instances = Instance.objects.values_list("subject_ref", "definition", "ended_with", "result", "caller")
    return {
        "matters": Matter.objects.values_list("reference", "version", "mended"),
        "instances": [(*row, names.get(caller)) for *row, caller in instances],
        "variables": [(name, key, str(value)) for name in names.values() for key, value in _variables(name)],
        "events": [(names[number], *_told(kind, told)) for number, kind, told in _events()],
        "tasks": Task.objects.values_list("instance__subject_ref", "node", "kind", "outcome"),
        "timers": Timer.objects.values_list("instance__subject_ref", "node"),
        "messages": [(name, key, names.get(taker)) for name, key, taker in _messages()],
        "subscriptions": Subscription.objects.values_list("instance__subject_ref", "name"),
        "papers": Paper.objects.values_list("reference", "kind", "posted"),
        "numbers": Paper.objects.values_list("number"),
        "letters": [(text,) for text in outside.letters()],
        "audit": [
            (action, ref, repr(sorted((key, value) for key, value in details.items() if key not in _NUMBERS)))
            for action, ref, details in Entry.objects.values_list("action", "object_ref", "details")
        ],
        "deliveries": [
            (listener, names.get(payload.get("instance"), payload.get("reference")), payload.get("node"))
            for listener, payload in Delivery.objects.values_list("listener", "payload")
        ],
    }


def _events() -> Iterable[tuple[int, str, str]]:
    return Event.objects.values_list("instance_id", "kind", "told")


def _messages() -> Iterable[tuple[str, str, int | None]]:
    return Message.objects.values_list("name", "key", "consumed_by")


def _told(kind: str, told: str) -> tuple[str, object, object]:
    """What happened and where; numbers of tokens differ with the order of what happens side by side."""
    words = json.loads(told)
    return kind, words.get("node"), words.get("outcome")


def _variables(reference: str) -> Iterable[tuple[str, object]]:
    return variables_of(KIND, reference).items()


def _plain(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    return (tuple(row) for row in rows)
