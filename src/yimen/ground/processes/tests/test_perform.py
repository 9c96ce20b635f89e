"""A process asks its domain for something; the domain may fail, be slow, or be asked twice."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.cast import NOW
from yimen.engines import bpmn
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError, Stale, Unavailable
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes import subjects
from yimen.ground.processes.actions.perform import perform
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.actions.tell import tell
from yimen.ground.processes.events import CapabilityAsked
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.queries import is_working, open_tasks_of
from yimen.ground.processes.store import load
from yimen.ground.processes.tests.make import CATCHING, DECIDING, Probe, at, one_round, start


def failing(error: Exception) -> object:
    def answer(reference: str) -> dict[str, object]:
        raise error

    return answer


def give_up() -> None:
    for minute in range(8):
        one_round(NOW + timedelta(hours=minute))


def test_starting_asks_nothing_before_the_transaction_is_over(probe: Probe) -> None:
    instance = start()
    assert probe.asked == []
    assert at(instance) == ["work"]
    assert is_working("probe", "P1")
    assert Entry.objects.filter(action="start-process", object_ref="P1").count() == 1


def test_a_start_that_is_rolled_back_leaves_nothing(probe: Probe) -> None:
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        start()
        raise ValueError("refused")
    assert one_round() == 0
    assert not Instance.objects.exists()
    assert probe.asked == []


def test_what_was_asked_is_done_and_the_process_goes_on_with_the_answer(probe: Probe) -> None:
    probe.answer = lambda reference: {"found": 7}
    instance = start()
    one_round()
    assert probe.asked == ["P1"]
    assert at(instance) == ["look"]
    assert load(instance).variables["found"] == 7


def test_a_capability_is_performed_once_although_it_was_asked_twice(probe: Probe) -> None:
    start()
    asked = Delivery.objects.get()
    one_round()
    Delivery.objects.filter(pk=asked.pk).update(done_at=None, next_at=NOW)
    assert one_round() == 1
    assert probe.asked == ["P1"]
    assert Task.objects.count() == 1


def test_an_answer_that_comes_twice_moves_the_process_once(probe: Probe) -> None:
    # A worker whose lease ran out while it was at work: another has answered meanwhile.
    instance = start()
    event = CapabilityAsked(**Delivery.objects.get().payload)
    again = iter([lambda: perform(event, NOW)])

    def slow(reference: str) -> dict[str, object]:
        for other in again:
            other()
        return {}

    probe.answer = slow
    perform(event, NOW)
    assert len(probe.asked) == 2
    assert at(instance) == ["look"]
    assert Task.objects.count() == 1


def test_a_decision_is_asked_at_once_in_the_same_step(probe: Probe) -> None:
    probe.process = DECIDING
    instance = start()
    assert at(instance) == ["work"]
    assert load(instance).variables["which"] == "which!"


def test_a_refusal_by_rule_becomes_an_incident_for_the_operator_at_once(probe: Probe) -> None:
    probe.answer = failing(DomainError("印不出来", "换一个字", "missing-glyphs"))
    start()
    one_round()
    incident = open_tasks_of("probe", "P1").get()
    assert (incident.kind, incident.post.code, incident.node) == (Task.INCIDENT, "operator", "work")
    assert incident.reason == "印不出来。换一个字"
    assert not is_working("probe", "P1")
    assert Delivery.objects.get().done_at == NOW


@pytest.mark.parametrize(
    "error", [Unavailable("电子印章服务没有应答"), OSError("disk is full"), KeyError("330106199001011234")]
)
def test_what_may_pass_is_tried_again_and_then_becomes_an_incident(probe: Probe, error: Exception) -> None:
    probe.answer = failing(error)
    start()
    one_round()
    assert not Task.objects.exists()
    give_up()
    assert len(probe.asked) == 6
    incident = open_tasks_of("probe", "P1").get()
    assert (incident.kind, incident.post.code) == (Task.INCIDENT, "operator")
    # Our own sentences as they are; of others the kind, for what they say may be somebody's data.
    told = error.sentence if isinstance(error, Unavailable) else type(error).__name__
    assert told in incident.reason
    assert isinstance(error, Unavailable) or str(error) not in incident.reason


def test_a_refusal_told_by_two_workers_is_written_down_once(probe: Probe) -> None:
    """The lease of the first ran out while it was still at work, and the second has said the same meanwhile."""
    probe.answer = failing(DomainError("这个名称刚刚被登记了", "换一个名称", "name-taken"))
    instance = start()
    one_round()
    incident = open_tasks_of("probe", "P1").get()

    tell(instance.pk, bpmn.CapabilityFailed(incident.token, "name-taken"), NOW)

    assert instance.events.filter(kind="CapabilityFailed").count() == 1
    assert open_tasks_of("probe", "P1").get() == incident


def test_what_has_passed_by_itself_leaves_no_trace_of_trouble(probe: Probe) -> None:
    probe.answer = failing(Unavailable("电子印章服务没有应答"))
    instance = start()
    one_round()
    probe.answer = lambda reference: {}
    one_round(NOW + timedelta(seconds=5))
    assert at(instance) == ["look"]
    assert Task.objects.get().kind == Task.WORK


def test_an_error_that_the_process_expects_goes_its_own_way(probe: Probe) -> None:
    probe.process = CATCHING
    probe.answer = failing(DomainError("等太久了", code="TIMEOUT"))
    instance = start()
    one_round()
    instance.refresh_from_db()
    assert (instance.ended_with, instance.ended_at) == ("late", NOW)
    assert not Task.objects.exists()


def test_after_its_cause_is_gone_a_retry_lets_the_process_go_on(probe: Probe) -> None:
    probe.answer = failing(DomainError("印不出来"))
    instance = start()
    one_round()
    probe.answer = lambda reference: {}
    retry(actor=_operator(), incident=open_tasks_of("probe", "P1").get(), now=NOW)
    assert probe.asked == ["P1"]
    one_round()
    assert probe.asked == ["P1", "P1"]
    assert at(instance) == ["look"]
    entry = Entry.objects.get(action="retry-step")
    assert (entry.actor_name, entry.details) == ("李敏", {"node": "work"})


def test_a_retry_that_fails_again_asks_again(probe: Probe) -> None:
    probe.answer = failing(DomainError("印不出来"))
    start()
    for _ in range(3):
        one_round()
        incident = open_tasks_of("probe", "P1").get()
        retry(actor=_operator(), incident=incident, now=NOW)
    one_round()
    assert open_tasks_of("probe", "P1").count() == 1
    assert Task.objects.filter(outcome="retry").count() == 3


def test_an_incident_is_dealt_with_once(probe: Probe) -> None:
    probe.answer = failing(DomainError("印不出来"))
    start()
    one_round()
    incident = open_tasks_of("probe", "P1").get()
    retry(actor=_operator(), incident=incident, now=NOW)
    with pytest.raises(Stale, match="刚刚已经处理"):
        retry(actor=_operator(), incident=incident, now=NOW)
    assert Delivery.objects.filter(done_at=None).count() == 1


def test_two_subjects_of_one_kind_are_refused(probe: Probe) -> None:
    with pytest.raises(ValueError, match="two subjects of kind probe"):
        subjects.register(probe.subject())


def _operator() -> object:
    from tests.cast import read

    return read().li_min.actor(NOW)
