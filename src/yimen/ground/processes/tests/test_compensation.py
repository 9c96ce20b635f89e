"""What was done is undone by a capability of its own, brought by the worker as any other, once and last first."""

from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW
from yimen.domains.cases.tests.deaths import Fate
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit import SYSTEM
from yimen.ground.errors import DomainError
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.models import Event, Instance, Task, Work
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.tests.make import Probe, at, one_round, start
from yimen.ground.processes.tests.test_calls_killed import another_worker, rounds, undone

pytestmark = pytest.mark.django_db

# Two things are done; if a person then says no, both are undone, the last one first.
UNDOING = process(
    """<startEvent id="start"/><endEvent id="done"/><endEvent id="undone"/>
    <serviceTask id="first" ym:capability="work"/><serviceTask id="second" ym:capability="work"/>
    <boundaryEvent id="back-1" attachedToRef="first"><compensateEventDefinition/></boundaryEvent>
    <boundaryEvent id="back-2" attachedToRef="second"><compensateEventDefinition/></boundaryEvent>
    <serviceTask id="undo-first" isForCompensation="true" ym:capability="undo-work"/>
    <serviceTask id="undo-second" isForCompensation="true" ym:capability="undo-work"/>
    <association id="x" sourceRef="back-1" targetRef="undo-first"/>
    <association id="y" sourceRef="back-2" targetRef="undo-second"/>
    <userTask id="look" ym:post="registrar" ym:outcomes="grant refuse"/>
    <exclusiveGateway id="which" default="which-back"/>
    <intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>"""
    + chain("start", "first", "second", "look", "which", "back", "undone")
    + """<sequenceFlow id="ok" sourceRef="which" targetRef="done"><conditionExpression>outcome = "grant"
    </conditionExpression></sequenceFlow>"""
)


def looked_at(outcome: str) -> None:
    complete_task(actor=SYSTEM, task=open_tasks_of("probe", "P1").get(), outcome=outcome, variables={}, now=NOW)


@pytest.fixture
def instance(probe: Probe) -> Instance:
    probe.process = UNDOING
    found = start()
    for _ in range(2):
        one_round()
    return found


def test_it_is_sound() -> None:
    assert [problem.sentence for problem in bpmn.check(UNDOING) if problem.severity == "error"] == []


def test_what_was_done_is_undone_the_last_first(probe: Probe, instance: Instance) -> None:
    assert Work.objects.filter(instance=instance).count() == 2
    looked_at("refuse")
    assert at(instance) == ["back", "undo-second"]
    one_round()
    assert at(instance) == ["back", "undo-first"]
    one_round()
    instance.refresh_from_db()
    assert (instance.result, probe.undone) == ("undone", ["P1", "P1"])
    assert not Work.objects.filter(instance=instance).exists()


def test_what_stands_is_not_undone(probe: Probe, instance: Instance) -> None:
    looked_at("grant")
    while one_round():
        pass
    instance.refresh_from_db()
    assert (instance.result, probe.undone) == ("done", [])


def test_what_cannot_be_undone_waits_for_a_person(probe: Probe, instance: Instance) -> None:
    def refuse(reference: str) -> dict[str, object]:
        raise DomainError("已经发出去了")

    looked_at("refuse")
    probe.answer = refuse
    one_round()
    incident = Task.objects.get(kind=Task.INCIDENT, closed_at=None)
    assert incident.node == "undo-second" and "已经发出去了" in incident.reason
    probe.answer = lambda reference: {}
    retry(actor=SYSTEM, incident=incident, now=NOW)
    for _ in range(2):
        one_round()
    instance.refresh_from_db()
    assert instance.result == "undone"


def test_a_process_that_is_called_off_undoes_nothing_by_itself(probe: Probe, instance: Instance) -> None:
    with transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference="P1", ended_with="withdrawn", now=NOW)
    assert one_round() == 0
    assert probe.undone == []


def story(dies_at: int) -> tuple[dict[str, Any], int]:
    with undone():
        start()
        rounds(Fate())
        looked_at("refuse")
        fate = Fate(dies_at)
        assert rounds(fate) == (dies_at == 0)
        another_worker()
        found = {
            "result": Instance.objects.get().result,
            "events": list(Event.objects.order_by("seq").values_list("kind", "told")),
            "works": Work.objects.count(),
            "outbox": Delivery.objects.filter(done_at=None).count(),
        }
        return found, fate.passed


def test_whoever_dies_while_undoing_each_thing_is_undone_once(probe: Probe) -> None:
    probe.process = UNDOING
    expected, points = story(0)
    assert (expected["result"], expected["works"], expected["outbox"]) == ("undone", 0, 0)
    assert points > 15
    for dies_at in range(1, points + 1):
        found, _ = story(dies_at)
        assert found == expected, f"killed at point {dies_at} of {points}"
