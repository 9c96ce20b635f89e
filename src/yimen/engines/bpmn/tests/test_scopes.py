"""Sub-processes, events, loops and compensation: what BPMN 2.0.2 says of each, and what holds for all of them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.engines.bpmn import (
    BpmnError,
    CallCapability,
    CancelTimer,
    CapabilityFailed,
    CapabilityReturned,
    EndReached,
    IncidentResolved,
    InstanceFailed,
    MessageArrived,
    OpenTask,
    RaiseIncident,
    ScopeChanged,
    ScopeClosed,
    ScopeOpened,
    SendMessage,
    SignalCaught,
    StaleHappening,
    StartTimer,
    State,
    Subscribe,
    TaskCompleted,
    ThrowSignal,
    TimerFired,
    TokenAdded,
    TokenChanged,
    TokenClosed,
    Unsubscribe,
    VariablesChanged,
    VariableSet,
    WorkForgotten,
    WorkKept,
    advance,
    law,
    read,
    start,
)

from .make import at, chain, effects, flow, on, xml

DECLARED = (
    '<message id="m" name="补正"/><signal id="sig" name="停办"/><error id="bad" errorCode="BAD"/>'
    '<escalation id="esc" escalationCode="LATE"/>'
)


def drawn(body):
    """The process of a body, which is lawful."""
    found = read(xml(body).replace(b"<process", DECLARED.encode() + b"<process"))
    assert law(found) == []
    return found


def task(key, inner="", more=""):
    return f'<userTask id="{key}" ym:post="clerk" {more}>{inner}</userTask>'


def around(body, first, last="", key="sub", tag="subProcess", inner=""):
    """A sub-process with this inside, from its first node to its last."""
    inside = f'<startEvent id="{key}.in"/>{body}<endEvent id="{key}.out"/>' + chain(f"{key}.in", first)
    return f'<{tag} id="{key}">{inside}{chain(last or first, f"{key}.out")}{inner}</{tag}>'


def event(tag, key, definition, more=""):
    return f'<{tag} id="{key}" {more}>{definition}</{tag}>'


ERROR = '<errorEventDefinition errorRef="bad"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
MESSAGE = '<messageEventDefinition messageRef="m"/>'
UNNAMED = "<messageEventDefinition/>"
UNDO = "<compensateEventDefinition/>"
LATE = '<escalationEventDefinition escalationRef="esc"/>'
ENDS = '<startEvent id="s"/><endEvent id="e"/>'


def done(found, step, node, **variables):
    return advance(found, step.state, TaskCompleted(on(step, node), "", variables))


def test_a_sub_process_is_left_when_everything_inside_is_over():
    body = around(task("a") + task("b") + flow("sub.in", "b"), "a") + ENDS + chain("s", "sub", "e")
    found = drawn(body.replace('<endEvent id="sub.out"/>', '<endEvent id="sub.out"/>' + flow("b", "sub.out")))
    step = start(found, {})
    assert at(step) == ["a", "b", "sub"]
    step = done(found, step, "a")
    assert at(step) == ["b", "sub"]
    step = done(found, step, "b")
    assert step.state.done and step.state.ended == ("e",)


def test_an_error_inside_goes_on_at_the_edge_and_ends_what_else_runs_inside():
    inside = task("a") + event("endEvent", "fail", ERROR) + task("b") + flow("sub.in", "b") + flow("b", "fail")
    edge = event("boundaryEvent", "caught", ERROR, 'attachedToRef="sub"') + task("help") + chain("caught", "help", "e")
    found = drawn(around(inside, "a") + edge + ENDS + chain("s", "sub", "e"))
    step = done(found, start(found, {}), "b")
    assert at(step) == ["help"]
    assert step.state.scopes == ()


def test_an_error_that_nobody_catches_ends_the_instance_with_its_code():
    found = drawn('<startEvent id="s"/>' + task("a") + event("endEvent", "fail", ERROR) + chain("s", "a", "fail"))
    step = done(found, start(found, {}), "a")
    assert step.state.done and step.state.failed == "BAD"
    assert InstanceFailed("BAD") in step.changes


def test_an_escalation_may_be_noted_while_the_work_goes_on():
    inside = event("intermediateThrowEvent", "tell", LATE) + task("a") + chain("tell", "a")
    noted = event("boundaryEvent", "noted", LATE, 'attachedToRef="sub" cancelActivity="false"') + task("boss")
    found = drawn(around(inside, "tell", "a") + noted + chain("noted", "boss", "e") + ENDS + chain("s", "sub", "e"))
    assert at(start(found, {})) == ["a", "boss", "sub"]


def withdrawn(interrupting):
    inner = event("startEvent", "asked", MESSAGE, f'isInterrupting="{interrupting}"') + task("b")
    inner += '<endEvent id="ee"/>' + chain("asked", "b", "ee")
    sub = f'<subProcess id="ev" triggeredByEvent="true">{inner}</subProcess>'
    return drawn(ENDS + task("a") + sub + chain("s", "a", "e"))


def test_an_interrupting_event_sub_process_takes_the_place_of_the_rest():
    found = withdrawn("true")
    step = start(found, {})
    (asked,) = effects(step, Subscribe)
    step = advance(found, step.state, MessageArrived(asked.token, "补正", {"why": "x"}))
    assert at(step) == ["b"]
    step = done(found, step, "b")
    assert step.state.done and step.state.ended == ("ee",)


def test_a_non_interrupting_event_sub_process_runs_beside_the_rest_and_may_start_again():
    found = withdrawn("false")
    step = start(found, {})
    for _ in range(2):
        step = advance(found, step.state, MessageArrived(on(step, "asked"), "补正"))
    assert at(step) == ["a", "asked", "b", "b"]
    step = done(found, step, "a")
    assert not step.state.done
    for _ in range(2):
        token = next(one for one in step.state.tokens if one.node == "b")
        step = advance(found, step.state, TaskCompleted(token.id))
    assert step.state.done


def test_a_message_that_nobody_waits_for_is_stale():
    found = withdrawn("true")
    step = start(found, {})
    with pytest.raises(StaleHappening):
        advance(found, step.state, MessageArrived(on(step, "a")))
    with pytest.raises(StaleHappening):
        advance(found, step.state, MessageArrived(on(step, "asked"), "别的消息"))


def test_the_first_event_behind_an_event_gateway_decides():
    timer = "<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>"
    body = event("eventBasedGateway", "g", "") + event("intermediateCatchEvent", "late", timer)
    body += event("receiveTask", "got", "", 'messageRef="m"') + task("a") + task("b")
    found = drawn(ENDS + body + chain("s", "g", "late", "a", "e") + chain("g", "got", "b", "e"))
    step = start(found, {})
    assert len(effects(step, StartTimer)) == len(effects(step, Subscribe)) == 1
    after = advance(found, step.state, MessageArrived(on(step, "got")))
    assert at(after) == ["b"]
    assert at(advance(found, step.state, TimerFired(on(step, "late")))) == ["a"]
    with pytest.raises(StaleHappening):
        advance(found, after.state, TimerFired(on(step, "late")))


def test_a_signal_reaches_everyone_who_waits_here_and_elsewhere():
    catches = "".join(event("intermediateCatchEvent", key, SIGNAL) for key in ("x", "y"))
    body = (
        catches
        + '<parallelGateway id="f"/><parallelGateway id="j"/>'
        + task("a")
        + event("intermediateThrowEvent", "t", SIGNAL)
    )
    found = drawn(ENDS + body + chain("s", "f", "x", "j") + chain("f", "y", "j") + chain("f", "a", "t", "j", "e"))
    step = start(found, {})
    own = done(found, step, "a")
    assert own.state.done and effects(own, ThrowSignal) == [ThrowSignal("t", "停办")]
    assert at(advance(found, step.state, SignalCaught("停办"))) == ["a", "j", "j"]
    assert at(advance(found, step.state, SignalCaught("别的"))) == ["a", "x", "y"]
    assert at(advance(found, step.state, SignalCaught("停办", tokens=(on(step, "x"),)))) == ["a", "j", "y"]
    assert at(advance(found, step.state, SignalCaught("停办", tokens=(on(step, "a"), 99)))) == ["a", "x", "y"]


def test_an_event_with_several_triggers_takes_the_first_and_gives_the_rest_back():
    timer = "<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>"
    found = drawn(ENDS + event("intermediateCatchEvent", "c", MESSAGE + timer + SIGNAL) + chain("s", "c", "e"))
    step = start(found, {})
    token = on(step, "c")
    by_timer = advance(found, step.state, TimerFired(token))
    assert by_timer.state.done and by_timer.effects == (Unsubscribe(token),)
    by_message = advance(found, step.state, MessageArrived(token, "补正"))
    assert by_message.state.done and by_message.effects == (CancelTimer(token), Unsubscribe(token))


def test_an_event_that_waits_for_all_goes_on_after_the_last():
    both = event("intermediateCatchEvent", "c", MESSAGE + SIGNAL, 'parallelMultiple="true"')
    found = drawn(ENDS + both + chain("s", "c", "e"))
    step = start(found, {})
    step = advance(found, step.state, MessageArrived(on(step, "c")))
    with pytest.raises(StaleHappening):
        advance(found, step.state, MessageArrived(on(step, "c")))
    assert not step.state.done
    assert advance(found, step.state, SignalCaught("停办")).state.done


def test_a_condition_fires_when_it_comes_to_hold_and_again_only_after_it_failed():
    condition = "<conditionalEventDefinition><condition>debt &gt; 100</condition></conditionalEventDefinition>"
    edge = event("boundaryEvent", "c", condition, 'attachedToRef="a" cancelActivity="false"')
    found = drawn(ENDS + task("a") + edge + task("b") + chain("s", "a", "e") + chain("c", "b", "e"))
    step = start(found, {"debt": 5})
    waiting = []
    for debt in (200, 300, 50, 400):
        step = advance(found, step.state, VariablesChanged({"debt": debt}))
        waiting.append(at(step).count("b"))
    assert waiting == [1, 1, 1, 2]


def test_a_repeating_timer_fires_as_often_as_it_says():
    cycle = "<timerEventDefinition><timeCycle>R2/P1D</timeCycle></timerEventDefinition>"
    edge = event("boundaryEvent", "c", cycle, 'attachedToRef="a" cancelActivity="false"')
    found = drawn(ENDS + task("a") + edge + task("b") + chain("s", "a", "e") + chain("c", "b", "e"))
    step = start(found, {})
    for left in (1, 0):
        step = advance(found, step.state, TimerFired(on(step, "c")))
        assert len(effects(step, StartTimer)) == left
    assert at(step) == ["a", "b", "b"]


def test_a_link_jumps_to_its_other_half():
    link = '<linkEventDefinition name="后半"/>'
    body = event("intermediateThrowEvent", "out", link) + event("intermediateCatchEvent", "in", link) + task("a")
    assert at(start(drawn(ENDS + body + chain("s", "out") + chain("in", "a", "e")), {})) == ["a"]


def many(characteristics):
    return drawn(ENDS + task("a", characteristics) + chain("s", "a", "e"))


def test_several_instances_run_side_by_side_and_see_their_own_item():
    found = many('<multiInstanceLoopCharacteristics ym:collection="offices" ym:item="office"/>')
    step = start(found, {"offices": ["消防", "城管"]})
    assert len(effects(step, OpenTask)) == 2
    assert [scope.variables.get("office") for scope in step.state.scopes if scope.kind == "each"] == ["消防", "城管"]
    for _ in range(2):
        token = next(one for one in step.state.tokens if one.role == "body")
        step = advance(found, step.state, TaskCompleted(token.id))
    assert step.state.done


def test_several_instances_run_one_after_the_other_until_the_condition_holds():
    found = many(
        '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>5</loopCardinality>'
        "<completionCondition>numberOfCompletedInstances = 2</completionCondition></multiInstanceLoopCharacteristics>"
    )
    step = start(found, {})
    for _ in range(2):
        assert len([one for one in step.state.tokens if one.role == "body"]) == 1
        token = next(one for one in step.state.tokens if one.role == "body")
        step = advance(found, step.state, TaskCompleted(token.id))
    assert step.state.done


def test_a_number_of_instances_that_is_none_asks_a_person():
    found = many('<multiInstanceLoopCharacteristics ym:collection="offices"/>')
    step = start(found, {})
    assert [effect.code for effect in effects(step, RaiseIncident)] == ["ym:loop-without-count"]
    step = advance(found, step.state, IncidentResolved(on(step, "a"), {"offices": [1]}))
    assert len(effects(step, OpenTask)) == 1


def test_no_instances_are_no_work():
    assert start(many('<multiInstanceLoopCharacteristics ym:collection="[]"/>'), {}).state.done


def test_a_loop_runs_while_its_condition_holds():
    loop = "<standardLoopCharacteristics><loopCondition>more</loopCondition></standardLoopCharacteristics>"
    found = many(loop)
    step = start(found, {"more": True})
    token = next(one for one in step.state.tokens if one.role == "body")
    step = advance(found, step.state, TaskCompleted(token.id))
    assert not step.state.done
    token = next(one for one in step.state.tokens if one.role == "body")
    assert advance(found, step.state, TaskCompleted(token.id, "", {"more": False})).state.done


def inclusive():
    gates = '<inclusiveGateway id="f" default="f-c"/><inclusiveGateway id="j"/>' + task("a") + task("b") + task("c")
    ways = (
        flow("f", "a", "x") + flow("f", "b", "y") + flow("f", "c") + chain("a", "j") + chain("b", "j") + chain("c", "j")
    )
    return drawn(ENDS + gates + chain("s", "f") + ways + chain("j", "e"))


def test_an_inclusive_join_waits_for_those_that_can_still_come_and_for_no_others():
    found = inclusive()
    step = start(found, {"x": True, "y": True})
    step = done(found, step, "a")
    assert at(step) == ["b", "j"]
    assert done(found, step, "b").state.done
    only = start(found, {"x": True, "y": False})
    assert at(only) == ["a"] and done(found, only, "a").state.done
    assert at(start(found, {"x": False, "y": False})) == ["c"]


def undone(tag="subProcess", end="<compensateEventDefinition/>"):
    handler = task("undo", more='isForCompensation="true"')
    edge = event("boundaryEvent", "back", "<compensateEventDefinition/>", 'attachedToRef="a"')
    link = '<association id="x" sourceRef="back" targetRef="undo"/>'
    inside = task("a") + edge + handler + link + event("endEvent", "stop", end) + chain("a", "stop")
    body = f'<startEvent id="i"/>{inside}' + chain("i", "a")
    cancelled = event("boundaryEvent", "off", "<cancelEventDefinition/>", 'attachedToRef="sub"') + task("told")
    edges = cancelled + chain("off", "told", "e") if tag == "transaction" else ""
    return drawn(ENDS + f'<{tag} id="sub">{body}</{tag}>' + edges + chain("s", "sub", "e"))


def test_what_was_completed_is_undone_once():
    found = undone()
    step = done(found, start(found, {}), "a")
    assert at(step) == ["stop", "sub", "undo"]
    step = done(found, step, "undo")
    assert step.state.done and step.state.ended == ("e",)


def test_a_cancelled_transaction_undoes_its_work_and_goes_on_at_its_cancel_event():
    found = undone("transaction", "<cancelEventDefinition/>")
    step = done(found, start(found, {}), "a")
    assert at(step) == ["sub", "undo"]
    assert at(done(found, step, "undo")) == ["told"]


def test_a_failed_capability_is_caught_around_it():
    inside = '<serviceTask id="c" ym:capability="issue"/>'
    edge = event("boundaryEvent", "caught", "<errorEventDefinition/>", 'attachedToRef="sub"') + task("help")
    found = drawn(around(inside, "c") + edge + ENDS + chain("s", "sub", "e") + chain("caught", "help", "e"))
    step = start(found, {})
    (call,) = effects(step, CallCapability)
    assert at(advance(found, step.state, CapabilityFailed(call.token, "ANY"))) == ["help"]
    assert advance(found, step.state, CapabilityReturned(call.token)).state.done


def test_a_message_begins_an_instance_at_the_event_that_names_it():
    found = drawn(event("startEvent", "m1", MESSAGE) + task("a") + '<endEvent id="e"/>' + chain("m1", "a", "e"))
    assert at(start(found, {}, "m1")) == ["a"]
    with pytest.raises(BpmnError, match="要由消息"):
        start(found, {})
    with pytest.raises(BpmnError, match="不能从"):
        start(found, {}, "nowhere")


def test_a_message_is_sent_by_a_task_and_by_an_event():
    body = '<sendTask id="t" messageRef="m"/>' + event("intermediateThrowEvent", "x", MESSAGE)
    step = start(drawn(ENDS + body + chain("s", "t", "x", "e")), {})
    assert effects(step, SendMessage) == [SendMessage("t", "补正"), SendMessage("x", "补正")]


@pytest.mark.parametrize(
    ("body", "element", "said"),
    [
        (ENDS + event("startEvent", "s2", "") + chain("s", "e") + chain("s2", "e"), "p", "开始事件没有触发条件"),
        (ENDS + event("endEvent", "c", "<cancelEventDefinition/>") + flow("s", "c"), "c", "只能放在事务子流程里"),
        (ENDS + event("intermediateCatchEvent", "c", ERROR) + chain("s", "c", "e"), "c", "错误事件不能放在"),
        (
            ENDS + event("intermediateThrowEvent", "c", "<messageEventDefinition/>") + chain("s", "c", "e"),
            "c",
            "哪个消息",
        ),
        (
            ENDS + event("intermediateThrowEvent", "l", '<linkEventDefinition name="x"/>') + chain("s", "l"),
            "l",
            "没有另一半",
        ),
        (
            ENDS + task("a") + event("eventBasedGateway", "g", "") + chain("s", "g", "a", "e"),
            "a",
            "不能接在事件网关之后",
        ),
        (ENDS + task("a", more='isForCompensation="true"') + chain("s", "a", "e"), "a", "补偿活动前后不能有顺序流"),
    ],
)
def test_the_law_names_what_the_standard_forbids(body, element, said):
    found = read(xml(body).replace(b"<process", DECLARED.encode() + b"<process"))
    assert [one for one in law(found) if one.element == element and said in one.sentence]


def replayed(before, step):
    """The old state with the changes of the step applied: what a host stores row by row."""
    tokens, scopes = ({one.id: one for one in rows} for rows in (before.tokens, before.scopes))
    works, variables = {one.id: one for one in before.works}, dict(before.variables)
    ended, failed = list(before.ended), before.failed
    for change in step.changes:
        match change:
            case TokenAdded(token) | TokenChanged(token):
                tokens[token.id] = token
            case TokenClosed(number):
                del tokens[number]
            case ScopeOpened(scope) | ScopeChanged(scope):
                scopes[scope.id] = scope
            case ScopeClosed(number):
                del scopes[number]
            case WorkKept(work):
                works[work.id] = work
            case WorkForgotten(number):
                del works[number]
            case VariableSet(name, value, 0):
                variables[name] = value
            case EndReached(node):
                ended.append(node)
            case InstanceFailed(code):
                failed = code
    over = not tokens
    rows = (tuple(tokens.values()), variables, step.state.next_token, tuple(ended), over)
    return State(*rows, tuple(scopes.values()), () if over else tuple(works.values()), failed)


PARTS = ("task", "sub", "many", "undo", "event")


@st.composite
def nested(draw, number, depth=0):
    """A part with one way in and one way out: its elements and its id."""
    key = f"n{next(number)}"
    kind = draw(st.sampled_from(PARTS if depth < 3 else ("task",)))
    if kind == "task":
        return key, task(key)
    loop = f'<multiInstanceLoopCharacteristics ym:collection="{draw(st.sampled_from(["[]", "[1]", "[1,2,3]"]))}"/>'
    if kind == "many":
        return key, task(key, loop)
    first, inner = draw(nested(number, depth + 1))
    second, other = draw(nested(number, depth + 1))
    inside = inner + other + chain(first, second)
    if kind == "undo":
        back, undo = f"{key}-back", f"{key}-undo"
        edge = event("boundaryEvent", back, "<compensateEventDefinition/>", f'attachedToRef="{first}"')
        inside += edge + task(undo, more='isForCompensation="true"')
        inside += f'<association id="{key}-x" sourceRef="{back}" targetRef="{undo}"/>'
        inside += event("intermediateThrowEvent", f"{key}-t", "<compensateEventDefinition/>") + chain(
            second, f"{key}-t"
        )
        return key, around(inside, first, f"{key}-t", key)
    if kind == "event":
        more = f'isInterrupting="{draw(st.sampled_from(["true", "false"]))}"'
        body = event("startEvent", f"{key}-m", MESSAGE, more) + task(f"{key}-h") + f'<endEvent id="{key}-he"/>'
        body += chain(f"{key}-m", f"{key}-h", f"{key}-he")
        inside += f'<subProcess id="{key}-ev" triggeredByEvent="true">{body}</subProcess>'
        return key, around(inside, first, second, key)
    return key, around(inside, first, second, key, inner=loop if draw(st.booleans()) else "")


@st.composite
def processes(draw):
    key, body = draw(nested(iter(range(1000))))
    return drawn(ENDS + body + chain("s", key, "e"))


@settings(max_examples=60, deadline=None)
@given(processes(), st.data())
def test_every_instance_ends_or_waits_on_something_visible_and_its_changes_are_its_state(found, data):
    open_ = {}
    step, before = start(found, {}), State()
    for _ in range(40):
        assert replayed(before, step) == step.state
        assert State.from_json(json.loads(json.dumps(step.state.to_json()))) == step.state
        open_ |= {one.token: one for one in step.effects if isinstance(one, OpenTask | Subscribe)}
        state = step.state
        known = {scope.id for scope in state.scopes} | {0}
        assert all(token.waiting and token.scope in known for token in state.tokens)
        assert all(scope.parent in known for scope in state.scopes)
        if state.done:
            assert state.scopes == () and state.ended == ("e",)
            return
        ready = [token for token in state.tokens if token.id in open_]
        assert any(isinstance(open_[token.id], OpenTask) for token in ready), "nobody is asked for anything"
        token = data.draw(st.sampled_from(ready))
        asked = isinstance(open_[token.id], OpenTask)
        before = state
        step = advance(found, state, TaskCompleted(token.id) if asked else MessageArrived(token.id))


def _many(count, sequential="false"):
    inner = f"<loopCardinality>{count}</loopCardinality>"
    return f'<multiInstanceLoopCharacteristics isSequential="{sequential}">{inner}</multiInstanceLoopCharacteristics>'


@pytest.mark.parametrize("sequential", ["false", "true"])
def test_a_thousand_instances_are_many_steps_but_no_loop_without_an_end(sequential):
    script = '<scriptTask id="{}" ym:result="x">{}<script>1</script></scriptTask>'
    body = '<startEvent id="s"/><endEvent id="e"/>' + script.format("many", _many(1000, sequential))
    found = drawn(body + script.format("after", "") + chain("s", "many", "after", "e"))
    assert start(found, {}).state.ended == ("e",)


def test_ever_more_instances_are_a_loop_without_an_end():
    body = '<startEvent id="s"/><exclusiveGateway id="again"/><parallelGateway id="fork"/><endEvent id="e"/>'
    found = drawn(body + task("t", _many(3)) + chain("s", "again", "fork", "t", "e") + flow("fork", "again"))
    with pytest.raises(BpmnError, match="无法结束的循环"):
        start(found, {})
