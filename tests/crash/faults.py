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

from tests.crash import clock, forks, matter, outside, people  # noqa: E402
from tests.crash.databases import Databases, open_databases  # noqa: E402
from tests.crash.models import Paper  # noqa: E402
from tests.crash.runs import ONE, City, at_boundary, city, undisturbed  # noqa: E402
from tests.crash.standing import Books  # noqa: E402
from tests.crash.verdict import Verdict  # noqa: E402
from yimen.engines import bpmn  # noqa: E402
from yimen.ground.audit.models import Entry  # noqa: E402
from yimen.ground.outbox.models import Delivery  # noqa: E402
from yimen.ground.processes.actions import fire_timers  # noqa: E402
from yimen.ground.processes.models import Event, Subscription, Task, Timer, Token, Variable  # noqa: E402

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


def _forged(made: City) -> None:
    outside.append(made.folder / "told", {"act": "check", "reference": "M2"})


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


WRONG_CODE: dict[str, tuple[float, Callable[[], AbstractContextManager[object]]]] = {
    "makes a paper without looking": (0, _makes_without_looking),
    "closes a timer before it fires": (0.48, _closes_before_it_fires),
}

if __name__ == "__main__":
    main()
