"""Messages have a key and carry what the drawing names; repeating timers say which turn they are at."""

import pytest

from yimen.engines.bpmn import (
    BpmnError,
    CapabilityReturned,
    IncidentResolved,
    MessageArrived,
    RaiseIncident,
    SendMessage,
    StartTimer,
    Subscribe,
    ThrowSignal,
    TimerFired,
    advance,
    check,
    read,
    start,
)
from yimen.engines.bpmn.tests.make import HEAD, TAIL, at, chain, effects, on, process

DECLARED = HEAD.replace("<process", '<message id="m" name="decided"/><signal id="g" name="closed"/><process')
ENDS = '<startEvent id="s"/><endEvent id="e"/>'
CATCH = """<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m" ym:correlation="{}"/>
    </intermediateCatchEvent>"""
HOLDS = "<conditionalEventDefinition><condition>over</condition></conditionalEventDefinition>"


def drawn(body):
    return read((DECLARED + ENDS + body + TAIL).encode())


def sending(attributes):
    return drawn(f'<sendTask id="t" messageRef="m" {attributes}/>' + chain("s", "t", "e"))


def test_a_message_has_the_key_and_the_variables_that_the_drawing_names():
    flow = sending('ym:correlation="joint" ym:carries="rooms absent"')
    step = start(flow, {"joint": "YX-1", "rooms": 3, "phone": "139"})
    assert effects(step, SendMessage) == [SendMessage("t", "decided", "YX-1", {"rooms": 3})]
    assert step.state.done


def test_without_a_key_of_its_own_the_host_uses_the_subject():
    step = start(sending(""), {"phone": "139"})
    assert effects(step, SendMessage) == [SendMessage("t", "decided", "", {})]


@pytest.mark.parametrize(("value", "key"), [("YX-1", "YX-1"), (12, "12"), (True, "true")])
def test_a_wait_has_the_key_of_the_moment_when_it_began(value, key):
    step = start(drawn(CATCH.format("joint") + chain("s", "c", "e")), {"joint": value})
    assert effects(step, Subscribe) == [Subscribe(on(step, "c"), "c", "message", "decided", key)]


@pytest.mark.parametrize("value", [None, "", [1], {"a": 1}])
@pytest.mark.parametrize("sends", [True, False])
def test_what_has_no_key_waits_for_a_person_and_goes_on_when_the_key_is_there(value, sends):
    flow = sending('ym:correlation="joint"') if sends else drawn(CATCH.format("joint") + chain("s", "c", "e"))
    step = start(flow, {"joint": value})
    (incident,) = effects(step, RaiseIncident)
    assert incident.code == "ym:message-without-key"
    assert not effects(step, SendMessage) and not effects(step, Subscribe)
    mended = advance(flow, step.state, IncidentResolved(incident.token, {"joint": "YX-1"}))
    assert [one.key for one in [*effects(mended, SendMessage), *effects(mended, Subscribe)]] == ["YX-1"]
    assert mended.state.done == sends


def test_of_two_that_an_event_throws_none_goes_out_before_both_have_a_key():
    two = '<messageEventDefinition messageRef="m"/><messageEventDefinition messageRef="m" ym:correlation="joint"/>'
    flow = drawn(f'<intermediateThrowEvent id="t">{two}</intermediateThrowEvent>' + chain("s", "t", "e"))
    step = start(flow, {})
    assert not effects(step, SendMessage)
    mended = advance(flow, step.state, IncidentResolved(on(step, "t"), {"joint": "1"}))
    assert [one.key for one in effects(mended, SendMessage)] == ["", "1"]


def test_a_signal_carries_what_the_drawing_names():
    thrown = '<signalEventDefinition signalRef="g" ym:carries="why"/>'
    event = f'<intermediateThrowEvent id="t">{thrown}</intermediateThrowEvent>'
    step = start(drawn(event + chain("s", "t", "e")), {"why": "flood", "phone": "139"})
    assert effects(step, ThrowSignal) == [ThrowSignal("t", "closed", {"why": "flood"})]


def test_what_a_message_carries_is_seen_by_its_receiver():
    flow = drawn(CATCH.format("joint") + '<serviceTask id="w" ym:capability="x"/>' + chain("s", "c", "w", "e"))
    step = start(flow, {"joint": "YX-1"})
    after = advance(flow, step.state, MessageArrived(on(step, "c"), "decided", {"rooms": 3}))
    assert at(after) == ["w"] and after.state.variables["rooms"] == 3
    assert advance(flow, after.state, CapabilityReturned(on(after, "w"))).state.done


@pytest.mark.parametrize(
    ("body", "element", "word"),
    [
        ('<sendTask id="t" messageRef="m" ym:correlation="a +"/>', "t", "消息的键"),
        (CATCH.format("1 +").replace('id="c"', 'id="t"'), "t", "消息的键"),
        (CATCH.format("1").replace("ym:correlation", "ym:carries").replace('id="c"', 'id="t"'), "t", "只接收"),
    ],
)
def test_it_finds_wrong_keys_and_variables_where_nothing_is_sent(body, element, word):
    found = check(drawn(body + chain("s", "t", "e")))
    assert [problem.element for problem in found if word in problem.sentence] == [element]


def test_a_misspelt_attribute_of_an_event_is_refused():
    with pytest.raises(BpmnError) as refused:
        drawn(CATCH.format("a").replace("ym:correlation", "ym:key") + chain("s", "c", "e"))
    assert [problem.element for problem in refused.value.problems] == ["c"]


@pytest.mark.parametrize(("cycle", "since"), [("R3/P1M", ""), ("R3/2027-01-31T09:00:00/P1M", "2027-01-31T09:00:00")])
def test_a_repeating_timer_says_its_turn_and_from_when_it_counts(cycle, since):
    timer = f"<timerEventDefinition><timeCycle>{cycle}</timeCycle></timerEventDefinition>"
    flow = process(
        ENDS
        + '<userTask id="a" ym:post="c"/>'
        + f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{timer}</boundaryEvent>'
        + chain("s", "a", "e")
        + chain("b", "e")
    )
    step = start(flow, {})
    token, turns = on(step, "b"), []
    for _ in range(3):
        turns += [(one.turn, one.since) for one in effects(step, StartTimer)]
        step = advance(flow, step.state, TimerFired(token))
    assert turns == [(1, ""), (2, since), (3, since)]
    assert at(step) == ["a"]


def test_joins_behind_messages_and_alternatives_are_tried_too():
    fork = '<parallelGateway id="f"/><parallelGateway id="j"/><eventBasedGateway id="ways"/>'
    flow = drawn(
        fork
        + CATCH.format("1")
        + f'<intermediateCatchEvent id="d">{HOLDS}</intermediateCatchEvent>'
        + '<exclusiveGateway id="x"/><sendTask id="t" messageRef="m"/>'
        + chain("s", "f", "ways", "c", "x", "j", "e")
        + chain("ways", "d", "x")
        + chain("f", "t", "j")
    )
    assert check(flow) == []
