"""A worker killed at any point between a called process and its caller: no return is lost, none comes twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction

from tests.cast import NOW
from yimen.domains.cases.tests.deaths import Fate, Killed, Phones, mortal
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit.models import Entry
from yimen.ground.outbox.deliver import LEASE
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.queries import variables_of
from yimen.ground.processes.tests.make import PARTS, Probe, calling, one_round, start

# The caller begins by machine, so that the worker it is that calls; so does each part, one of which calls again.
WORKING = process(
    '<startEvent id="start"/><serviceTask id="work" ym:capability="work"/><endEvent id="granted"/>'
    + chain("start", "work", "granted")
)
CALLING_ON = process(
    """<startEvent id="start"/><serviceTask id="work" ym:capability="work"/><endEvent id="granted"/>
    <callActivity id="water" calledElement="water"/>"""
    + chain("start", "work", "water", "granted")
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rounds(fate: Fate) -> bool:
    """The worker goes on until nothing is due. Returns whether it lived."""
    try:
        with mortal(fate, Phones()):
            while one_round():
                pass
    except Killed:
        transaction.set_rollback(False)
        return False
    return True


def another_worker() -> None:
    for lease in range(1, 4):
        while one_round(NOW + lease * (LEASE + timedelta(seconds=1))):
            pass


def standing() -> dict[str, Any]:
    """Everything that must be the same whether a worker died or not, and each thing as often."""
    numbers = dict(Instance.objects.values_list("pk", "subject_ref"))
    instances = Instance.objects.values_list("subject_ref", "ended_with", "result", "caller")
    return {
        "instances": sorted((ref, *ends, numbers.get(caller)) for ref, *ends, caller in instances),
        "variables": {reference: dict(variables_of("probe", reference)) for reference in numbers.values()},
        "tasks": sorted(Task.objects.values_list("instance__subject_ref", "node", "kind", "closed_at")),
        "started": sorted(Entry.objects.filter(action="start-process").values_list("object_ref", flat=True)),
        "outbox": Delivery.objects.filter(done_at=None).count(),
    }


def story(dies_at: int) -> tuple[dict[str, Any], int]:
    with undone():
        start()
        fate = Fate(dies_at)
        assert rounds(fate) == (dies_at == 0)
        another_worker()
        return standing(), fate.passed


def test_whoever_dies_between_two_processes_the_next_worker_brings_both_to_the_same_end(probe: Probe) -> None:
    probe.process = calling(*PARTS, begun_by="work")
    probe.processes = {"fire": WORKING, "food": CALLING_ON, "water": WORKING}
    expected, points = story(0)
    assert expected["variables"]["P1"] == {"fire_outcome": "granted", "food_outcome": "granted"}
    assert expected["tasks"] == [("P1", "look", Task.WORK, None)]
    assert len(expected["started"]) == 4 and not expected["outbox"]
    assert points > 40
    for dies_at in range(1, points + 1):
        found, _ = story(dies_at)
        assert found == expected, f"killed at point {dies_at} of {points}"
