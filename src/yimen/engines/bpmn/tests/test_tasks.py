"""What each task waits for, and what it refuses."""

from decimal import Decimal

import pytest

from yimen.engines.bpmn import (
    AskDecision,
    BpmnError,
    CallCapability,
    CapabilityFailed,
    CapabilityReturned,
    CloseTask,
    DecisionMade,
    IncidentResolved,
    InstanceCancelled,
    OpenTask,
    RaiseIncident,
    StaleHappening,
    State,
    TaskCompleted,
    TimerFired,
    advance,
    start,
)

from .make import at, chain, effects, flow, on, process

BEGIN = '<startEvent id="s"/><endEvent id="e"/>'
REVIEW = process(
    BEGIN
    + '<userTask id="t" name="审查" ym:post="clerk" ym:outcomes="pass back"/><exclusiveGateway id="g" default="g-e"/>'
    + chain("s", "t", "g", "e")
    + flow("g", "t", 'outcome = "back"')
)
CALL = process(
    BEGIN
    + '<serviceTask id="c" name="制证" ym:capability="issue"/><userTask id="u" ym:post="clerk"/>'
    + '<userTask id="v" ym:post="clerk"/>'
    + '<boundaryEvent id="slow" attachedToRef="c"><errorEventDefinition errorRef="timeout"/></boundaryEvent>'
    + chain("s", "c", "e")
    + chain("slow", "u", "e")
    + chain("v", "e")
)


def test_an_outcome_becomes_a_variable():
    step = advance(REVIEW, start(REVIEW, {}).state, TaskCompleted(1, "pass", {"outcome": "forged", "note": "好"}))
    assert step.state.done
    assert dict(step.state.variables) == {"outcome": "pass", "note": "好", "t_outcome": "pass"}


@pytest.mark.parametrize("outcome", ["", "PASS", "grant", "pass back"])
def test_it_refuses_an_outcome_that_the_task_does_not_name(outcome):
    state = start(REVIEW, {}).state
    with pytest.raises(StaleHappening, match="可选的结果是：pass、back"):
        advance(REVIEW, state, TaskCompleted(1, outcome))


def test_it_refuses_an_outcome_where_none_is_asked():
    found = process(BEGIN + '<manualTask id="t" name="看现场" ym:post="clerk"/>' + chain("s", "t", "e"))
    step = start(found, {})
    assert step.effects == (OpenTask(1, "t", "看现场", "clerk", "", ()),)
    with pytest.raises(StaleHappening, match="不需要填写结果"):
        advance(found, step.state, TaskCompleted(1, "pass"))
    assert advance(found, step.state, TaskCompleted(1)).state.done


def test_an_open_task_says_what_kind_of_work_it_is():
    body = BEGIN + '<userTask id="t" ym:act="inspect" ym:post="clerk" ym:outcomes="done"/>' + chain("s", "t", "e")
    (task,) = effects(start(process(body), {}), OpenTask)
    assert task == OpenTask(on(start(process(body), {}), "t"), "t", "", "clerk", "", ("done",), "inspect")


def test_a_double_answer_finds_nobody_even_when_the_task_is_open_again():
    first = start(REVIEW, {})
    again = advance(REVIEW, first.state, TaskCompleted(on(first, "t"), "back"))
    assert at(again) == ["t"]
    with pytest.raises(StaleHappening, match="已经办完，或者已经取消"):
        advance(REVIEW, again.state, TaskCompleted(on(first, "t"), "pass"))
    assert advance(REVIEW, again.state, TaskCompleted(on(again, "t"), "pass")).state.done


def test_an_answer_after_the_end_is_refused():
    step = advance(REVIEW, start(REVIEW, {}).state, TaskCompleted(1, "pass"))
    for happening in (TaskCompleted(1, "pass"), InstanceCancelled()):
        with pytest.raises(StaleHappening, match="已经结束"):
            advance(REVIEW, step.state, happening)


@pytest.mark.parametrize(
    "happening", [CapabilityReturned(1), CapabilityFailed(1, "X"), DecisionMade(1, "x"), TimerFired(1)]
)
def test_a_user_task_takes_no_other_happening(happening):
    state = start(REVIEW, {}).state
    with pytest.raises(StaleHappening, match="“审查”现在不等待"):
        advance(REVIEW, state, happening)


def test_a_refused_happening_leaves_the_state_as_it_was():
    state = start(REVIEW, {"a": [1]}).state
    before = state.to_json()
    with pytest.raises(StaleHappening):
        advance(REVIEW, state, TaskCompleted(7, "pass"))
    advance(REVIEW, state, TaskCompleted(1, "pass", {"a": [2]}))
    assert state.to_json() == before


