"""The process of a real service, from the application to the end."""

from yimen.engines.bpmn import (
    AskDecision,
    CallCapability,
    CapabilityReturned,
    DecisionMade,
    OpenTask,
    TaskCompleted,
    advance,
    check,
    start,
)

from .make import REGISTRATION, at, effects, on, process

PROCESS = process(REGISTRATION)


def _until_decision(outputs):
    step = start(PROCESS, {"applicant": "张伟"})
    assert step.effects == (CallCapability(1, "accept", "accept"),)
    for node in ("accept", "collect"):
        step = advance(PROCESS, step.state, CapabilityReturned(on(step, node)))
    assert step.effects == (AskDecision(on(step, "decide"), "decide", "outcome", "rule_outcome"),)
    return advance(PROCESS, step.state, DecisionMade(on(step, "decide"), outputs))


def _finish(step, *nodes):
    for node in nodes:
        step = advance(PROCESS, step.state, CapabilityReturned(on(step, node)))
    return step


def test_it_has_no_problems():
    assert check(PROCESS) == []


def test_it_grants_at_once_when_the_rules_say_so():
    step = _finish(_until_decision("grant"), "grant", "issue", "deliver")
    assert step.state.done
    assert step.state.ended == ("granted",)


def test_it_asks_an_officer_when_the_rules_do_not_grant():
    step = _until_decision("manual")
    task = OpenTask(on(step, "formal-review"), "formal-review", "形式审查", "registrar", "P3D", ("grant", "refuse"))
    assert step.effects == (task,)


def test_it_asks_an_officer_when_the_decision_gave_nothing():
    assert at(_until_decision(None)) == ["formal-review"]


def test_the_officer_may_grant():
    step = _until_decision("manual")
    step = advance(PROCESS, step.state, TaskCompleted(on(step, "formal-review"), "grant", {"opinion": "材料齐全"}))
    assert at(step) == ["grant"]
    assert step.state.variables["outcome"] == "grant"
    assert step.state.variables["formal-review_outcome"] == "grant"
    assert step.state.variables["opinion"] == "材料齐全"


def test_the_officer_may_refuse():
    step = _until_decision("manual")
    step = advance(PROCESS, step.state, TaskCompleted(on(step, "formal-review"), "refuse"))
    step = _finish(step, "refuse", "deliver-refusal")
    assert step.state.ended == ("refused",)
    assert effects(step, CallCapability) == []
