"""What is read of an instance is what happened to it: with the real store, worker and tasks."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from yimen.engines.bpmn.tests.make import chain, process
from yimen.ground.errors import DomainError
from yimen.ground.processes import subjects
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Event, Instance, Task, Token
from yimen.ground.processes.queries import open_tasks_of
from yimen.ground.processes.tests.make import PARTS, Probe, calling, one_round, start, waiting
from yimen.ground.processes.watching import history, words
from yimen.ground.processes.watching.history import Watched
from yimen.ground.processes.watching.read import watched

LATER = NOW + timedelta(hours=5)
AT_ONCE = process('<startEvent id="start"/><endEvent id="granted"/>' + chain("start", "granted"))


@pytest.fixture
def probe(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Probe:
    found = Probe()
    monkeypatch.setitem(subjects._SUBJECTS, "probe", found.subject())
    return found


def read(instance: Instance, probe: Probe) -> Watched:
    return watched(Instance.objects.get(pk=instance.pk), probe.process)


def states(found: Watched) -> dict[str, str]:
    return {one.node.id: one.state for one in found.elements}


def test_what_machine_and_people_did_is_told_with_post_and_outcome(probe: Probe, cast: Cast) -> None:
    instance = start()
    one_round(NOW)
    (task,) = open_tasks_of("probe", "P1")
    complete_task(actor=cast.li_min.actor(LATER), task=task, outcome="yes", variables={}, now=LATER)
    found = read(instance, probe)
    assert states(found) == dict.fromkeys(["start", "work", "look", "done"], history.PASSED)
    (stay,) = next(one for one in found.elements if one.node.id == "look").stays
    assert (stay.since, stay.until, stay.job and stay.job.outcome) == (NOW, LATER, "yes")
    assert words.lines(found)[-1] == (LATER, "“看一看”办完（登记审查员，用了 5 小时）；到了终点“done”；流程结束。")


def test_the_stays_are_those_of_the_rows(probe: Probe, cast: Cast) -> None:
    instance = start()
    one_round(NOW)
    rows = Token.objects.filter(instance=instance).order_by("number")
    told = rows.values_list("number", "node", "arrived_at", "gone_at", "how")
    assert [(one.number, one.node, one.since, one.until, one.how) for one in read(instance, probe).stays] == list(told)


def test_a_timer_says_until_when_it_waits(probe: Probe) -> None:
    probe.process = waiting("P2D")
    (stay,) = read(start(), probe).stays
    assert (stay.until_due, stay.until) == (NOW + timedelta(days=2), None)


def test_a_step_that_failed_waits_for_a_person_with_its_reason(probe: Probe) -> None:
    def refuse(reference: str) -> dict[str, object]:
        raise DomainError("登记系统没有这一户", "核对名称。")

    probe.answer = refuse
    instance = start()
    one_round(NOW)
    found = read(instance, probe)
    assert states(found)["work"] == history.FAILED
    (stay,) = found.here[0].now
    assert stay.failure is not None
    assert "登记系统没有这一户" in stay.failure.reason
    assert "“办”没办成，等人看。" in [text for _, text in words.lines(found)]


def test_a_call_names_the_subject_that_it_waits_for(probe: Probe) -> None:
    probe.process, probe.processes = calling(*PARTS), {"fire": waiting("P1D"), "food": AT_ONCE}
    instance = start()
    told = {one.node.id: words.who(one.stays[0], one.node) for one in read(instance, probe).elements if one.stays}
    assert told["fire"] == "另一件 P1/fire"
    one_round(NOW)
    assert states(read(instance, probe))["food"] == history.PASSED


def test_an_instance_older_than_the_journal_tells_the_work_it_had(probe: Probe, cast: Cast) -> None:
    instance = start()
    one_round(NOW)
    (task,) = open_tasks_of("probe", "P1")
    # As the migration leaves it: the state of that day as the first event, and tasks that know when they were opened.
    entry = f'{{"t":[[{task.token},"look",1]],"n":9}}'
    Event.objects.filter(instance=instance).exclude(seq=1).delete()
    Event.objects.filter(instance=instance).update(kind="CarriedOver", changes=entry, at=NOW - timedelta(days=9))
    Task.objects.create(
        instance=instance,
        token=1,
        node="look",
        name="看一看",
        opened_at=NOW,
        closed_at=LATER,
        outcome="no",
        post=task.post,
    )
    found = read(instance, probe)
    first, second = next(one for one in found.elements if one.node.id == "look").stays
    assert (first.since, first.until, second.until) == (NOW, LATER, None)
    assert second.since == task.opened_at


def test_a_long_history_is_four_questions(probe: Probe, django_assert_num_queries: Any) -> None:
    instance = start()
    one_round(NOW)
    with django_assert_num_queries(4):
        watched(instance, probe.process)
