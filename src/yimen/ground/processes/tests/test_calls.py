"""A process calls others: each runs by itself, and where it ended comes back once."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import chain, flow, process
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry
from yimen.ground.errors import DomainError
from yimen.ground.outbox.models import Delivery
from yimen.ground.processes import subjects
from yimen.ground.processes.actions.cancel import cancel_process
from yimen.ground.processes.actions.complete_task import complete_task
from yimen.ground.processes.actions.retry import retry
from yimen.ground.processes.carry_out import MAX_DEPTH
from yimen.ground.processes.models import Instance, Task
from yimen.ground.processes.queries import is_working, open_tasks_of, variables_of
from yimen.ground.processes.store import load
from yimen.ground.processes.subjects import Subject
from yimen.ground.processes.tests.make import PARTS, Probe, at, calling, one_round, start

AT_ONCE = process('<startEvent id="start"/><endEvent id="granted"/>' + chain("start", "granted"))
ANSWERED = process(
    """<startEvent id="start"/><userTask id="decide" ym:post="registrar" ym:outcomes="grant refuse"/>
    <exclusiveGateway id="how" default="how-refused"/><endEvent id="granted"/><endEvent id="refused"/>"""
    + chain("start", "decide", "how", "refused")
    + flow("how", "granted", 'outcome = "grant"')
)
DAY = timedelta(days=1)


@pytest.fixture
def joint(probe: Probe) -> Instance:
    """``P1`` has called ``P1/fire`` and ``P1/food``; each waits for an officer."""
    probe.process, probe.processes = calling(*PARTS), dict.fromkeys(PARTS, ANSWERED)
    return start()


def decide(cast: Cast, reference: str, outcome: str) -> None:
    task = open_tasks_of("probe", reference).get()
    complete_task(actor=cast.li_min.actor(NOW), task=task, outcome=outcome, variables={}, now=NOW)


def instance_of(reference: str) -> Instance:
    return Instance.objects.get(subject_ref=reference)


def withdraw(reference: str = "P1") -> None:
    with transaction.atomic():
        cancel_process(actor=SYSTEM, kind="probe", reference=reference, ended_with="withdrawn", now=NOW)


def give_up() -> None:
    for hour in range(8):
        one_round(NOW + timedelta(hours=hour))


def test_what_is_called_starts_in_the_transaction_of_the_step(joint: Instance) -> None:
    assert at(joint) == ["fire", "food"]
    for name in PARTS:
        child = instance_of(f"P1/{name}")
        assert (child.definition, child.caller, at(child)) == (name, joint, ["decide"])
        assert variables_of("probe", f"P1/{name}") == {"part": name}
        entry = Entry.objects.get(action="start-process", object_ref=f"P1/{name}")
        assert (entry.actor_kind, entry.details) == (SYSTEM.kind, {"definition": name, "caller": "P1"})


def test_a_start_that_is_rolled_back_has_called_nobody(probe: Probe) -> None:
    probe.process, probe.processes = calling(*PARTS), {"fire": AT_ONCE, "food": ANSWERED}
    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        start()
        raise ValueError("refused")
    assert not Instance.objects.exists()
    assert not Delivery.objects.exists()


def test_while_others_work_for_it_the_machine_has_nothing_to_do(cast: Cast, joint: Instance) -> None:
    assert not is_working("probe", "P1")
    decide(cast, "P1/fire", "grant")
    assert not is_working("probe", "P1")
    decide(cast, "P1/food", "grant")
    assert is_working("probe", "P1")


@pytest.mark.parametrize("order", list(permutations(PARTS)))
@pytest.mark.parametrize("together", [True, False])
def test_in_whatever_order_they_return_the_caller_comes_to_the_same(
    cast: Cast, joint: Instance, order: tuple[str, ...], together: bool
) -> None:
    answers = {"fire": "grant", "food": "refuse"}
    for name in order:
        decide(cast, f"P1/{name}", answers[name])
        if not together:
            one_round()
    one_round()
    assert at(joint) == ["look"]
    assert variables_of("probe", "P1") == {"fire_outcome": "granted", "food_outcome": "refused"}
    assert not is_working("probe", "P1")
    assert not Delivery.objects.filter(done_at=None).exists()


def test_a_return_that_is_delivered_twice_moves_the_caller_once(cast: Cast, joint: Instance) -> None:
    decide(cast, "P1/fire", "grant")
    one_round()
    joint.refresh_from_db()
    before = load(joint)
    Delivery.objects.update(done_at=None, next_at=NOW)
    assert one_round() == 1
    joint.refresh_from_db()
    assert load(joint) == before


def test_what_ends_before_its_caller_is_done_starting_returns_all_the_same(probe: Probe) -> None:
    probe.process, probe.processes = calling(*PARTS), dict.fromkeys(PARTS, AT_ONCE)
    joint = start()
    assert at(joint) == ["fire", "food"]
    assert [one.result for one in Instance.objects.filter(caller=joint)] == ["granted", "granted"]
    one_round()
    assert at(joint) == ["look"]
    assert Task.objects.get().instance == joint


def test_the_end_event_reached_last_is_what_comes_back(cast: Cast, probe: Probe) -> None:
    probe.process = calling("fire")
    probe.processes["fire"] = process(
        """<startEvent id="start"/><parallelGateway id="split"/><endEvent id="told"/><endEvent id="granted"/>
        <userTask id="decide" ym:post="registrar" ym:outcomes="grant"/>"""
        + chain("start", "split", "decide", "granted")
        + chain("split", "told")
    )
    start()
    decide(cast, "P1/fire", "grant")
    child = instance_of("P1/fire")
    assert (child.ended_with, child.result) == ("told granted", "granted")
    one_round()
    assert variables_of("probe", "P1") == {"fire_outcome": "granted"}


def test_what_is_called_may_call_again(probe: Probe) -> None:
    probe.process = calling("fire")
    probe.processes = {"fire": process(_one_call("water")), "water": AT_ONCE}
    joint = start()
    assert instance_of("P1/fire/water").caller == instance_of("P1/fire")
    one_round()
    one_round()
    assert at(joint) == ["look"]
    assert variables_of("probe", "P1") == {"fire_outcome": "done"}


def _one_call(name: str, more: str = "") -> str:
    body = f'<startEvent id="start"/><callActivity id="{name}" calledElement="{name}"/><endEvent id="done"/>'
    return body + more + chain("start", name, "done")


def test_a_caller_that_is_cancelled_calls_off_what_still_runs(cast: Cast, probe: Probe, joint: Instance) -> None:
    decide(cast, "P1/fire", "grant")
    withdraw()
    assert probe.called_off == ["P1/food"]
    food = instance_of("P1/food")
    assert (food.ended_with, food.result, food.ended_at) == ("called off", "cancelled", NOW)
    assert not open_tasks_of("probe", "P1/food").exists()
    before = load(instance_of("P1"))
    give_up()
    joint = instance_of("P1")
    assert (load(joint), joint.ended_with) == (before, "withdrawn")
    assert not Task.objects.filter(closed_at=None).exists()
    assert not Delivery.objects.filter(done_at=None).exists()


def test_what_may_not_be_called_off_goes_its_way_and_its_caller_does_not_mind(
    cast: Cast, probe: Probe, joint: Instance
) -> None:
    probe.keeps_going = True
    withdraw()
    assert sorted(probe.called_off) == ["P1/fire", "P1/food"]
    decide(cast, "P1/food", "grant")
    one_round()
    assert instance_of("P1/food").ended_with == "granted"
    assert instance_of("P1").ended_with == "withdrawn"


def test_a_caller_learns_that_what_it_called_was_cancelled(cast: Cast, probe: Probe, joint: Instance) -> None:
    withdraw("P1/food")
    decide(cast, "P1/fire", "grant")
    one_round()
    assert at(joint) == ["look"]
    assert variables_of("probe", "P1") == {"fire_outcome": "granted", "food_outcome": "cancelled"}
    assert instance_of("P1/food").ended_with == "withdrawn"
    assert probe.called_off == []


def test_a_timer_on_the_edge_calls_off_what_takes_too_long(probe: Probe) -> None:
    late = """<boundaryEvent id="late" attachedToRef="fire"><timerEventDefinition><timeDuration>P1D</timeDuration>
    </timerEventDefinition></boundaryEvent><endEvent id="over"/>"""
    probe.process, probe.processes = process(_one_call("fire", late + chain("late", "over"))), {"fire": ANSWERED}
    joint = start()
    one_round(NOW + DAY)
    joint.refresh_from_db()
    assert (joint.ended_with, probe.called_off) == ("over", ["P1/fire"])
    one_round(NOW + 2 * DAY)
    assert instance_of("P1").ended_with == "over"


def test_a_decision_that_ends_the_whole_lets_no_call_begin(probe: Probe) -> None:
    probe.process = process(
        """<startEvent id="start"/><parallelGateway id="split"/><callActivity id="fire" calledElement="fire"/>
        <businessRuleTask id="ask" ym:decision="which" ym:result="which"/><endEvent id="done"/>
        <endEvent id="no"><terminateEventDefinition/></endEvent>"""
        + chain("start", "split", "fire", "done")
        + chain("split", "ask", "no")
    )
    start()
    assert [one.ended_with for one in Instance.objects.all()] == ["no"]
    assert probe.called_off == []


def test_a_refused_call_is_put_before_the_operator_and_can_be_tried_again(cast: Cast, probe: Probe) -> None:
    probe.process, probe.processes = calling(*PARTS), dict.fromkeys(PARTS, AT_ONCE)
    probe.refused = DomainError("消防的办事指南还没有发布", "发布后再试", "not-published")
    joint = start()
    assert not Instance.objects.filter(caller=joint).exists()
    one_round()
    incidents = open_tasks_of("probe", "P1")
    assert [(one.kind, one.node, one.post.code, one.reason) for one in incidents] == [
        (Task.INCIDENT, name, "operator", "消防的办事指南还没有发布。发布后再试") for name in PARTS
    ]
    probe.refused = None
    for incident in incidents:
        retry(actor=cast.li_min.actor(NOW), incident=incident, now=NOW)
    one_round()
    assert at(joint) == ["look"]


def test_an_error_that_the_caller_expects_goes_its_own_way(probe: Probe) -> None:
    caught = """<boundaryEvent id="caught" attachedToRef="fire"><errorEventDefinition errorRef="timeout"/>
    </boundaryEvent><endEvent id="without"/>"""
    probe.process = process(_one_call("fire", caught + chain("caught", "without")))
    probe.refused = DomainError("等太久了", code="TIMEOUT")
    start()
    one_round()
    assert instance_of("P1").ended_with == "without"
    assert not Task.objects.exists()


def test_a_called_process_that_cannot_be_started_leaves_nothing_and_is_told(probe: Probe) -> None:
    probe.process = calling("fire")
    probe.processes["fire"] = process(
        '<startEvent id="start"/><exclusiveGateway id="a"/><exclusiveGateway id="b"/>' + chain("start", "a", "b", "a")
    )
    joint = start()
    assert list(Instance.objects.all()) == [joint]
    one_round()
    assert "无法结束的循环" in open_tasks_of("probe", "P1").get().reason


def test_a_domain_that_calls_nothing_says_so_to_the_operator(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    own = probe.subject()
    plain = Subject("probe", own.definition, own.capabilities, own.decide, own.post, own.schedule)
    monkeypatch.setitem(subjects._SUBJECTS, "probe", plain)
    probe.process = calling("fire")
    start()
    one_round()
    assert "“fire”没有可以调用的流程" in open_tasks_of("probe", "P1").get().reason
    with pytest.raises(DomainError, match="不能由另一个流程取消"):
        plain.cancel_called("P1/fire", NOW)


def test_a_process_that_calls_itself_comes_to_an_end_with_a_person(probe: Probe) -> None:
    probe.process = calling("fire")
    start()
    assert Instance.objects.count() == MAX_DEPTH + 1
    one_round()
    assert "层数太多" in Task.objects.get().reason


def test_one_child_is_not_shared_by_two_calls(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Probe, "call", lambda self, reference, called, now: subjects.Called("probe", "P7", "fire"))
    monkeypatch.setitem(subjects._SUBJECTS, "probe", probe.subject())
    probe.process, probe.processes = calling(*PARTS), {"fire": ANSWERED}
    start()
    one_round()
    assert Instance.objects.filter(subject_ref="P7").count() == 1
    assert "P7 已经在另一处办理" in open_tasks_of("probe", "P1").get().reason


def test_an_answer_that_the_caller_could_not_take_is_brought_again_by_a_retry(
    cast: Cast, probe: Probe, joint: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(cast, "P1/fire", "grant")
    with monkeypatch.context() as broken:
        # For a while the answer cannot be taken in; the sixth attempt is the last.
        broken.setattr(bpmn, "ProcessReturned", _out_of_order)
        give_up()
    incident = open_tasks_of("probe", "P1").get()
    assert (incident.node, incident.kind) == ("fire", Task.INCIDENT)
    assert "RuntimeError" in incident.reason and "out of order" not in incident.reason
    retry(actor=cast.li_min.actor(NOW), incident=incident, now=NOW + DAY)
    decide(cast, "P1/food", "grant")
    one_round(NOW + DAY)
    assert at(joint) == ["look"]
    assert variables_of("probe", "P1") == {"fire_outcome": "granted", "food_outcome": "granted"}
    assert Instance.objects.count() == 3


def _out_of_order(*told: object) -> object:
    raise RuntimeError("out of order")


def test_a_failed_step_that_is_interrupted_asks_nobody_any_more(probe: Probe) -> None:
    late = """<boundaryEvent id="late" attachedToRef="fire"><timerEventDefinition><timeDuration>P1D</timeDuration>
    </timerEventDefinition></boundaryEvent><endEvent id="over"/>"""
    probe.process = process(_one_call("fire", late + chain("late", "over")))
    probe.refused = DomainError("消防的办事指南还没有发布")
    start()
    one_round()
    assert open_tasks_of("probe", "P1").exists()
    one_round(NOW + DAY)
    assert instance_of("P1").ended_with == "over"
    assert Task.objects.get().outcome == "cancelled"
