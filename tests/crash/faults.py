"""The judge is put to the test: faults are planted, and each must be seen. ``python -m tests.crash.faults``.

Prints, as JSON, what was counted for each fault.
"""

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.crash.settings"
django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from tests.crash import clock, forks, life, matter, outside, people  # noqa: E402
from tests.crash.databases import Databases, open_databases  # noqa: E402
from tests.crash.models import Matter, Paper  # noqa: E402
from tests.crash.runs import ONE, City, at_boundary, city, undisturbed  # noqa: E402
from tests.crash.standing import Books  # noqa: E402
from tests.crash.verdict import Verdict  # noqa: E402
from yimen.engines import bpmn  # noqa: E402
from yimen.ground.audit.models import Entry  # noqa: E402
from yimen.ground.audit.record import record  # noqa: E402
from yimen.ground.outbox.models import Delivery  # noqa: E402
from yimen.ground.processes.actions import fire_timers  # noqa: E402
from yimen.ground.processes.actions.go_on import go_on  # noqa: E402
from yimen.ground.processes.models import (  # noqa: E402
    Event,
    Instance,
    Message,
    Subscription,
    Task,
    Timer,
    Token,
    Variable,
)

FAR = clock.now().replace(year=2100)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="yimen-faults-") as name, open_databases(Path(name)) as databases:
        folder = Path(name)
        with city(databases, folder, 0) as made:
            expected, points = undisturbed(made, ONE)
        found = {fault: _planted(databases, folder, expected, when, plant) for fault, (when, plant) in FAULTS.items()}
        for wrong, (about, breaking) in WRONG_CODE.items():
            with breaking():
                found[wrong] = _hunted(databases, folder, expected, points, about)
        counts = {fault: [one.lost, one.doubled, one.stuck] for fault, one in found.items()}
        print(json.dumps(counts))


def _planted(
    databases: Databases, folder: Path, expected: Books, when: str, plant: Callable[[City], object]
) -> Verdict:
    """A life that nobody disturbs but this fault, which comes to its books midway or at the end."""
    with city(databases, folder, 0) as made:
        if when == "midway":
            forks.finish(made.does(lambda: people.hand_in(made.folder, ONE)), made.errors)
        elif when != "end":
            reached = STATIONS[when]
            forks.finish(made.does(lambda: life.to_the_end(made.folder, ONE, reached)), made.errors)
        if when != "end":
            forks.finish(made.does(lambda: plant(made)), made.errors)
        made.finish(ONE)
        if when == "end":
            forks.finish(made.does(lambda: plant(made)), made.errors)
        return made.judged(expected)


def _hunted(databases: Databases, folder: Path, expected: Books, points: int, about: float) -> Verdict:
    """Die at one boundary after another until the wrong code has done harm, beginning about where it is at work."""
    begin = max(1, int(points * about))
    for point in (*range(begin, points + 1), *range(1, begin)):
        with city(databases, folder, 0) as made:
            found = at_boundary(made, expected, point)
            if not found.good:
                print(f"found at boundary {point} of {points}")
                return found
    return Verdict()


def _copy_of(row: Paper | Entry) -> None:
    row.pk = None
    row.save(force_insert=True)


def _forged(made: City, act: str = "check") -> None:
    outside.append(made.folder / "told", {"act": act, "reference": "M2"})


def _failed(node: str) -> QuerySet[Task]:
    return Task.objects.filter(node=node, kind=Task.INCIDENT, closed_at=None)


