"""An operator sets an instance right by hand; each repair is on record, and pressed twice it is done once."""

import pytest
from django.db import transaction

from tests.cast import NOW, read
from yimen.engines.bpmn.tests.make import chain, flow, process
from yimen.ground.audit import Actor
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError, Stale
from yimen.ground.processes.actions.change_variable import change_variable
from yimen.ground.processes.actions.move_token import move_token
from yimen.ground.processes.actions.skip_step import skip_step
from yimen.ground.processes.models import Event, Instance, Task, Timer
from yimen.ground.processes.repairs import fingerprint, foreseen, moving, skipping
from yimen.ground.processes.store import load, rebuilt
from yimen.ground.processes.tests.make import Probe, at, one_round, start

REVIEW = process(
    """<startEvent id="start"/>
    <userTask id="look" name="看一看" ym:post="registrar" ym:act="supplement" ym:outcomes="yes no"/>
    <boundaryEvent id="late" attachedToRef="look"><timerEventDefinition><timeDuration>P5D</timeDuration>
    </timerEventDefinition></boundaryEvent>
    <exclusiveGateway id="which" default="which-again"/>
    <userTask id="again" name="再看一看" ym:post="registrar" ym:act="supplement"/>
    <serviceTask id="work" name="办" ym:capability="work"/>
    <endEvent id="done"/>"""
    + chain("start", "look", "which", "again", "done")
    + flow("which", "work", 'look_outcome = "yes"')
    + chain("work", "done")
    + chain("late", "again")
)


@pytest.fixture
def instance(probe: Probe) -> Instance:
    """One that has stopped: what goes its way is not mended."""
    probe.process = REVIEW
    return stopped(start())


def stopped(instance: Instance) -> Instance:
    Instance.objects.filter(pk=instance.pk).update(stopped_at=NOW)
    instance.refresh_from_db()
    return instance


def operator() -> Actor:
    return read().li_min.actor(NOW)


def token(instance: Instance, node: str) -> int:
    return next(one.id for one in load(instance).tokens if one.node == node)


def test_a_skipped_step_is_off_the_work_list_and_on_record(instance: Instance) -> None:
    seen, number = instance.version, token(instance, "look")
    skip_step(actor=operator(), instance_id=instance.pk, token=number, outcome="yes", seen=seen, now=NOW)
    assert at(instance) == ["work"]
    assert Task.objects.get().outcome == "cancelled"
    assert Timer.objects.get().closed_at == NOW
    entry = Entry.objects.get(action="skip-step")
    assert entry.actor_name == "李敏"
    assert entry.details == {
        "instance": instance.pk,
        "token": number,
        "outcome": "yes",
        "before": ["late", "look"],
        "after": ["work"],
    }
    assert Event.objects.get(instance=instance, kind="StepSkipped").seq == seen + 1
    assert rebuilt(instance) == load(instance)


def test_pressed_twice_a_repair_is_done_once(instance: Instance) -> None:
    seen, number = instance.version, token(instance, "look")
    for _ in range(2):
        move_token(actor=operator(), instance_id=instance.pk, token=number, node="again", seen=seen, now=NOW)
    assert at(instance) == ["again"]
    assert Entry.objects.filter(action="move-token").count() == 1
    assert Task.objects.filter(closed_at=None).count() == 1


def test_a_repair_of_what_has_changed_since_it_was_looked_at_is_refused(instance: Instance) -> None:
    seen, number = instance.version, token(instance, "look")
    skip_step(actor=operator(), instance_id=instance.pk, token=number, seen=seen, now=NOW)
    with pytest.raises(Stale, match="刚刚有了变化"):
        move_token(actor=operator(), instance_id=instance.pk, token=number, node="again", seen=seen, now=NOW)
    assert not Entry.objects.filter(action="move-token").exists()


def test_an_operator_does_not_decide_for_the_body_that_the_law_names(probe: Probe) -> None:
    start()
    one_round()
    instance = stopped(Instance.objects.get())
    number = token(instance, "look")
    with pytest.raises(DomainError, match="要由有权的岗位办，管理员不能跳过它"):
        skip_step(
            actor=operator(), instance_id=instance.pk, token=number, outcome="yes", seen=instance.version, now=NOW
        )
    assert at(instance) == ["look"]


OFFICE = process(
    """<startEvent id="start"/>
    <userTask id="papers" ym:post="registrar" ym:act="review" ym:outcomes="agree object"/>
    <userTask id="visit" ym:post="registrar" ym:act="inspect" ym:outcomes="done"/>
    <userTask id="look" name="决定" ym:post="registrar" ym:outcomes="grant refuse"/>
    <exclusiveGateway id="which" default="which-papers"/>
    <serviceTask id="work" name="准予" ym:capability="work"/>
    <boundaryEvent id="taken" attachedToRef="work"><errorEventDefinition errorRef="timeout"/></boundaryEvent>
    <endEvent id="done"/>"""
    + chain("start", "papers", "visit", "look", "which", "papers")
    + flow("which", "work", 'look_outcome = "grant"')
    + chain("work", "done")
    + chain("taken", "papers")
)


@pytest.mark.parametrize("target", ["work", "which", "done"])
def test_an_operator_brings_nothing_to_where_the_machine_would_grant(probe: Probe, target: str) -> None:
    probe.process = OFFICE
    instance = stopped(start())
    number = token(instance, "papers")
    with pytest.raises(DomainError, match="不能替有权的岗位办，也不能绕过它"):
        move_token(actor=operator(), instance_id=instance.pk, token=number, node=target, seen=instance.version, now=NOW)
    assert at(instance) == ["papers"]


