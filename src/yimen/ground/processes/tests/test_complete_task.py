from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.ground.accounts.models import posts_of
from yimen.ground.audit.models import Entry
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.queries import open_task_of, open_tasks
from yimen.ground.processes.store import load
from yimen.ground.processes.tests.make import Probe, one_round, start


@pytest.fixture
def task(probe: Probe) -> Task:
    start()
    one_round()
    return Task.objects.get()


def complete(cast: Cast, task: Task, outcome: str = "yes") -> None:
    complete_task(actor=cast.li_min.actor(NOW), task=task, outcome=outcome, variables={"seen": True}, now=NOW)


def test_a_task_waits_for_its_post_alone(cast: Cast, task: Task) -> None:
    assert list(open_tasks(posts_of(cast.li_min, NOW))) == [task]
    assert open_task_of("P1", "probe", posts_of(cast.li_min, NOW)) == task
    assert not open_tasks(posts_of(cast.zhou_tao, NOW)).exists()
    assert open_task_of("P1", "case", posts_of(cast.li_min, NOW)) is None


def test_completing_closes_it_and_moves_the_process(cast: Cast, task: Task) -> None:
    complete(cast, task)
    task.refresh_from_db()
    assert (task.closed_at, task.outcome) == (NOW, "yes")
    instance = Instance.objects.get()
    assert (instance.ended_with, instance.ended_at) == ("done", NOW)
    variables = load(instance).variables
    assert (variables["outcome"], variables["look_outcome"], variables["seen"]) == ("yes", "yes", True)


def test_the_evidence_names_officer_task_and_outcome(cast: Cast, task: Task) -> None:
    complete(cast, task)
    entry = Entry.objects.get(action="complete-task")
    assert (entry.actor_name, entry.object_ref) == ("李敏", "P1")
    assert entry.details == {"task": "look", "outcome": "yes"}


def test_a_second_completion_is_refused_and_changes_nothing(cast: Cast, task: Task) -> None:
    complete(cast, task, "yes")
    with pytest.raises(Stale, match="刚刚已经办完"):
        complete(cast, task, "no")
    task.refresh_from_db()
    assert task.outcome == "yes"
    assert Entry.objects.filter(action="complete-task").count() == 1


def test_a_completion_that_comes_after_the_process_has_ended_is_refused(cast: Cast, task: Task) -> None:
    complete(cast, task)
    # The row was opened again by a mistake: the process itself still knows better.
    Task.objects.filter(pk=task.pk).update(closed_at=None, outcome="")
    with pytest.raises(Stale):
        complete(cast, task, "no")
    task.refresh_from_db()
    assert task.closed_at is None


def test_an_officer_loses_the_tasks_with_the_post(cast: Cast, task: Task) -> None:
    cast.li_min.appointments.update(until=NOW)
    assert posts_of(cast.li_min, NOW) == []
    assert len(posts_of(cast.li_min, NOW - timedelta(seconds=1))) == 2