def test_a_decision_goes_into_its_variable():
    body = BEGIN + '<businessRuleTask id="d" ym:decision="fee" ym:result="amount"/>' + chain("s", "d", "e")
    found = process(body)
    step = start(found, {})
    assert step.effects == (AskDecision(1, "d", "fee", "amount"),)
    step = advance(found, step.state, DecisionMade(1, {"fee": Decimal("12.50"), "items": ("a", None)}))
    assert step.state.variables["amount"] == {"fee": Decimal("12.50"), "items": ["a", None]}


def test_a_script_is_computed_at_once():
    script = '<scriptTask id="c" ym:result="total"><script>price * quantity</script></scriptTask>'
    found = process(BEGIN + script + chain("s", "c", "e"))
    assert start(found, {"price": Decimal("1.10"), "quantity": 3}).state.variables["total"] == Decimal("3.30")
    step = start(found, {"price": 2})
    assert step.state.variables["total"] is None
    assert any("quantity" in doubt.sentence for doubt in step.doubts)


def test_a_capability_returns_with_variables():
    step = start(CALL, {})
    assert step.effects == (CallCapability(1, "c", "issue"),)
    step = advance(CALL, step.state, CapabilityReturned(1, {"number": "001"}))
    assert step.state.done and step.state.variables["number"] == "001"


def test_an_error_with_the_right_code_is_caught():
    step = advance(CALL, start(CALL, {}).state, CapabilityFailed(1, "TIMEOUT"))
    assert at(step) == ["u"]
    with pytest.raises(StaleHappening):
        advance(CALL, step.state, CapabilityReturned(1))


def test_a_boundary_without_a_code_catches_the_rest():
    every = '<boundaryEvent id="any" attachedToRef="c"><errorEventDefinition/></boundaryEvent>'
    found = process(
        BEGIN
        + '<serviceTask id="c" ym:capability="x"/><userTask id="u" ym:post="k"/><userTask id="v" ym:post="k"/>'
        + every
        + '<boundaryEvent id="slow" attachedToRef="c"><errorEventDefinition errorRef="timeout"/></boundaryEvent>'
        + chain("s", "c", "e")
        + chain("slow", "u", "e")
        + chain("any", "v", "e")
    )
    state = start(found, {}).state
    assert at(advance(found, state, CapabilityFailed(1, "TIMEOUT"))) == ["u"]
    assert at(advance(found, state, CapabilityFailed(1, "OTHER"))) == ["v"]
    assert at(advance(found, state, CapabilityFailed(1, ""))) == ["v"]


def test_an_error_that_nobody_catches_asks_a_person_once():
    step = advance(CALL, start(CALL, {}).state, CapabilityFailed(1, "NO_SEAL"))
    assert at(step) == ["c"]
    assert step.effects == (RaiseIncident(1, "c", "NO_SEAL"),)
    with pytest.raises(StaleHappening, match="已经记下"):
        # Two workers may have tried, the one whose lease ran out and the next.
        advance(CALL, step.state, CapabilityFailed(1, "NO_SEAL"))
    assert advance(CALL, step.state, CapabilityFailed(1, "")).effects == (RaiseIncident(1, "c", "ym:failed"),)


def test_a_failed_call_may_still_return():
    step = advance(CALL, start(CALL, {}).state, CapabilityFailed(1, "NO_SEAL"))
    assert advance(CALL, step.state, CapabilityReturned(1)).state.done


def test_a_resolved_incident_calls_again_under_a_new_number():
    failed = advance(CALL, start(CALL, {}).state, CapabilityFailed(1, "NO_SEAL"))
    step = advance(CALL, failed.state, IncidentResolved(1, {"seal": "ok"}))
    (call,) = effects(step, CallCapability)
    assert call.token != 1 and step.state.variables["seal"] == "ok"
    assert not step.state.token(call.token).incident
    with pytest.raises(StaleHappening):
        advance(CALL, step.state, CapabilityReturned(1))
    assert advance(CALL, step.state, CapabilityReturned(call.token)).state.done


def test_codes_of_the_engine_are_refused_from_outside():
    with pytest.raises(BpmnError, match="ym:"):
        advance(CALL, start(CALL, {}).state, CapabilityFailed(1, "ym:join-stuck"))


def test_a_cancelled_instance_closes_its_tasks():
    step = advance(REVIEW, start(REVIEW, {}).state, InstanceCancelled())
    assert step.state.done and step.state.ended == ()
    assert step.effects == (CloseTask(1),)


def test_a_state_of_another_definition_is_refused():
    with pytest.raises(BpmnError, match="另一个版本"):
        advance(REVIEW, start(CALL, {}).state, CapabilityReturned(1))


@pytest.mark.parametrize("value", [object(), {1: "x"}, float("nan"), Decimal("Infinity"), {"a": [b"x"]}])
def test_it_refuses_a_variable_that_cannot_be_stored(value):
    with pytest.raises(BpmnError, match="变量“v"):
        start(REVIEW, {"v": value})


def test_an_empty_state_takes_nothing():
    with pytest.raises(StaleHappening):
        advance(REVIEW, State(), TaskCompleted(1, "pass"))
