"""A running instance comes to another version whole, or stays where it is and says why."""

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.engines.bpmn import (
    BpmnError,
    CancelTimer,
    CapabilityFailed,
    CloseTask,
    IncidentResolved,
    MessageArrived,
    OpenTask,
    StartTimer,
    Subscribe,
    TaskCompleted,
    TimerFired,
    Unsubscribe,
    advance,
    migrate,
    plan,
    start,
)

from .make import at, chain, effects, flow, on
from .test_properties import sound_processes, wild_processes
from .test_repair import FORKED, REVIEW, TIMER, WITHIN, Host
from .test_scopes import ENDS, MESSAGE, SIGNAL, around, drawn, event, processes, replayed, task

SERVICE = '<serviceTask id="a" ym:capability="c"/>'


def review(*, key="a", outcomes="grant refuse", post="clerk", edge=TIMER):
    """One task with a timer on its edge, as two versions may have it."""
    drawing = (
        ENDS + f'<userTask id="{key}" name="审查" ym:post="{post}" ym:outcomes="{outcomes}"/>' + chain("s", key, "e")
    )
    if edge:
        drawing += event("boundaryEvent", "late", edge, f'name="逾期" attachedToRef="{key}"')
        drawing += task("help") + chain("late", "help", "e")
    return drawn(drawing)


def moved(old, new, state, mapping=None):
    """The step of a migration that is possible, and its notes."""
    found = migrate(old, new, state, mapping)
    assert found.step is not None and found.reasons == ()
    assert replayed(state, found.step) == found.step.state
    return found.step, found.notes


def refused(old, new, state, mapping=None):
    found = migrate(old, new, state, mapping)
    assert found.step is None and found.reasons
    return " ".join(found.reasons)


def test_what_has_not_changed_goes_on_waiting_under_its_number():
    step = start(review(), {"x": 1})
    after, notes = moved(review(), review(), step.state)
    assert (after.state, after.changes, after.effects, notes) == (step.state, (), (), ())


def test_a_renamed_step_keeps_its_task_when_the_mapping_says_which_it_is():
    step = start(review(), {})
    new = review(key="assess")
    assert "“审查”（a）在新版本里没有对应的环节" in refused(review(), new, step.state)
    after, notes = moved(review(), new, step.state, {"a": "assess"})
    assert at(after) == ["assess", "late"] and on(after, "assess") == on(step, "a")
    assert (after.effects, notes) == ((), ())
    assert advance(new, after.state, TaskCompleted(on(after, "assess"), "grant")).state.done


def test_it_names_the_tokens_whose_element_has_another_id_and_no_others():
    step = start(review(), {})
    assert dict(migrate(review(), review(key="assess"), step.state, {"a": "assess"}).renamed) == {
        on(step, "a"): "assess"
    }
    assert dict(migrate(review(), review(edge=""), step.state).renamed) == {}


def test_a_task_whose_outcomes_change_is_opened_anew_and_the_note_says_what_changes():
    step = start(review(), {})
    after, notes = moved(review(), review(outcomes="grant refuse back", post="head"), step.state)
    number = on(step, "a")
    assert CloseTask(number) in after.effects
    assert effects(after, OpenTask)[0].outcomes == ("grant", "refuse", "back")
    assert after.state.token(number) is None
    assert on(after, "late") == on(step, "late") and not effects(after, StartTimer)
    (note,) = notes
    assert "由谁办从“clerk”改成“head”" in note and "从“grant、refuse”改成“grant、refuse、back”" in note


def test_a_timer_runs_on_unless_its_expression_has_changed():
    step = start(review(), {})
    longer = TIMER.replace("P5D", "P9D")
    after, notes = moved(review(), review(edge=longer), step.state)
    (timer,) = effects(after, StartTimer)
    assert CancelTimer(on(step, "late")) in after.effects and timer.expression_value == "P9D"
    assert notes == ("“逾期”（late）的定时从“P5D”改成“P9D”，按新的写法从迁移时起重新计时。",)
    fired = advance(review(edge=longer), after.state, TimerFired(timer.token))
    assert at(fired) == ["help"]


def test_an_event_on_the_edge_that_is_gone_or_new_is_given_up_or_waited_for():
    step = start(review(), {})
    without, notes = moved(review(), review(edge=""), step.state)
    assert at(without) == ["a"] and without.effects == (CancelTimer(on(step, "late")),)
    assert notes == ("新版本里没有“逾期”（late）了，不再等它。",)
    again, notes = moved(review(edge=""), review(), without.state)
    assert at(again) == ["a", "late"] and len(effects(again, StartTimer)) == 1
    assert notes == ("新版本里多了“逾期”（late），从迁移时起开始等它。",)


