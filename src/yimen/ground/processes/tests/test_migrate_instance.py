"""Running instances come to another version one by one, each whole or not at all; a dry run says the same before."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError
from yimen.ground.processes import subjects
from yimen.ground.processes.actions import migrate_instance as action
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.migrate_instance import migrate_instance
from yimen.ground.processes.errors import CannotMove
from yimen.ground.processes.migrating import how_many, migrate_all
from yimen.ground.processes.models import Event, Instance, Task, Timer, Token
from yimen.ground.processes.store import load, rebuilt
from yimen.ground.processes.tests.make import Probe, at, one_round, start
from yimen.ground.processes.watching.read import watched

V1, V2 = "probe@1", "probe@2"


def version(*, look: str = "look", outcomes: str = "yes no", capability: str = "work", more: str = "") -> object:
    body = f"""<startEvent id="start"/><serviceTask id="work" name="办" ym:capability="{capability}"/>
    <userTask id="{look}" name="看一看" ym:post="registrar" ym:outcomes="{outcomes}"/><endEvent id="done"/>"""
    return process(body + chain("start", "work", look, "done") + more)


@pytest.fixture
def versions(probe: Probe) -> Probe:
    probe.processes = {V1: version(), V2: version(outcomes="yes no later")}
    return probe


def move(instance: Instance, **mapping: str) -> tuple[str, ...]:
    return migrate_instance(actor=SYSTEM, instance_id=instance.pk, to=V2, mapping=mapping, now=NOW)


def all_of(**more: object) -> list[tuple[str, bool]]:
    found = migrate_all(actor=SYSTEM, origin=V1, to=V2, mapping={}, now=lambda: NOW, **more)
    return [(one.reference, not one.reasons) for one in found]


def test_an_instance_that_has_moved_goes_on_by_the_new_version(versions: Probe) -> None:
    instance = start()
    one_round()
    (note,) = move(instance)
    assert "从“yes、no”改成“yes、no、later”" in note
    instance.refresh_from_db()
    assert (instance.definition, at(instance)) == (V2, ["look"])
    assert rebuilt(instance) == load(instance)
    event = Event.objects.get(instance=instance, kind="Migrated")
    assert V1 in event.told and V2 in event.told
    assert Entry.objects.get(action="migrate-process").details == {"instance": instance.pk, "from": V1, "to": V2}
    task = Task.objects.get(closed_at=None)
    assert task.outcomes == ["yes", "no", "later"]
    complete_task(actor=SYSTEM, task=task, outcome="later", variables={}, now=NOW)
    instance.refresh_from_db()
    assert instance.ended_with == "done"


def test_a_task_that_has_not_changed_keeps_whoever_has_taken_it(versions: Probe) -> None:
    versions.processes[V2] = version(look="assess")
    instance = start()
    one_round()
    task = Task.objects.get()
    assert move(instance, look="assess") == ()
    task.refresh_from_db()
    assert task.closed_at is None and load(instance).token(task.token).node == "assess"


def reminding(again: str, look: str = "look", cycle: str = "R10/P1D") -> bpmn.Process:
    """Somebody looks at it; beside it the machine counts the days."""
    return process(
        f"""<startEvent id="start"/><userTask id="{look}" ym:post="registrar"/><endEvent id="done"/>
        <boundaryEvent id="{again}" attachedToRef="{look}" cancelActivity="false"><timerEventDefinition>
        <timeCycle>{cycle}</timeCycle></timerEventDefinition></boundaryEvent>
        <scriptTask id="count" ym:result="n"><script>1</script></scriptTask><endEvent id="counted"/>"""
        + chain("start", look, "done")
        + chain(again, "count", "counted")
    )


def rings(day: float) -> timedelta:
    """What is due at this day after the beginning is done; when the timer rings next."""
    one_round(NOW + timedelta(days=day))
    return Timer.objects.get(closed_at=None).due_at - NOW


def test_a_repeating_timer_whose_element_is_renamed_keeps_its_turns(probe: Probe) -> None:
    probe.processes = {V1: reminding("again"), V2: reminding("yearly", "assess")}
    instance = start()
    assert [rings(day) for day in (1, 2, 3)] == [timedelta(days=day) for day in (2, 3, 4)]
    later = NOW + timedelta(days=3.5)
    mapping = {"again": "yearly", "look": "assess"}
    assert migrate_instance(actor=SYSTEM, instance_id=instance.pk, to=V2, mapping=mapping, now=later) == ()
    timer, task = Timer.objects.get(closed_at=None), Task.objects.get(closed_at=None)
    assert (timer.node, task.node) == ("yearly", "assess")
    assert rings(3.6) == timedelta(days=4)
    assert [rings(day) for day in range(4, 10)] == [timedelta(days=day) for day in range(5, 11)]
    one_round(NOW + timedelta(days=10))
    assert Timer.objects.filter(closed_at__isnull=False).count() == 10
    assert not Timer.objects.filter(closed_at=None).exists()
    assert rebuilt(instance) == load(Instance.objects.get())


def test_a_repeating_timer_that_is_written_otherwise_begins_anew(probe: Probe) -> None:
    probe.processes = {V1: reminding("again"), V2: reminding("yearly", cycle="R10/P2D")}
    instance = start()
    assert rings(1) == timedelta(days=2)
    later = NOW + timedelta(days=1.5)
    notes = migrate_instance(actor=SYSTEM, instance_id=instance.pk, to=V2, mapping={"again": "yearly"}, now=later)
    assert "从迁移时起重新计时" in notes[0]
    assert Timer.objects.get(closed_at=None).due_at == later + timedelta(days=2)


def test_what_waits_under_another_id_has_been_waiting_there_all_along(versions: Probe) -> None:
    versions.processes[V2] = version(look="assess")
    instance = start()
    one_round()
    later = NOW + timedelta(days=3)
    migrate_instance(actor=SYSTEM, instance_id=instance.pk, to=V2, mapping={"look": "assess"}, now=later)
    assert Token.objects.get(gone_at=None).arrived_at == NOW
    instance.refresh_from_db()
    (element,) = watched(instance, versions.processes[V2]).here
    assert (element.node.id, element.since, len(element.stays)) == ("assess", NOW, 1)


def test_one_without_a_place_stays_as_it_is_and_every_reason_is_named(versions: Probe) -> None:
    versions.processes[V2] = version(look="assess")
    instance = start()
    one_round()
    instance.refresh_from_db()
    before = (instance.version, load(instance))
    with pytest.raises(CannotMove) as refusal:
        move(instance)
    assert refusal.value.reasons == (
        "“看一看”（look）在新版本里没有对应的环节。写明它对应哪一个环节，或等它办完再迁移。",
    )
    instance.refresh_from_db()
    assert (instance.definition, instance.version, load(instance)) == (V1, *before)
    assert not Entry.objects.filter(action="migrate-process").exists()


def test_where_the_domain_refuses_process_and_subject_both_stay(
    versions: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(reference: str, definition: str, now: object) -> None:
        raise DomainError("新版本的申请表不同", "这件按提交时的版本办完。")

    monkeypatch.setitem(subjects._SUBJECTS, "probe", replace(versions.subject(), moved=refuses))
    instance = start()
    with pytest.raises(CannotMove, match="新版本的申请表不同"):
        move(instance)
    instance.refresh_from_db()
    assert instance.definition == V1


def test_a_second_time_nothing_happens(versions: Probe) -> None:
    instance = start()
    one_round()
    move(instance)
    assert move(instance) == ()
    assert Event.objects.filter(instance=instance, kind="Migrated").count() == 1


def test_a_mapping_of_what_is_not_there_is_said(versions: Probe) -> None:
    with pytest.raises(CannotMove, match="旧版本里没有“nobody”"):
        move(start(), nobody="look")


def test_a_dry_run_says_what_would_be_and_changes_nothing(versions: Probe) -> None:
    versions.processes[V2] = version(capability="other")
    ready = start("P1")
    one_round()
    busy = start("P2")
    assert how_many(V1) == 2
    assert all_of(dry_run=True) == [("P1", True), ("P2", False)]
    assert (how_many(V1), Entry.objects.filter(action="migrate-process").count()) == (2, 0)
    assert all_of() == [("P1", True), ("P2", False)]
    ready.refresh_from_db()
    busy.refresh_from_db()
    assert (ready.definition, busy.definition) == (V2, V1)


def test_a_migration_that_was_killed_in_between_ends_the_same_when_it_is_run_again(versions: Probe) -> None:
    for number in range(5):
        start(f"P{number}")
    one_round()
    running = migrate_all(actor=SYSTEM, origin=V1, to=V2, mapping={}, now=lambda: NOW)
    next(running), next(running)
    running.close()
    assert how_many(V2) == 2
    assert [reference for reference, _ in all_of()] == ["P2", "P3", "P4"]
    assert (how_many(V1), how_many(V2)) == (0, 5)
    assert Entry.objects.filter(action="migrate-process").count() == 5
    assert all_of() == []


def test_one_that_is_poisoned_keeps_no_other_from_moving(versions: Probe) -> None:
    for number in range(3):
        start(f"P{number}")
    poisoned = Instance.objects.get(subject_ref="P1").pk

    def broken(instance: Instance) -> object:
        if instance.pk == poisoned:
            raise ValueError("broken")
        return load(instance)

    with patch.object(action, "load", broken):
        assert all_of() == [("P0", True), ("P1", False), ("P2", True)]


def test_a_migration_asks_the_same_number_of_questions_of_every_batch(
    versions: Probe, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        start(f"P{number}")
    with django_assert_max_num_queries(3 * 25 + 2):
        all_of()


OTHERS = [
    version(),
    version(outcomes="yes"),
    version(look="assess"),
    version(capability="other"),
    version(more='<userTask id="more" ym:post="registrar"/>' + chain("start", "more", "done")),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(OTHERS), st.lists(st.booleans(), min_size=1, max_size=4), st.data())
def test_a_dry_run_says_movable_exactly_when_the_move_succeeds(
    versions: Probe, other: object, worked: list[bool], data: object
) -> None:
    versions.processes[V2] = other
    Instance.objects.all().delete()
    for number, already in enumerate(worked):
        start(f"P{number}")
        if already:
            one_round()
    said = all_of(dry_run=True)
    assert len(said) == len(worked)
    assert all_of() == said
    assert how_many(V2) == sum(moved for _, moved in said)
