"""Choices, parallel branches, joins, conditional flows out of tasks."""

import pytest

from yimen.engines.bpmn import (
    BpmnError,
    CloseTask,
    IncidentResolved,
    OpenTask,
    RaiseIncident,
    StaleHappening,
    TaskCompleted,
    advance,
    start,
)

from .make import at, chain, effects, flow, on, process

BEGIN = '<startEvent id="s"/><endEvent id="e"/>'


def user(*keys):
    return "".join(f'<userTask id="{key}" name="{key}" ym:post="clerk"/>' for key in keys)


def complete(found, step, node, **variables):
    return advance(found, step.state, TaskCompleted(on(step, node), variables=variables))


CHOICE = process(
    BEGIN
    + user("a", "b", "c")
    + '<exclusiveGateway id="g" name="金额" default="g-c"/>'
    + chain("s", "g")
    + flow("g", "a", "amount > 100")
    + flow("g", "b", "amount > 10")
    + chain("g", "c", "e")
    + chain("a", "e")
    + chain("b", "e")
)


@pytest.mark.parametrize(("amount", "node"), [(1000, "a"), (50, "b"), (5, "c"), (100.5, "a"), (None, "c"), ("x", "c")])
def test_the_first_open_flow_is_taken_else_the_default(amount, node):
    assert at(start(CHOICE, {"amount": amount})) == [node]


def test_a_condition_without_an_answer_counts_as_false_and_says_so():
    step = start(CHOICE, {})
    assert at(step) == ["c"]
    assert "金额：没有提供“amount”的值。" in [doubt.sentence for doubt in step.doubts]


def test_an_answer_that_is_no_truth_value_counts_as_false_and_says_so():
    body = BEGIN + user("a") + '<exclusiveGateway id="g" default="g-e"/>' + chain("s", "g", "e") + chain("a", "e")
    step = start(process(body + flow("g", "a", '"yes"')), {})
    assert step.state.ended == ("e",)
    assert [doubt.sentence for doubt in step.doubts] == ['g：条件“"yes"”没有得出“是”或“否”，按“否”处理。']


def test_no_way_out_is_an_incident_that_a_person_resolves():
    body = BEGIN + user("a") + '<exclusiveGateway id="g"/>' + chain("s", "g") + flow("g", "a", "ok") + chain("a", "e")
    found = process(body)
    step = start(found, {"ok": False})
    assert step.effects == (RaiseIncident(1, "g", "ym:no-way-out"),)
    assert not step.state.done
    again = advance(found, step.state, IncidentResolved(1, {"ok": None}))
    assert effects(again, RaiseIncident)
    assert at(advance(found, again.state, IncidentResolved(1, {"ok": True}))) == ["a"]


def test_only_an_incident_can_be_resolved():
    step = start(CHOICE, {"amount": 5})
    with pytest.raises(StaleHappening, match="没有待处理的异常"):
        advance(CHOICE, step.state, IncidentResolved(on(step, "c")))


PARALLEL = process(
    BEGIN
    + user("a", "b", "c")
    + '<parallelGateway id="g"/><parallelGateway id="j"/>'
    + chain("s", "g", "a", "j", "c", "e")
    + chain("g", "b", "j")
)


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_join_waits_for_every_branch(order):
    step = start(PARALLEL, {})
    assert at(step) == ["a", "b"]
    step = complete(PARALLEL, step, order[0])
    assert at(step) == sorted(["j", order[1]])
    assert effects(step, OpenTask) == []
    assert at(complete(PARALLEL, step, order[1])) == ["c"]


def test_a_join_counts_arrivals_by_flow_not_by_number():
    body = (
        BEGIN
        + user("a", "b", "again")
        + '<parallelGateway id="g"/><parallelGateway id="j"/><exclusiveGateway id="m"/>'
        + chain("s", "g", "a", "m", "j", "e")
        + chain("g", "again", "m")
        + chain("g", "b", "j")
    )
    found = process(body)
    step = complete(found, complete(found, start(found, {}), "a"), "again")
    assert at(step) == ["b", "j", "j"]
    step = complete(found, step, "b")
    assert step.state.ended == ("e",)
    assert at(step) == ["j"]
    assert effects(step, RaiseIncident) == [RaiseIncident(on(step, "j"), "j", "ym:join-stuck")]