def test_an_event_on_the_edge_that_has_come_already_is_not_waited_for_again():
    edge = event("boundaryEvent", "late", TIMER, 'attachedToRef="a" cancelActivity="false"') + chain("late", "e")
    old = drawn(ENDS + task("a") + edge + chain("s", "a", "e"))
    step = start(old, {})
    step = advance(old, step.state, TimerFired(on(step, "late")))
    after, _ = moved(old, old, step.state)
    assert at(after) == ["a"] and after.effects == ()


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            ENDS + '<serviceTask id="a" ym:capability="c"/>' + chain("s", "a", "e"),
            "“a”是人工任务，新版本里的“a”是服务任务",
        ),
        (ENDS + around(task("a"), "a") + chain("s", "sub", "e"), "不在对应的子流程里"),
        (ENDS + task("b") + chain("s", "b", "e"), "没有对应的环节"),
        (
            ENDS + task("a", '<multiInstanceLoopCharacteristics ym:collection="[1]"/>') + chain("s", "a", "e"),
            "新版本里办几次不同",
        ),
    ],
)
def test_it_names_the_element_that_has_no_place_and_says_why(new, said):
    old = drawn(ENDS + task("a") + chain("s", "a", "e"))
    assert said in refused(old, drawn(new), start(old, {}).state)


def joined(third=False, first="a-j"):
    drawing = ENDS + '<parallelGateway id="f"/><parallelGateway id="j" name="汇合"/>' + task("a") + task("b")
    drawing += chain("s", "f", "a") + flow("a", "j", key=first) + chain("f", "b", "j", "e")
    return drawn(drawing + (task("c") + chain("f", "c", "j") if third else ""))


def test_a_join_keeps_the_branches_that_have_come():
    old = joined()
    step = advance(old, start(old, {}).state, TaskCompleted(on(start(old, {}), "a")))
    renamed = joined(first="other")
    after, _ = moved(old, renamed, step.state)
    assert [token.flow for token in after.state.tokens if token.node == "j"] == ["other"]
    assert advance(renamed, after.state, TaskCompleted(on(after, "b"))).state.done


def test_a_join_that_would_wait_for_a_branch_that_never_comes_stays():
    old, new = joined(), joined(third=True)
    step = advance(old, start(old, {}).state, TaskCompleted(on(start(old, {}), "a")))
    assert "迁移后“汇合”（j）会卡住" in refused(old, new, step.state)


def test_a_join_whose_missing_branch_is_gone_goes_on():
    new, old = joined(), joined(third=True)
    step = start(old, {})
    for key in ("a", "b"):
        step = advance(old, step.state, TaskCompleted(on(step, key)))
    without_c = migrate(old, new, step.state)
    assert without_c.step is None and "“c”在新版本里没有" in without_c.reasons[0]
    bare = dataclasses.replace(step.state, tokens=tuple(t for t in step.state.tokens if t.node != "c"))
    after, notes = moved(old, new, bare)
    assert after.state.done
    assert "“汇合”（j）在新版本里不用再等，迁移时就往下办。" in notes


def test_what_the_machine_has_in_hand_stays_until_it_is_done():
    def version(capability):
        return drawn(ENDS + f'<serviceTask id="a" name="制证" ym:capability="{capability}"/>' + chain("s", "a", "e"))

    step = start(version("issue"), {})
    assert "“制证”（a）正由系统办理“issue”" in refused(version("issue"), version("print"), step.state)
    failed = advance(version("issue"), step.state, CapabilityFailed(on(step, "a"), "BROKEN"))
    after, _ = moved(version("issue"), version("print"), failed.state)
    assert after.state == failed.state
    retried = advance(version("print"), after.state, IncidentResolved(on(after, "a")))
    assert [effect.capability for effect in retried.effects] == ["print"]


def test_a_step_without_a_way_out_moves_to_the_version_that_has_one():
    def version(condition):
        gate = '<exclusiveGateway id="g"/>' + flow("g", "e", condition)
        return drawn(ENDS + task("a") + gate + chain("s", "a", "g"))

    old, new = version("never"), version("true")
    step = start(old, {})
    step = advance(old, step.state, TaskCompleted(on(step, "a")))
    after, _ = moved(old, new, step.state)
    assert advance(new, after.state, IncidentResolved(on(after, "g"))).state.done


def test_what_runs_several_times_or_is_being_undone_stays():
    many = '<multiInstanceLoopCharacteristics ym:collection="[1,2]"/>'
    old = drawn(ENDS + task("a", many) + chain("s", "a", "e"))
    assert "正在多次办理" in refused(old, old, start(old, {}).state)
    handler = task("undo", more='isForCompensation="true"')
    edge = event("boundaryEvent", "back", "<compensateEventDefinition/>", 'attachedToRef="a"')
    link = '<association id="x" sourceRef="back" targetRef="undo"/>'
    throw = event("intermediateThrowEvent", "throw", "<compensateEventDefinition/>")
    body = task("a") + task("b")
    undoing = drawn(ENDS + body + edge + handler + link + throw + chain("s", "a", "b", "throw", "e"))
    step = start(undoing, {})
    step = advance(undoing, step.state, TaskCompleted(on(step, "a")))
    assert moved(undoing, undoing, step.state)[0].state == step.state
    plain = drawn(ENDS + body + throw + chain("s", "a", "b", "throw", "e"))
    assert "还可以撤销" in refused(undoing, plain, step.state)
    step = advance(undoing, step.state, TaskCompleted(on(step, "b")))
    assert "正在撤销已经办过的事" in refused(undoing, undoing, step.state)