def test_an_office_gets_its_step_back_and_is_not_passed_over(probe: Probe) -> None:
    probe.process = OFFICE
    instance = stopped(start())
    for outcome in ("agree", "object", ""):
        with pytest.raises(DomainError, match="不能跳过它，也不能代选结果"):
            skip_step(
                actor=operator(),
                instance_id=instance.pk,
                token=token(instance, "papers"),
                outcome=outcome,
                seen=instance.version,
                now=NOW,
            )
    move_token(
        actor=operator(),
        instance_id=instance.pk,
        token=token(instance, "papers"),
        node="papers",
        seen=instance.version,
        now=NOW,
    )
    assert at(instance) == ["papers"]


@pytest.mark.parametrize("name", ["look_outcome", "outcome"])
def test_an_operator_writes_no_answer_of_an_office(probe: Probe, name: str) -> None:
    probe.process = OFFICE
    instance = stopped(start())
    seen = instance.version
    with pytest.raises(DomainError, match="是有权的岗位给出的结果"):
        change_variable(actor=operator(), instance_id=instance.pk, name=name, value="grant", seen=seen, now=NOW)
    change_variable(actor=operator(), instance_id=instance.pk, name="note", value="grant", seen=seen, now=NOW)
    assert set(load(instance).variables) == {"note"}


def test_a_process_that_goes_its_way_is_not_mended(probe: Probe) -> None:
    probe.process = REVIEW
    instance = start()
    number = token(instance, "look")
    with pytest.raises(DomainError, match="没有停住"):
        skip_step(actor=operator(), instance_id=instance.pk, token=number, seen=instance.version, now=NOW)
    with pytest.raises(DomainError, match="没有停住"):
        foreseen(instance, skipping(number))
    assert at(instance) == ["late", "look"]


def test_two_repairs_of_one_page_are_not_taken_for_one(instance: Instance) -> None:
    seen = instance.version
    change_variable(actor=operator(), instance_id=instance.pk, name="a", value=1, seen=seen, now=NOW)
    with pytest.raises(Stale, match="刚刚有了变化"):
        change_variable(actor=operator(), instance_id=instance.pk, name="a", value=2, seen=seen, now=NOW)
    change_variable(actor=operator(), instance_id=instance.pk, name="a", value=1, seen=seen, now=NOW)
    assert load(instance).variables["a"] == 1
    assert Entry.objects.filter(action="change-variable").count() == 1


def test_a_repair_that_does_not_fit_leaves_everything_as_it_was(instance: Instance) -> None:
    seen, number = instance.version, token(instance, "look")
    with pytest.raises(DomainError, match="是流程的开头"):
        move_token(actor=operator(), instance_id=instance.pk, token=number, node="start", seen=seen, now=NOW)
    with pytest.raises(DomainError, match="没有这个结果。可选的是："):
        skip_step(actor=operator(), instance_id=instance.pk, token=number, outcome="maybe", seen=seen, now=NOW)
    instance.refresh_from_db()
    assert (instance.version, at(instance)) == (seen, ["late", "look"])
    assert Task.objects.get().closed_at is None


def test_what_would_come_of_a_repair_is_seen_without_doing_it(instance: Instance) -> None:
    step = foreseen(instance, skipping(token(instance, "look"), "no"))
    assert [one.node for one in step.state.tokens] == ["again"]
    assert at(instance) == ["late", "look"]
    with pytest.raises(Stale):
        foreseen(instance, moving(99, "again"))


def test_a_changed_variable_leaves_its_name_and_fingerprints_on_record_and_no_value(probe: Probe) -> None:
    gate = '<exclusiveGateway id="which"/>' + flow("which", "done", "paid")
    probe.process = process('<startEvent id="start"/><endEvent id="done"/>' + gate + chain("start", "which"))
    with transaction.atomic():
        instance = start()
    assert load(instance).tokens[0].incident == "ym:no-way-out"
    secret = "330106199001011234"
    change_variable(
        actor=operator(), instance_id=instance.pk, name="owner", value=secret, seen=instance.version, now=NOW
    )
    instance.refresh_from_db()
    change_variable(actor=operator(), instance_id=instance.pk, name="paid", value=True, seen=instance.version, now=NOW)
    entries = Entry.objects.filter(action="change-variable").order_by("id")
    assert [one.details["variable"] for one in entries] == ["owner", "paid"]
    assert entries[0].details["is"] == fingerprint(secret) and entries[0].details["was"] == ""
    assert secret not in str([one.details for one in entries])
    assert secret not in "".join(Event.objects.filter(instance=instance).values_list("told", flat=True))
    assert load(instance).variables["paid"] is True


def test_a_variable_without_a_name_is_refused(instance: Instance) -> None:
    with pytest.raises(DomainError, match="不能当名字"):
        change_variable(actor=operator(), instance_id=instance.pk, name=" ", value=1, seen=instance.version, now=NOW)


def test_nothing_is_repaired_in_an_instance_that_is_over(instance: Instance) -> None:
    for node in ("look", "again"):
        instance.refresh_from_db()
        skip_step(
            actor=operator(), instance_id=instance.pk, token=token(instance, node), seen=instance.version, now=NOW
        )
    instance.refresh_from_db()
    assert instance.ended_at == NOW
    with pytest.raises(Stale, match="刚刚有了变化"):
        skip_step(actor=operator(), instance_id=instance.pk, token=5, seen=instance.version, now=NOW)


def test_a_fingerprint_tells_values_apart_and_says_nothing_of_them() -> None:
    values = ["a", "b", 1, True, None, [1], {"a": 1}]
    assert len({fingerprint(value) for value in values}) == len(values)
    assert fingerprint("张伟") == fingerprint("张伟") and "张伟" not in fingerprint("张伟")
