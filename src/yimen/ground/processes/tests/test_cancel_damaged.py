"""Whoever withdraws is not kept waiting by damaged rows: the process is closed all the same, and an event says how."""

import json
from collections.abc import Callable

import pytest
from django.db import OperationalError, transaction

from tests.cast import NOW, read
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit.models import Entry
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions import go_on
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.stop import stop
from yimen.ground.processes.models import Event, Instance, Scope, Subscription, Task, Timer, Token, Variable, Work
from yimen.ground.processes.store import load, rebuilt
from yimen.ground.processes.tests.letters import MESSAGE, drawn
from yimen.ground.processes.tests.make import Probe, calling, one_round, start
from yimen.ground.processes.watching.read import watched
from yimen.ground.processes.watching.words import lines

SECRET = "330106199001011234"
BUSY = drawn(
    f"""<parallelGateway id="split"/><subProcess id="inside"><startEvent id="s"/><userTask id="in" ym:post="registrar"/>
    <endEvent id="e"/>{chain("s", "in", "e")}</subProcess>
    <boundaryEvent id="late" attachedToRef="look"><timerEventDefinition><timeDuration>P5D</timeDuration>
    </timerEventDefinition></boundaryEvent>
    <serviceTask id="work" ym:capability="work"/><intermediateCatchEvent id="wait">{MESSAGE}</intermediateCatchEvent>"""
    + chain("start", "split", "look", "done")
    + chain("split", "inside", "done")
    + chain("split", "work", "done")
    + chain("split", "wait", "done")
    + chain("late", "done")
)
DAMAGES: dict[str, Callable[[Instance], object]] = {
    "a body that is no JSON": lambda one: Token.objects.filter(instance=one).update(body="garbage"),
    "a body that is too short": lambda one: Token.objects.filter(instance=one).update(body="[]"),
    "a body of another shape": lambda one: Token.objects.filter(instance=one).update(body='{"a":1}'),
    "an element that does not exist": lambda one: Token.objects.filter(instance=one).update(node="nowhere"),
    "a scope that is no JSON": lambda one: Scope.objects.filter(instance=one).update(body="{"),
    "a variable that is no JSON": lambda one: Variable.objects.filter(instance=one).update(value="{"),
    "a date that is none": lambda one: Variable.objects.filter(instance=one).update(value=f'{{"@date":"{SECRET}"}}'),
}


def withdraw() -> None:
    with transaction.atomic():
        cancel_process(actor=read().li_min.actor(NOW), kind="probe", reference="P1", ended_with="withdrawn", now=NOW)


def nothing_is_left(instance: Instance) -> None:
    instance.refresh_from_db()
    assert (instance.ended_at, instance.ended_with, instance.result) == (NOW, "withdrawn", "cancelled")
    for rows in (Task.objects.filter(closed_at=None), Timer.objects.filter(closed_at=None), Subscription.objects.all()):
        assert not rows.filter(instance=instance).exists()
    assert not Token.objects.filter(instance=instance, gone_at=None).exists()
    assert not Scope.objects.filter(instance=instance).exists() and not Work.objects.filter(instance=instance).exists()


@pytest.fixture
def instance(probe: Probe) -> Instance:
    probe.process = BUSY
    found = start("P1", variables={"joint": "J1", "owner": "zhang"})
    assert Subscription.objects.exists() and Scope.objects.exists()
    return found


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_whose_rows_are_damaged_is_closed_and_can_be_read_again(instance: Instance, damage: str) -> None:
    DAMAGES[damage](instance)
    withdraw()
    nothing_is_left(instance)
    state = load(instance)
    assert state.done and state.tokens == ()
    assert rebuilt(instance) == state


def test_what_a_worker_has_in_hand_for_it_finds_nobody(instance: Instance, probe: Probe) -> None:
    Token.objects.update(body="garbage")
    withdraw()
    while one_round():
        pass
    assert probe.asked == []
    assert not Delivery.objects.filter(done_at=None).exists()


def test_an_event_and_the_evidence_say_how_it_was_closed_and_nothing_of_what_stood_there(instance: Instance) -> None:
    Variable.objects.filter(instance=instance, name="owner").update(value=f'{{"@date":"{SECRET}"}}')
    withdraw()
    event = Event.objects.filter(instance=instance).latest("seq")
    told = {"ended_with": "withdrawn", "by_rows": True, "error": "BpmnError"}
    assert (event.kind, event.seq, event.key) == ("ClosedByRows", instance.version + 1, None)
    assert json.loads(event.told) == told | {"lost": ["owner"]}
    assert Entry.objects.get(action="cancel-process").details == told
    assert dict(load(Instance.objects.get()).variables) == {"joint": "J1", "owner": None}
    assert SECRET not in event.changes + event.told
    assert "已经损坏" in lines(watched(Instance.objects.get(), BUSY))[-1][1]


def test_a_sound_one_is_closed_by_the_engine(instance: Instance) -> None:
    withdraw()
    nothing_is_left(instance)
    assert Event.objects.filter(instance=instance).latest("seq").kind == "InstanceCancelled"
    assert Entry.objects.get(action="cancel-process").details == {"ended_with": "withdrawn"}


def test_one_that_had_stopped_because_of_it_is_closed_with_its_incident(instance: Instance) -> None:
    Token.objects.update(body="garbage")
    stop(actor=read().li_min.actor(NOW), instance_id=instance.pk, what="answer", token=1, error=ValueError(), now=NOW)
    withdraw()
    nothing_is_left(instance)


def test_what_it_has_called_is_cancelled_too_and_its_caller_is_told(probe: Probe) -> None:
    probe.process = calling("fire")
    probe.processes["fire"] = calling("food")
    probe.processes["food"] = process(
        '<startEvent id="s"/><userTask id="u" ym:post="registrar"/><endEvent id="e"/>' + chain("s", "u", "e")
    )
    caller = start("P0")
    middle = Instance.objects.get(caller=caller)
    middle.subject_ref = "P1"
    middle.save()
    Token.objects.filter(instance=middle).update(body="garbage")
    withdraw()
    assert Instance.objects.get(caller=middle).ended_with == "called off"
    assert probe.called_off == ["P0/fire/food"]
    one_round()
    caller.refresh_from_db()
    assert [one.node for one in load(caller).tokens] == ["look"]


def test_a_database_that_is_away_closes_nothing(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*told: object) -> object:
        raise OperationalError("gone")

    monkeypatch.setattr(go_on, "load", away)
    with pytest.raises(OperationalError):
        withdraw()
    instance.refresh_from_db()
    assert instance.ended_at is None
    assert not Event.objects.filter(kind="ClosedByRows").exists()
