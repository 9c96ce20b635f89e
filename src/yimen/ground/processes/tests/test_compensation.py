"""What was done is undone by a capability of its own, brought by the worker as any other, once and last first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from tests.cast import NOW
from yimen.domains.cases.tests.deaths import Fate
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.models import Event, Instance, Task, Work
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.store import load, rebuilt
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


def called_off() -> None:
    with transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference="P1", ended_with="withdrawn", now=NOW)


def test_a_process_that_is_called_off_undoes_what_was_done_and_ends_then(probe: Probe, instance: Instance) -> None:
    called_off()
    assert at(instance) == ["undo-second"]
    assert not open_tasks_of("probe", "P1").exists()
    one_round()
    instance.refresh_from_db()
    assert (at(instance), instance.ended_at) == (["undo-first"], None)
    one_round()
    instance.refresh_from_db()
    assert (instance.ended_with, instance.result, probe.undone) == ("withdrawn", "cancelled", ["P1", "P1"])
    assert rebuilt(instance) == load(instance)


def test_called_off_twice_it_undoes_once(probe: Probe, instance: Instance) -> None:
    called_off()
    called_off()
    while one_round():
        pass
    assert probe.undone == ["P1", "P1"]
    assert Entry.objects.filter(action="cancel-process").count() == 1


def test_where_nothing_was_done_it_ends_at_once(probe: Probe) -> None:
    probe.process = process(
        '<startEvent id="start"/><userTask id="look" ym:post="registrar"/><endEvent id="done"/>'
        + chain("start", "look", "done")
    )
    found = start()
    called_off()
    found.refresh_from_db()
    assert (found.ended_at, found.result) == (NOW, "cancelled")


def test_what_was_in_hand_is_undone_too_for_nobody_knows_whether_it_was_done(probe: Probe) -> None:
    probe.process = UNDOING
    found = start()
    one_round()
    assert at(found) == ["second"]
    called_off()
    assert at(found) == ["undo-second"]
    while one_round():
        pass
    found.refresh_from_db()
    assert (found.result, probe.undone) == ("cancelled", ["P1", "P1"])


def test_one_that_had_stopped_undoes_all_the_same(probe: Probe, instance: Instance) -> None:
    stop(actor=SYSTEM, instance_id=instance.pk, what="timer", token=0, error=ZeroDivisionError(), now=NOW)
    called_off()
    while one_round():
        pass
    instance.refresh_from_db()
    assert (instance.result, probe.undone) == ("cancelled", ["P1", "P1"])
    assert not Task.objects.filter(closed_at=None).exists()


def test_called_off_while_undoing_it_undoes_the_rest_for_nobody(probe: Probe, instance: Instance) -> None:
    looked_at("refuse")
    called_off()
    assert at(instance) == ["undo-second"]
    while one_round():
        pass
    instance.refresh_from_db()
    assert (instance.result, probe.undone) == ("cancelled", ["P1", "P1"])


def story(begins: Callable[[], None], dies_at: int) -> tuple[dict[str, Any], int]:
    with undone():
        start()
        rounds(Fate())
        fate = Fate(dies_at)
        begins()
        assert rounds(fate) == (dies_at == 0)
        another_worker()
        found = {
            "result": Instance.objects.get().result,
            "events": list(Event.objects.order_by("seq").values_list("kind", "told")),
            "works": Work.objects.count(),
            "outbox": Delivery.objects.filter(done_at=None).count(),
        }
        return found, fate.passed


@pytest.mark.parametrize(
    ("begins", "result"), [(lambda: looked_at("refuse"), "undone"), (called_off, "cancelled")], ids=["refused", "off"]
)
def test_whoever_dies_while_undoing_each_thing_is_undone_once(
    probe: Probe, begins: Callable[[], None], result: str
) -> None:
    probe.process = UNDOING
    expected, points = story(begins, 0)
    assert (expected["result"], expected["works"], expected["outbox"]) == (result, 0, 0)
    assert points > 15
    for dies_at in range(1, points + 1):
        found, _ = story(begins, dies_at)
        assert found == expected, f"killed at point {dies_at} of {points}"