def test_a_sub_process_is_carried_over_with_what_runs_inside():
    new = drawn(around(task("a") + task("b") + chain("a", "b"), "a", "b", key="part") + ENDS + chain("s", "part", "e"))
    step = start(WITHIN, {})
    assert "“sub”在新版本里没有对应的环节" in refused(WITHIN, new, step.state)
    after, _ = moved(WITHIN, new, step.state, {"sub": "part"})
    assert at(after) == ["a", "part"] and [scope.node for scope in after.state.scopes] == ["part"]
    for key in ("a", "b"):
        after = advance(new, after.state, TaskCompleted(on(after, key)))
    assert after.state.done


def test_an_event_that_waits_for_something_else_now_is_subscribed_anew():
    old, new = (
        drawn(ENDS + event("intermediateCatchEvent", "c", one) + chain("s", "c", "e")) for one in (MESSAGE, SIGNAL)
    )
    step = start(old, {})
    after, notes = moved(old, new, step.state)
    assert [type(effect) for effect in after.effects] == [Unsubscribe, Subscribe]
    assert after.effects[1].kind == "signal" and "按新版本重新等" in notes[0]


def test_an_event_sub_process_that_is_new_begins_to_wait():
    inner = event("startEvent", "asked", MESSAGE) + task("b") + '<endEvent id="ee"/>' + chain("asked", "b", "ee")
    old = drawn(ENDS + task("a") + chain("s", "a", "e"))
    new = drawn(
        ENDS + task("a") + f'<subProcess id="ev" triggeredByEvent="true">{inner}</subProcess>' + chain("s", "a", "e")
    )
    after, notes = moved(old, new, start(old, {}).state)
    assert at(after) == ["a", "asked"] and "多了“asked”" in notes[0]
    assert at(advance(new, after.state, MessageArrived(on(after, "asked")))) == ["b"]
    back, _ = moved(new, old, after.state)
    assert at(back) == ["a"]


def test_the_plan_names_what_has_no_counterpart_and_what_is_of_another_kind():
    found = plan(REVIEW, FORKED)
    assert [node.id for node in found.lost] == ["late", "g"]
    assert [node.id for node in found.gained] == ["f", "j", "c"]
    other = drawn(ENDS + SERVICE + chain("s", "a", "e"))
    assert plan(REVIEW, other).differences == ("“a”是人工任务，新版本里的“a”是服务任务。",)


def test_a_mapping_that_names_nothing_is_refused_with_every_name():
    with pytest.raises(BpmnError, match="旧版本里没有“nobody”；新版本里没有“nowhere”"):
        plan(REVIEW, FORKED, {"nobody": "a", "a": "nowhere"})
    with pytest.raises(BpmnError, match="一个是环节，一个是顺序流"):
        plan(REVIEW, FORKED, {"a": "s-f"})


def test_an_instance_that_is_over_is_not_moved():
    over = start(drawn(ENDS + chain("s", "e")), {}).state
    assert "已经结束" in refused(REVIEW, REVIEW, over)


PROCESSES = st.one_of(
    processes(), wild_processes(), sound_processes(), st.sampled_from([REVIEW, FORKED, WITHIN, joined(), joined(True)])
)


@settings(max_examples=150, deadline=None)
@given(PROCESSES, st.data())
def test_a_migration_to_the_same_version_changes_nothing_unless_it_is_refused(found, data):
    for state in reached(found, data):
        result = migrate(found, found, state)
        if result.step is not None:
            assert (result.step.state, result.step.changes, result.step.effects) == (state, (), ())
        else:
            # Only what is in the middle of several times, or of an undoing, may not even come to its own version.
            assert all("等" in reason for reason in result.reasons)
            assert {scope.kind for scope in state.scopes} & {"multi", "undo", "round"}


def reached(found, data):
    """The states of one random run that are not over."""
    try:
        host = Host(found, data)
        for _ in range(8):
            if host.step.state.done:
                return
            yield host.step.state
            host.go_on()
    except BpmnError as error:
        assert "无法结束的循环" in error.sentence


@settings(max_examples=250, deadline=None)
@given(PROCESSES, PROCESSES, st.data())
def test_in_any_other_version_an_instance_that_has_moved_ends_or_waits_on_something_visible(old, new, data):
    try:
        host = Host(old, data)
        for _ in range(data.draw(st.integers(0, 5))):
            if host.step.state.done:
                return
            host.go_on()
        state = host.step.state
        if state.done:
            return
        nodes, others = sorted(old.nodes), sorted(new.nodes)
        mapping = data.draw(st.dictionaries(st.sampled_from(nodes), st.sampled_from(others), max_size=3))
        written = json.dumps(state.to_json())
        found = migrate(old, new, state, mapping)
        assert (found.step is None) == bool(found.reasons)
        assert json.dumps(state.to_json()) == written
        if found.step is None:
            return
        assert found == migrate(old, new, state, mapping)
        host.found = new
        host.take(state, found.step)
        for _ in range(6):
            if host.step.state.done:
                return
            host.go_on()
    except BpmnError as error:
        assert "无法结束的循环" in error.sentence