BYPASS = process(
    BEGIN
    + user("a", "b", "c")
    + '<parallelGateway id="g"/><parallelGateway id="j"/><exclusiveGateway id="x" default="x-j"/><endEvent id="out"/>'
    + chain("s", "g", "a", "j", "c", "e")
    + chain("g", "b", "x", "j")
    + flow("x", "out", "leave")
)


def test_a_join_that_lost_a_branch_is_shown_to_a_person_who_may_release_it():
    step = complete(BYPASS, start(BYPASS, {}), "a")
    assert effects(step, RaiseIncident) == []
    step = complete(BYPASS, step, "b", leave=True)
    assert step.effects == (RaiseIncident(on(step, "j"), "j", "ym:join-stuck"),)
    assert at(advance(BYPASS, step.state, IncidentResolved(on(step, "j")))) == ["c"]


def test_a_stuck_join_is_reported_once():
    body = BEGIN + user("a", "b", "c") + '<parallelGateway id="g"/><parallelGateway id="j"/><endEvent id="f"/>'
    found = process(body + chain("s", "g", "a", "j", "e") + chain("g", "b", "f") + chain("c", "j"))
    step = complete(found, start(found, {}), "a")
    assert len(effects(step, RaiseIncident)) == 1
    assert effects(complete(found, step, "b"), RaiseIncident) == []


def test_conditional_flows_out_of_a_task_open_each_that_holds():
    body = BEGIN + user("t", "a", "b", "d").replace('id="t"', 'id="t" default="t-d"') + chain("s", "t")
    body += flow("t", "a", "x > 1") + flow("t", "b", "x > 2") + chain("t", "d", "e") + chain("a", "e") + chain("b", "e")
    found = process(body)
    for x, nodes in ((3, ["a", "b"]), (2, ["a"]), (0, ["d"])):
        assert at(complete(found, start(found, {}), "t", x=x)) == nodes


def test_a_task_with_two_flows_splits():
    found = process(BEGIN + user("t", "a", "b") + chain("s", "t", "a", "e") + chain("t", "b", "e"))
    step = complete(found, start(found, {}), "t")
    assert at(step) == ["a", "b"]
    assert len({token.id for token in step.state.tokens}) == 2


TERMINATE = BEGIN.replace('<endEvent id="e"/>', '<endEvent id="e"><terminateEventDefinition/></endEvent>')


def test_a_terminate_end_closes_everything_else():
    found = process(
        TERMINATE + user("a", "b") + '<parallelGateway id="g"/>' + chain("s", "g", "a", "e") + chain("g", "b", "e")
    )
    step = start(found, {})
    other = on(step, "b")
    step = complete(found, step, "a")
    assert step.state.done and step.state.ended == ("e",)
    assert step.effects == (CloseTask(other),)


def test_what_a_terminated_branch_asked_for_in_the_same_step_is_never_asked():
    service = '<serviceTask id="b" ym:capability="issue"/><parallelGateway id="g"/>'
    step = start(process(TERMINATE + service + chain("s", "g", "b", "e") + chain("g", "e")), {})
    assert step.state.done
    assert step.effects == ()


def test_endless_automatic_steps_are_an_error_not_a_hang():
    body = BEGIN + '<exclusiveGateway id="g" name="转圈" default="g-h"/><exclusiveGateway id="h"/>' + user("a")
    found = process(body + chain("s", "g", "h", "g") + flow("g", "a", "stop") + chain("a", "e"))
    with pytest.raises(BpmnError, match="无法结束的循环"):
        start(found, {"stop": False})
    assert at(start(found, {"stop": True})) == ["a"]
