"""Call activities: what is asked of the host, and what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.engines.bpmn import (
    CANCELLED,
    BpmnError,
    CallActivity,
    CallFailed,
    CallProcess,
    CancelCall,
    CancelTimer,
    CapabilityReturned,
    IncidentResolved,
    InstanceCancelled,
    ProcessReturned,
    RaiseIncident,
    StaleHappening,
    StartTimer,
    State,
    TaskCompleted,
    TimerFired,
    advance,
    check,
    read,
    start,
)

from .make import at, chain, effects, flow, on, process, xml

BEGIN = '<startEvent id="s"/><endEvent id="e"/>'
ONE = process(BEGIN + '<callActivity id="c" name="消防" calledElement="fire"/>' + chain("s", "c", "e"))
LATE = "<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>"
EDGES = process(
    BEGIN
    + '<callActivity id="c" name="消防" calledElement="fire"/>'
    + '<userTask id="remind" ym:post="clerk"/><userTask id="help" ym:post="clerk"/><userTask id="v" ym:post="clerk"/>'
    + f'<boundaryEvent id="half" attachedToRef="c" cancelActivity="false">{LATE}</boundaryEvent>'
    + f'<boundaryEvent id="over" attachedToRef="c">{LATE}</boundaryEvent>'
    + '<boundaryEvent id="bad" attachedToRef="c"><errorEventDefinition errorRef="timeout"/></boundaryEvent>'
    + chain("s", "c", "e")
    + chain("half", "remind", "e")
    + chain("over", "v", "e")
    + chain("bad", "help", "e")
)
BRANCHES = ("fire", "food", "ad")


def joint(branches=BRANCHES):
    """Calls side by side that meet in a join; afterwards a gateway looks at what came of the first."""
    first = branches[0]
    body = BEGIN + '<parallelGateway id="split"/><parallelGateway id="join"/>' + chain("s", "split")
    body += '<exclusiveGateway id="how" default="how-e"/><userTask id="tell" ym:post="clerk"/>'
    body += chain("join", "how", "e") + chain("tell", "e")
    for name in branches:
        body += f'<callActivity id="part-{name}" calledElement="{name}"/>' + chain("split", f"part-{name}", "join")
    return process(body + flow("how", "tell", f'part-{first}_outcome = "refused"'))


JOINT = joint()


def returned(step, node, result):
    return advance(JOINT, step.state, ProcessReturned(on(step, node), result))


def test_a_call_names_its_element_with_or_without_a_prefix():
    text = xml(BEGIN + '<callActivity id="c" calledElement="my:fire-inspection"/>' + chain("s", "c", "e"))
    node = read(text).nodes["c"]
    assert isinstance(node, CallActivity) and node.called == "fire-inspection"
    assert check(read(text)) == []


def test_a_call_that_names_nothing_blocks_publishing():
    found = check(process(BEGIN + '<callActivity id="c" name="消防"/>' + chain("s", "c", "e")))
    assert [(p.element, p.sentence, p.severity) for p in found] == [("c", "“消防”没有写明调用哪个流程。", "error")]


def test_a_call_asks_for_the_process_and_where_it_ended_becomes_a_variable():
    step = start(ONE, {})
    assert step.effects == (CallProcess(1, "c", "fire"),)
    step = advance(ONE, step.state, ProcessReturned(1, "granted"))
    assert step.state.done
    assert dict(step.state.variables) == {"c_outcome": "granted"}


def test_a_condition_may_ask_where_the_called_process_ended():
    step = start(JOINT, {})
    for name, result in zip(BRANCHES, ("refused", "granted", CANCELLED), strict=True):
        step = returned(step, f"part-{name}", result)
    assert at(step) == ["tell"]
    assert step.state.variables["part-ad_outcome"] == "cancelled"
    assert check(JOINT) == []


@pytest.mark.parametrize(
    ("result", "called", "fits"),
    [
        ("granted", {"fire": "granted refused"}, True),
        ("cancelled", {"fire": "granted refused"}, True),
        ("grant", {"fire": "granted refused"}, False),
        ("grant", {"food": "granted refused"}, True),
        ("grant", {}, True),
    ],
)
def test_a_condition_must_ask_for_an_end_that_the_called_process_has(result, called, fits):
    ends = {name: "".join(f'<endEvent id="{end}"/>' for end in told.split()) for name, told in called.items()}
    known = {name: process('<startEvent id="s"/>' + told) for name, told in ends.items()}
    body = BEGIN + '<callActivity id="c" calledElement="fire"/><exclusiveGateway id="g" default="g-e"/>'
    body += '<userTask id="t" ym:post="clerk" ym:outcomes="grant"/>' + chain("s", "c", "g", "e") + chain("t", "e")
    found = check(process(body + flow("g", "t", f'c_outcome = "{result}"')), known)
    sentence = f'条件“c_outcome = "{result}"”里的“{result}”不是被调用流程的结束事件。'
    assert [(p.element, p.sentence) for p in found] == ([] if fits else [("g-t", sentence)])
    assert fits or found[0].advice == "可以写：cancelled、granted、refused。"


def test_a_second_return_finds_nobody_and_changes_nothing():
    step = start(JOINT, {})
    first = ProcessReturned(on(step, "part-fire"), "granted")
    step = advance(JOINT, step.state, first)
    before = step.state.to_json()
    for again in (first, ProcessReturned(first.token, "refused"), CallFailed(first.token, "X")):
        with pytest.raises(StaleHappening, match="已经办完，或者已经取消"):
            advance(JOINT, step.state, again)
    assert step.state.to_json() == before


@pytest.mark.parametrize("happening", [TaskCompleted(1), CapabilityReturned(1), TimerFired(1), IncidentResolved(1)])
def test_a_call_takes_no_other_answer(happening):
    with pytest.raises(StaleHappening, match="“消防”"):
        advance(ONE, start(ONE, {}).state, happening)


def test_nothing_else_takes_the_return_of_a_process():
    found = process(BEGIN + '<serviceTask id="t" name="办" ym:capability="c"/>' + chain("s", "t", "e"))
    for happening in (ProcessReturned(1, "granted"), CallFailed(1, "X")):
        with pytest.raises(StaleHappening, match="“办”现在不等待被调用流程的结果"):
            advance(found, start(found, {}).state, happening)


def test_a_failure_that_nobody_catches_asks_a_person_and_a_retry_calls_again():
    step = advance(ONE, start(ONE, {}).state, CallFailed(1, ""))
    assert step.effects == (RaiseIncident(1, "c", "ym:failed"),)
    with pytest.raises(StaleHappening, match="等待人工处理"):
        advance(ONE, step.state, ProcessReturned(1, "granted"))
    step = advance(ONE, step.state, IncidentResolved(1))
    assert step.effects == (CallProcess(2, "c", "fire"),)
    assert advance(ONE, step.state, ProcessReturned(2, "granted")).state.done


def test_a_failure_goes_to_the_error_boundary_that_catches_it():
    step = start(EDGES, {})
    caught = advance(EDGES, step.state, CallFailed(on(step, "c"), "TIMEOUT"))
    assert at(caught) == ["help"]
    # The call never came about, so only the timers on its edge are to be stopped.
    assert not effects(caught, CancelCall) and len(effects(caught, CancelTimer)) == 2
    other = advance(EDGES, step.state, CallFailed(on(step, "c"), "OTHER"))
    assert effects(other, RaiseIncident) == [RaiseIncident(on(other, "c"), "c", "OTHER")]


def test_codes_of_the_engine_are_not_the_hosts_to_give():
    with pytest.raises(BpmnError, match="以 ym: 开头"):
        advance(ONE, start(ONE, {}).state, CallFailed(1, "ym:failed"))


def test_a_timer_on_the_edge_ends_the_call_or_leaves_it():
    step = start(EDGES, {})
    assert [timer.node for timer in effects(step, StartTimer)] == ["half", "over"]
    reminded = advance(EDGES, step.state, TimerFired(on(step, "half")))
    assert at(reminded) == ["c", "over", "remind"] and not effects(reminded, CancelCall)
    over = advance(EDGES, reminded.state, TimerFired(on(reminded, "over")))
    assert effects(over, CancelCall) == [CancelCall(on(step, "c"))]
    assert at(over) == ["remind", "v"]
    with pytest.raises(StaleHappening):
        advance(EDGES, over.state, ProcessReturned(on(step, "c"), "granted"))


def test_the_end_of_the_caller_tells_that_its_calls_are_no_longer_wanted():
    step = returned(start(JOINT, {}), "part-food", "granted")
    over = advance(JOINT, step.state, InstanceCancelled())
    assert set(over.effects) == {CancelCall(on(step, "part-fire")), CancelCall(on(step, "part-ad"))}
    assert over.state.done and not over.state.ended


def test_a_call_of_a_step_that_ends_the_whole_is_not_asked_for_at_all():
    body = BEGIN.replace('<endEvent id="e"/>', '<endEvent id="e"><terminateEventDefinition/></endEvent>')
    body += '<parallelGateway id="g"/><callActivity id="c" calledElement="fire"/>' + chain("s", "g", "c", "e")
    step = start(process(body + chain("g", "e")), {})
    assert step.state.done and step.effects == ()


def test_a_state_that_was_stored_before_there_were_calls_goes_on():
    old = {"format": 1, "tokens": [{"id": 1, "node": "t", "waiting": True}], "variables": {}, "next_token": 2}
    found = process(
        BEGIN + '<userTask id="t" ym:post="c"/><callActivity id="c" calledElement="fire"/>' + chain("s", "t", "c", "e")
    )
    step = advance(found, State.from_json(old | {"ended": [], "done": False}), TaskCompleted(1))
    assert step.effects == (CallProcess(2, "c", "fire"),)
    assert State.from_json(step.state.to_json()) == step.state


RESULTS = st.sampled_from(["granted", "refused", CANCELLED])
NAMES = st.lists(st.sampled_from(["a", "b", "c", "d", "e-f", "g.h"]), min_size=2, max_size=5, unique=True)


@given(NAMES, st.data())
def test_any_order_of_returns_ends_in_the_same_state(names, data):
    found = joint(names)
    results = {f"part-{name}": data.draw(RESULTS) for name in names}
    ends = []
    for order in (list(results), data.draw(st.permutations(list(results)))):
        step = start(found, {})
        waiting = {effect.node: effect.token for effect in effects(step, CallProcess)}
        for node in order:
            answer = ProcessReturned(waiting[node], results[node])
            step = advance(found, State.from_json(step.state.to_json()), answer)
            with pytest.raises(StaleHappening):
                advance(found, step.state, answer)
        ends.append(step.state)
    assert ends[0] == ends[1]
    assert at(step) == (["tell"] if results[f"part-{names[0]}"] == "refused" else [])