def _due(listener: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(listener=listener, done_at=None)


# How far a life has come when a fault is planted in it.
STATIONS: dict[str, Callable[[], bool]] = {
    "when a signal is to be told": lambda: _due("processes.signal-due").exists(),
    "when a step has failed": lambda: _failed("seal").exists(),
}
FAULTS: dict[str, tuple[str, Callable[[City], object]]] = {
    "nothing": ("end", lambda made: None),
    "a task is gone": ("end", lambda made: Task.objects.get(node="check").delete()),
    "an event is gone": ("end", lambda made: Event.objects.get(instance__subject_ref="M1", seq=2).delete()),
    "a variable is forged": (
        "end",
        lambda made: Variable.objects.filter(name="receipt").update(value='"x"'),
    ),
    "a token that nobody put there": ("end", lambda made: Token.objects.filter(node="check").update(gone_at=None)),
    "a paper is gone": ("end", lambda made: Paper.objects.get(kind="licence").delete()),
    "somebody was told what is not so": ("end", _forged),
    "a paper twice": ("end", lambda made: _copy_of(Paper.objects.get(kind="licence"))),
    "an act on record twice": ("end", lambda made: _copy_of(Entry.objects.get(action="start-process", pk=1))),
    "a letter twice": ("end", lambda made: outside.send("another key", "licence of M1")),
    "a wait is forgotten": ("midway", lambda made: Subscription.objects.all().delete()),
    "a timer is dropped": ("midway", lambda made: Timer.objects.get(node="wait").delete()),
    "a delivery is dropped": ("midway", lambda made: Delivery.objects.filter(payload__node="register").delete()),
    "a signal is told to nobody": ("when a signal is to be told", lambda made: _due("processes.signal-due").delete()),
    "a signal is told once more": ("end", lambda made: people.throw("season-2")),
    "a failed step is forgotten": ("when a step has failed", lambda made: _failed("seal").delete()),
    "an operator was told what is not so": ("end", lambda made: _forged(made, "seal")),
    "a repair twice on record": ("end", lambda made: _copy_of(Entry.objects.get(action="retry-step"))),
    "a process moved without its matter": (
        "end",
        lambda made: Matter.objects.filter(reference="M1").update(version="1"),
    ),
    "a matter moved without its process": (
        "end",
        lambda made: Instance.objects.filter(subject_ref="M1").update(definition=people.OLD),
    ),
    "a lease without end": ("midway", lambda made: Timer.objects.filter(node="wait").update(leased_until=FAR)),
}


def _makes_without_looking() -> AbstractContextManager[object]:
    return patch.object(matter, "made_already", lambda reference, kind: False)


def _closes_before_it_fires() -> AbstractContextManager[object]:
    """A timer closed in a transaction of its own: who dies right after it has lost it."""

    def fire(timer: Timer, now: object) -> None:
        with transaction.atomic():
            Timer.objects.filter(pk=timer.pk).update(closed_at=now)
        with transaction.atomic():
            fire_timers.go_on(timer.instance_id, bpmn.TimerFired(timer.token), now)

    return patch.object(fire_timers, "_fire", fire)


def _throws_under_a_new_key() -> AbstractContextManager[object]:
    """Who dies before he knows that it is thrown throws it again, and nobody knows it for the same."""
    throw = people.throw
    thrown_by = lambda: str(os.getpid())  # noqa: E731

    def thrown_already() -> bool:
        return Message.objects.filter(sender=thrown_by()).exists()

    return patch.multiple(people, thrown_already=thrown_already, throw=lambda: throw(thrown_by()))


def _closes_before_it_tries_again() -> AbstractContextManager[object]:
    """The incident closed in a transaction of its own: who dies right after it leaves a step that nobody knows of."""

    def again(task: Task) -> None:
        Task.objects.filter(pk=task.pk).update(closed_at=clock.now(), outcome="retry")
        with transaction.atomic():
            matter.Matter.objects.filter(reference=task.instance.subject_ref).update(mended=True)
            go_on(task.instance_id, bpmn.IncidentResolved(task.token), clock.now())
            told = {"object_kind": matter.KIND, "object_ref": "M1", "details": {"node": task.node}}
            record(people.OPERATOR, "retry-step", at=clock.now(), **told)

    return patch.object(people, "again", again)


WRONG_CODE: dict[str, tuple[float, Callable[[], AbstractContextManager[object]]]] = {
    "makes a paper without looking": (0, _makes_without_looking),
    "closes a timer before it fires": (0.48, _closes_before_it_fires),
    "throws a signal under a new key": (0, _throws_under_a_new_key),
    "closes an incident before it tries again": (0.72, _closes_before_it_tries_again),
}

if __name__ == "__main__":
    main()
