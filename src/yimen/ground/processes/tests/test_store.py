"""Rows say where an instance stands; its events say the same; and one command is written once."""

import json
import random
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.cast import NOW
from tests.conformance.spiff_differential import HEAD, Drawing
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.go_on import go_on
from yimen.ground.processes.locks import locked
from yimen.ground.processes.models import Event, Instance, Token, Variable
from yimen.ground.processes.store import Happened, load, rebuilt, save
from yimen.ground.processes.tests.make import STRAIGHT, Probe, start

pytestmark = pytest.mark.django_db

CARRY_OVER = import_module("yimen.ground.processes.migrations.0006_carry_over")
GIVEN = {"pick": 1, "form": {"rooms": [1, True, "三"], "rate": 0.5}}
ROOMS = process(
    """<startEvent id="s"/><subProcess id="sub"><multiInstanceLoopCharacteristics isSequential="false">
    <loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
    <startEvent id="in"/><userTask id="n1" ym:post="registrar"/><endEvent id="out"/>"""
    + chain("in", "n1", "out")
    + """</subProcess><userTask id="n2" ym:post="registrar"/>
    <boundaryEvent id="late" attachedToRef="n2"><timerEventDefinition><timeDuration>duration("P3D")</timeDuration>
    </timerEventDefinition></boundaryEvent><endEvent id="too_late"/><endEvent id="e"/>"""
    + chain("s", "sub", "n2", "e")
    + chain("late", "too_late")
)


def drawn(seed: int) -> bpmn.Process:
    drawing = Drawing(random.Random(seed))
    first, last = drawing.block()
    ends = f'<startEvent id="s"/><endEvent id="e"/>{chain("s", first)}{chain(last, "e")}'
    return bpmn.read(f"{HEAD}{ends}{''.join(drawing.elements)}</process></definitions>")


def agrees(instance: Instance, expected: bpmn.State) -> None:
    instance.refresh_from_db()
    assert load(instance) == expected
    assert rebuilt(instance) == expected


def live(flow: bpmn.Process, instance: Instance, chance: random.Random) -> None:
    """The engine beside the rows, step by step, to the end."""
    state = bpmn.start(flow, GIVEN).state
    agrees(instance, state)
    while not state.done:
        people = [token for token in state.tokens if isinstance(flow.nodes[token.node], bpmn.UserTask)]
        happening = bpmn.TaskCompleted(chance.choice(people).id, variables={"seen": state.next_token})
        state = bpmn.advance(flow, state, happening).state
        with transaction.atomic():
            go_on(instance.pk, happening, NOW)
        agrees(instance, state)


@pytest.mark.parametrize("seed", range(25))
def test_after_every_step_rows_and_events_say_what_the_engine_says(probe: Probe, seed: int) -> None:
    probe.process = drawn(seed)
    live(probe.process, start(variables=GIVEN), random.Random(seed))


def test_rooms_close_with_everything_in_them(probe: Probe) -> None:
    probe.process = ROOMS
    instance = start(variables=GIVEN)
    assert instance.scopes.count() == 7  # the whole, and for each of three its turn and its inside
    live(ROOMS, instance, random.Random(1))
    assert not instance.scopes.exists()
    assert not Variable.objects.filter(instance=instance).exclude(scope=0).exists()


def test_a_wait_stays_on_record_with_when_it_began_and_ended(probe: Probe) -> None:
    probe.process = ROOMS
    instance = start()
    later = NOW + timedelta(days=2)
    first = Token.objects.filter(instance=instance, node="n1").order_by("number").first()
    assert first is not None
    with transaction.atomic():
        go_on(instance.pk, bpmn.TaskCompleted(first.number), later)
    done = Token.objects.get(instance=instance, number=first.number)
    assert (done.arrived_at, done.gone_at, done.how) == (NOW, later, "left")
    with transaction.atomic():
        go_on(instance.pk, bpmn.InstanceCancelled(), later)
    assert set(instance.tokens.exclude(node="n1").values_list("how", flat=True)) <= {"cancelled", "left"}
    assert not instance.tokens.filter(gone_at=None).exists()


def test_the_same_command_again_changes_nothing(probe: Probe) -> None:
    probe.process = ROOMS
    instance = start()
    token = load(instance).tokens[-1]
    for _ in range(2):
        with transaction.atomic():
            after = go_on(instance.pk, bpmn.TaskCompleted(token.id), NOW, key="press-1")
    assert after.version == 2
    assert Event.objects.filter(instance=instance, key="press-1").count() == 1


def test_without_a_key_the_same_again_finds_nobody_waiting(probe: Probe) -> None:
    probe.process = ROOMS
    instance = start()
    token = load(instance).tokens[-1]
    with transaction.atomic():
        go_on(instance.pk, bpmn.TaskCompleted(token.id), NOW)
    with pytest.raises(bpmn.StaleHappening), transaction.atomic():
        go_on(instance.pk, bpmn.TaskCompleted(token.id), NOW)


def test_a_step_from_an_old_state_is_refused(probe: Probe) -> None:
    probe.process = ROOMS
    old = start()
    before = load(old)
    with transaction.atomic():
        go_on(old.pk, bpmn.TaskCompleted(before.tokens[-1].id), NOW)
    step = bpmn.advance(ROOMS, before, bpmn.InstanceCancelled())
    with pytest.raises(Stale), transaction.atomic():
        save(old, before, step.state, step.changes, Happened("InstanceCancelled", {}), NOW)


@pytest.mark.parametrize("table", ["tokens", "variables"])
def test_damaged_rows_are_named_as_such(probe: Probe, table: str) -> None:
    probe.process = STRAIGHT
    instance = start(variables={"name": "陈记"})
    getattr(instance, table).update(**{"body" if table == "tokens" else "value": "{"})
    with pytest.raises(bpmn.BpmnError, match="从备份恢复"):
        load(instance)


@pytest.mark.parametrize("form", [1, 2])
def test_the_state_of_an_older_version_is_carried_over(probe: Probe, form: int) -> None:
    probe.process = ROOMS if form == 2 else STRAIGHT
    instance = start(variables={"name": "陈记", "area": 12.5})
    state = load(instance)
    stored = json.loads(json.dumps(state.to_json())) | {"format": form}
    with connection.cursor() as cursor:
        for table in ("token", "scope", "variable", "work", "event"):
            cursor.execute(f'DELETE FROM "processes_{table}"')
    Instance.objects.update(version=0, next_token=1)
    CARRY_OVER.carry_over(apps, connection, [(instance.pk, json.dumps(stored), instance.started_at, None)])
    agrees(instance, state)


def test_a_locked_instance_is_the_one_of_the_table(probe: Probe) -> None:
    number = start().pk
    Instance.objects.filter(pk=number).update(stopped_at=NOW, stopped_reason="停住了")
    with transaction.atomic():
        found = locked(number)
    assert (found, found.stopped_at, found.version) == (Instance.objects.get(pk=number), NOW, 1)
    # What a step does not look at comes when it is asked for.
    assert (found.started_at, found.stopped_reason) == (NOW, "停住了")
    found.save(update_fields=["stopped_at"])
    with pytest.raises(Instance.DoesNotExist), transaction.atomic():
        locked(number + 1)
