"""撤回: any time before the decision, wherever it stands, also while the worker is busy with it."""

from collections.abc import Callable

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.submit import submit
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, evidence, kinds, notices, ready, say, special, steps
from yimen.ground.errors import Stale
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes.actions.fire_timers import fire_due_timers
from yimen.ground.processes.models import Instance, Task, Timer, Token


def take_back(cast: Cast, case: Case, reason: str = "不开店了", now=NOW) -> Case:
    withdraw(actor=cast.chen_jing.actor(now), case=case, reason=reason, now=now)
    drain(now)
    return fresh(case)


def nothing_waits(case: Case) -> bool:
    ended = Instance.objects.get(subject_ref=case.number)
    return (
        ended.ended_with == "withdrawn"
        and ended.ended_at is not None
        and not Task.objects.filter(instance=ended, closed_at=None).exists()
        and not Timer.objects.filter(instance=ended, closed_at=None).exists()
        and not Delivery.objects.filter(done_at=None).exists()
    )


STATES: dict[str, Callable[[Cast], Case]] = {
    "submitted": lambda cast: make.submitted(cast.chen_jing),
    "correcting": lambda cast: make.correcting(cast),
    "corrected": lambda cast: make.corrected(cast),
    "accepted": lambda cast: make.accepted(cast),
    "on site": lambda cast: make.on_site(cast),
    "to be decided": lambda cast: make.inspected(cast),
}


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_before_the_decision(cast: Cast, state: str) -> None:
    case = STATES[state](cast)
    before = kinds(case)
    case = take_back(cast, case, now=at(11, 24))
    assert (case.status, case.word, case.closed_at) == ("withdrawn", "未办成", at(11, 24))
    assert nothing_waits(case)
    assert kinds(case) == before
    assert len(notices(case, "withdrawn")) == 1
    assert evidence(case, "withdraw").actor_name == "陈静"
    assert case.steps.get(kind="withdrawn").note == "不开店了"


def test_an_open_request_to_correct_is_settled_and_its_timer_never_rings(cast: Cast) -> None:
    case = take_back(cast, make.correcting(cast))
    assert not notices(case, "correction-asked")[0].is_open
    later = at(12, 20)
    assert fire_due_timers(lambda: later) == 0


def test_while_something_stops_the_clock(cast: Cast) -> None:
    case = make.accepted(cast)
    special(case, cast.wu_lei)
    assert take_back(cast, case).status == "withdrawn"
    assert nothing_waits(case)


def test_after_the_decision_it_is_too_late_even_before_the_paper_is_made(cast: Cast) -> None:
    case = ready(cast)
    say(case, cast.zheng_hong, "grant")
    with pytest.raises(Stale, match="已经有了决定"):
        take_back(cast, case)
    drain()
    assert fresh(case).status == "granted"


@pytest.mark.parametrize("end", ["granted", "withdrawn"])
def test_what_has_ended_is_not_withdrawn(cast: Cast, end: str) -> None:
    case = make.granted(cast) if end == "granted" else take_back(cast, make.submitted(cast.chen_jing))
    with pytest.raises(Stale):
        take_back(cast, case)
    assert steps(fresh(case)).count("withdrawn") == (end == "withdrawn")


def test_before_the_worker_has_made_the_receipt(cast: Cast) -> None:
    case = submit(actor=cast.chen_jing.actor(NOW), case=make.filled(cast.chen_jing), now=NOW)
    case = take_back(cast, case)
    assert (case.status, kinds(case)) == ("withdrawn", [])
    assert nothing_waits(case)


# A correction notice is sealed in the officer's own act; what the worker would have done does not follow.
@pytest.mark.parametrize(("act", "made"), [("accept", ["receipt"]), ("correct", ["receipt", "correction"])])
def test_between_the_officer_and_the_worker_no_notice_follows(cast: Cast, act: str, made: list[str]) -> None:
    case = make.submitted(cast.chen_jing)
    actor, task = cast.wang_fang.actor(NOW), task_of(case)
    if act == "accept":
        accept(actor=actor, case=case, task=task, now=NOW)
    else:
        request_correction(actor=actor, case=case, task=task, points=[make.LAYOUT_LACKS], now=NOW)
    case = take_back(cast, case)
    assert (case.status, kinds(case)) == ("withdrawn", made)
    assert nothing_waits(case)
    assert notices(case, "accepted") == notices(case, "correction-asked") == []


@pytest.mark.parametrize("capability", ["accept", "ask-correction", "decline", "collect-facts", "grant", "refuse"])
def test_a_worker_that_comes_too_late_changes_nothing(cast: Cast, capability: str) -> None:
    case = take_back(cast, make.correcting(cast))
    before = (kinds(case), steps(case), case.facts.count())
    with pytest.raises(Stale):
        CAPABILITIES[capability](case.number, now=NOW)
    case = fresh(case)
    assert (case.status, case.decision, case.result_number) == ("withdrawn", "", "")
    assert (kinds(case), steps(case), case.facts.count()) == before


def test_a_new_application_starts_anew(cast: Cast) -> None:
    case = take_back(cast, make.accepted(cast))
    again = make.submitted(cast.chen_jing, now=at(11, 23))
    assert again.number != case.number
    assert again.status == "submitted"


@pytest.mark.parametrize("state", ["submitted", "on site"])
def test_also_when_the_rows_of_its_process_are_damaged(cast: Cast, state: str) -> None:
    case = STATES[state](cast)
    Token.objects.filter(instance__subject_ref=case.number).update(body="garbage")
    case = take_back(cast, case)
    assert case.status == "withdrawn"
    assert nothing_waits(case)
