"""A poisoned instance stops alone; an operator sees it with its reason, mends it and lets it go on."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection

from tests.cast import NOW, read
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes import store, subjects
from yimen.ground.processes.actions import fire_timers, go_on
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.resume import resume
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.actions.stop import NO_TOKEN
from yimen.ground.processes.errors import Stopped
from yimen.ground.processes.models import Instance, Task, Timer
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.tests.make import Probe, at, calling, one_round, start, waiting

DAY = timedelta(days=1)
SECRET = "330106199001011234"


def poisoned(*instances: Instance) -> object:
    """While this lasts, none of these can be read."""
    numbers = {one.pk for one in instances}

    def load(instance: Instance, *told: object) -> bpmn.State:
        if instance.pk in numbers:
            raise ValueError(f"cannot read {SECRET}")
        return store.load(instance)

    return patch.object(go_on, "load", load)


def many_rounds(begin: object = NOW + DAY) -> None:
    for number in range(12):
        one_round(begin + timedelta(hours=number))


@pytest.fixture
def instance(probe: Probe) -> Instance:
    probe.process = waiting('duration("P1D")')
    return start()


def test_a_timer_that_fails_every_time_stops_its_instance_and_no_other(instance: Instance) -> None:
    others = [start(f"P{number}") for number in range(2, 5)]
    with poisoned(instance):
        many_rounds()
    instance.refresh_from_db()
    assert instance.stopped_at is not None and instance.ended_at is None
    assert instance.stopped_reason == "“wait”的时间到了，往下办时程序出错，试了几次都没成"
    assert Timer.objects.get(instance=instance).attempts == fire_timers.MAX_ATTEMPTS
    for other in others:
        other.refresh_from_db()
        assert (other.ended_at, other.stopped_at) == (NOW + DAY, None)


class Died(BaseException):
    """The worker itself is gone: nothing catches that."""


def test_a_timer_that_kills_every_worker_stops_its_own_instance_and_none_that_was_leased_with_it(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [start(f"P{number}", NOW + timedelta(seconds=number)) for number in range(2, 6)]
    fire = fire_timers._fire

    def deadly(timer: Timer, now: datetime) -> None:
        if timer.instance_id == instance.pk:
            raise Died
        fire(timer, now)

    monkeypatch.setattr(fire_timers, "_fire", deadly)
    at_last = NOW + 2 * DAY
    for life in range(fire_timers.MAX_ATTEMPTS):
        begun = at_last + 2 * life * fire_timers.LEASE
        with pytest.raises(Died):
            fire_timers.fire_due_timers(lambda begun=begun: begun)
    fire_timers.fire_due_timers(lambda: at_last + DAY)
    instance.refresh_from_db()
    assert instance.stopped_at is not None
    for other in others:
        other.refresh_from_db()
        assert (other.ended_with, other.stopped_at) == ("done", None)


def test_who_stopped_is_asked_about_with_a_reason_and_without_anybodys_data(instance: Instance) -> None:
    with poisoned(instance):
        many_rounds()
    instance.refresh_from_db()
    incident = open_tasks_of("probe", "P1").get()
    assert (incident.token, incident.kind, incident.post.code) == (NO_TOKEN, Task.INCIDENT, "operator")
    assert incident.reason == instance.stopped_reason
    assert instance.stopped_detail.startswith("ValueError\n") and "go_on.py 第" in instance.stopped_detail
    entry = Entry.objects.get(action="stop-process")
    assert (entry.actor_kind, entry.details["node"]) == ("system", "wait")
    assert SECRET not in instance.stopped_detail + str(entry.details) + incident.reason


def test_the_log_names_where_it_failed_and_nobodys_data(instance: Instance, caplog: pytest.LogCaptureFixture) -> None:
    with poisoned(instance):
        one_round(NOW + DAY)
    assert "ValueError\n" in caplog.text and "go_on.py:" in caplog.text
    assert SECRET not in caplog.text


def test_the_pauses_between_attempts_grow(instance: Instance) -> None:
    with poisoned(instance):
        for second in range(10):
            one_round(NOW + DAY + timedelta(seconds=second))
    assert Timer.objects.get().attempts == 3
    assert Instance.objects.get().stopped_at is None


def away(*args: object, **told: object) -> object:
    raise OperationalError("the server closed the connection")


def test_a_database_that_is_away_for_days_is_no_fault_of_the_instance_and_it_goes_on_by_itself(
    instance: Instance,
) -> None:
    with connection.execute_wrapper(away):
        for hour in range(100):
            with pytest.raises(OperationalError):
                one_round(NOW + DAY + timedelta(hours=hour))
    assert (Timer.objects.get().attempts, Instance.objects.get().stopped_at) == (0, None)
    one_round(NOW + 6 * DAY)
    instance.refresh_from_db()
    assert (instance.ended_with, instance.ended_at) == ("done", NOW + 6 * DAY)


def test_one_that_is_away_in_the_midst_of_a_step_is_waited_for(instance: Instance) -> None:
    falls = (patch.object(go_on, "load", away), patch.object(fire_timers, "_try_later", away))
    with falls[0], falls[1], pytest.raises(OperationalError):
        one_round(NOW + DAY)
    one_round(NOW + DAY + fire_timers.LEASE)
    instance.refresh_from_db()
    assert (instance.ended_with, instance.stopped_at) == ("done", None)


def tried(until: timedelta) -> list[timedelta]:
    """When the timer was tried, from the first time on, by a worker that looks each ten seconds."""
    found: list[timedelta] = []
    second = timedelta(0)
    while second <= until:
        before = Timer.objects.get().attempts
        if fire_timers.fire_due_timers(lambda: NOW + DAY + second) and Timer.objects.get().attempts > before:  # noqa: B023
            found.append(second)
        second += timedelta(seconds=10)
    return found


def test_what_the_database_refuses_for_one_instance_alone_is_tried_for_an_hour_and_then_comes_before_a_person(
    instance: Instance,
) -> None:
    with patch.object(go_on, "load", side_effect=OperationalError(f"statement timeout at {SECRET}")):
        attempts = tried(timedelta(hours=2))
    assert [int(one.total_seconds()) for one in attempts] == [0, 10, 50, 210, 850, 3410]
    instance.refresh_from_db()
    assert instance.stopped_at == NOW + DAY + timedelta(seconds=3410)
    assert instance.stopped_detail.startswith("OperationalError\n") and SECRET not in instance.stopped_detail
    assert open_tasks_of("probe", "P1").get().post.code == "operator"
    resume(actor=read().li_min.actor(NOW), instance_id=instance.pk, now=NOW + 2 * DAY)
    one_round(NOW + 2 * DAY)
    instance.refresh_from_db()
    assert instance.ended_with == "done"


def test_a_moments_trouble_of_the_database_asks_nobody(instance: Instance) -> None:
    with patch.object(go_on, "load", side_effect=OperationalError("deadlock detected")):
        tried(timedelta(minutes=5))
    assert one_round(NOW + DAY + timedelta(minutes=15)) == 1
    instance.refresh_from_db()
    assert (instance.ended_with, instance.stopped_at) == ("done", None)
    assert not Task.objects.exists()


def test_a_stopped_instance_goes_on_where_it_was_once_its_cause_is_gone(instance: Instance) -> None:
    with poisoned(instance):
        many_rounds()
        assert one_round(NOW + 5 * DAY) == 0
    assert one_round(NOW + 5 * DAY) == 0, "only an operator lets it go on"
    resume(actor=read().li_min.actor(NOW), instance_id=instance.pk, now=NOW + 5 * DAY)
    resume(actor=read().li_min.actor(NOW), instance_id=instance.pk, now=NOW + 5 * DAY)
    assert Entry.objects.filter(action="resume-process").count() == 1
    assert not open_tasks_of("probe", "P1").exists()
    one_round(NOW + 5 * DAY)
    instance.refresh_from_db()
    assert (instance.ended_at, instance.stopped_at, instance.stopped_reason) == (NOW + 5 * DAY, None, "")


def test_one_that_is_not_mended_stops_again(instance: Instance) -> None:
    with poisoned(instance):
        many_rounds()
        resume(actor=read().li_min.actor(NOW), instance_id=instance.pk, now=NOW + 2 * DAY)
        many_rounds(NOW + 3 * DAY)
    instance.refresh_from_db()
    assert instance.stopped_at > NOW + 3 * DAY
    assert Entry.objects.filter(action="stop-process").count() == 2


def test_an_answer_that_cannot_be_taken_in_stops_the_instance_and_is_asked_for_again(probe: Probe) -> None:
    instance = start()
    with poisoned(instance):
        many_rounds(NOW)
    instance.refresh_from_db()
    assert instance.stopped_reason.startswith("“办”有了结果，往下办时程序出错")
    assert Delivery.objects.filter(done_at=None, given_up_at=None).count() == 0
    asked = len(probe.asked)
    resume(actor=read().li_min.actor(NOW), instance_id=instance.pk, now=NOW + DAY)
    one_round(NOW + DAY)
    assert len(probe.asked) == asked + 1
    assert at(instance) == ["look"]


def test_the_end_of_a_called_process_reaches_a_caller_that_had_stopped(probe: Probe) -> None:
    probe.process = calling("fire")
    probe.processes["fire"] = process(
        '<startEvent id="s"/><serviceTask id="w" ym:capability="work"/><endEvent id="e"/>' + chain("s", "w", "e")
    )
    caller = start()
    Instance.objects.filter(pk=caller.pk).update(stopped_at=NOW)
    many_rounds(NOW)
    assert Instance.objects.get(caller=caller).ended_at is not None
    assert at(caller) == ["fire"]
    resume(actor=read().li_min.actor(NOW), instance_id=caller.pk, now=NOW + DAY)
    one_round(NOW + DAY)
    assert at(caller) == ["look"]


def test_a_persons_act_on_a_stopped_instance_is_refused_gently_and_nothing_is_lost(probe: Probe) -> None:
    instance = start()
    one_round()
    task = Task.objects.get(node="look")
    Instance.objects.filter(pk=instance.pk).update(stopped_at=NOW)
    with pytest.raises(Stopped, match="暂时停住了"):
        complete_task(actor=read().li_min.actor(NOW), task=task, outcome="yes", variables={}, now=NOW)
    task.refresh_from_db()
    assert task.closed_at is None
    resume(actor=read().li_min.actor(NOW), instance_id=instance.pk, now=NOW)
    complete_task(actor=read().li_min.actor(NOW), task=task, outcome="yes", variables={}, now=NOW)
    instance.refresh_from_db()
    assert instance.ended_at == NOW


def test_a_stopped_instance_can_be_called_off(instance: Instance) -> None:
    with poisoned(instance):
        many_rounds()
    cancel_process(actor=read().li_min.actor(NOW), kind="probe", reference="P1", ended_with="withdrawn", now=NOW)
    instance.refresh_from_db()
    assert instance.ended_with == "withdrawn"
    assert not open_tasks_of("probe", "P1").exists()


def test_trying_the_incident_again_lets_the_instance_go_on(instance: Instance) -> None:
    with poisoned(instance):
        many_rounds()
    retry(actor=read().li_min.actor(NOW), incident=open_tasks_of("probe", "P1").get(), now=NOW)
    assert Instance.objects.get().stopped_at is None


def test_trying_a_failed_step_of_a_stopped_instance_again_asks_for_it(probe: Probe) -> None:
    def refuse(reference: str) -> dict[str, object]:
        raise DomainError("印不出来", "换一个字")

    probe.answer = refuse
    instance = start()
    one_round()
    incident = open_tasks_of("probe", "P1").get()
    Instance.objects.filter(pk=instance.pk).update(stopped_at=NOW)
    probe.asked.clear()
    probe.answer = lambda reference: {}
    retry(actor=read().li_min.actor(NOW), incident=incident, now=NOW)
    one_round()
    incident.refresh_from_db()
    assert (probe.asked, incident.outcome) == (["P1"], "retry")
    assert at(instance) == ["look"]


def test_one_stops_even_when_nobody_can_be_asked(probe: Probe, instance: Instance) -> None:
    with poisoned(instance), patch.object(Probe, "schedule", side_effect=KeyError("no calendar")):
        subjects._SUBJECTS["probe"] = probe.subject()
        many_rounds()
    instance.refresh_from_db()
    assert instance.stopped_at is not None
    assert not Task.objects.exists()
