"""What one department tells the whole: the papers are handed over together once fire safety has decided."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_restaurant as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.engines.service import Work
from yimen.ground.processes.models import Message, Subscription
from yimen.ground.processes.queries import open_tasks_of

TOGETHER = "handed-over-before-the-fire-check"
FIRE = "fire-commitment"

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast: Cast) -> Case:
    """Food and the sign are granted; fire safety has not looked at the papers yet."""
    case = make.submitted(cast, TOGETHER)
    for step in make.scenario(TOGETHER).steps:
        if isinstance(step, Work) and "/" in step.task and not step.task.startswith(FIRE):
            make.do(cast, make.lane(case, step.task.split("/")[0]), step.outcome, found=step.found)
    return fresh(case)


def tasks(case: Case) -> list[str]:
    return [task.node for task in open_tasks_of("case", case.number)]


def test_the_handing_over_waits_for_what_another_process_tells_and_not_for_its_end(cast: Cast, waiting: Case) -> None:
    assert tasks(waiting) == []
    fire = make.lane(waiting, FIRE)
    for outcome in ("accept", "grant"):
        fire = make.do(cast, fire, outcome)
    assert tasks(waiting) == ["handover"]
    assert task_of(fire).node == "after-check"
    told = Message.objects.get()
    assert (told.name, told.key, told.payload) == ("fire-commitment-decided", waiting.number, {})
    assert told.consumed_by is not None and told.consumed_by.subject_ref == waiting.number
    assert not Subscription.objects.exists()


def test_a_part_that_ends_without_a_word_is_not_waited_for(cast: Cast, waiting: Case) -> None:
    fire = make.do(cast, make.lane(waiting, FIRE), "accept")
    make.refused(cast, fire)
    assert tasks(waiting) == ["handover"]
    assert not Message.objects.exists() and not Subscription.objects.exists()


def test_a_part_that_the_applicant_takes_back_is_not_waited_for(cast: Cast, waiting: Case) -> None:
    actor = cast.chen_jing.actor(NOW)
    withdraw(actor=actor, case=make.lane(waiting, FIRE), reason="先不办", now=NOW)
    drain()
    assert tasks(waiting) == ["handover"]
