"""An instance that is called off undoes what was done in it, wherever that was, and then is over."""

import pytest

from yimen.engines.bpmn import (
    CallCapability,
    CapabilityReturned,
    InstanceCancelled,
    StaleHappening,
    State,
    Step,
    TaskCompleted,
    advance,
    start,
)
from yimen.engines.bpmn.soundness import Findings, explore
from yimen.engines.bpmn.tests.make import chain, process


def _undone_by(node: str) -> str:
    return (
        f'<serviceTask id="{node}" ym:capability="{node}"/>'
        f'<boundaryEvent id="back-{node}" attachedToRef="{node}"><compensateEventDefinition/></boundaryEvent>'
        f'<serviceTask id="undo-{node}" isForCompensation="true" ym:capability="undo-{node}"/>'
        f'<association id="to-{node}" sourceRef="back-{node}" targetRef="undo-{node}"/>'
    )


# One thing done before, one inside, one beside; a person then waits inside.
ROOMS = process(
    '<startEvent id="start"/><parallelGateway id="split"/><endEvent id="end"/>'
    + _undone_by("before")
    + _undone_by("beside")
    + '<userTask id="wait" ym:post="registrar"/><subProcess id="room"><startEvent id="in"/><endEvent id="out"/>'
    + _undone_by("inside")
    + '<userTask id="look" ym:post="registrar"/>'
    + chain("in", "inside", "look", "out")
    + "</subProcess>"
    + chain("start", "before", "split", "room", "end")
    + chain("split", "beside", "wait")
)
DONE = ("before", "beside", "inside")


def asked(step: Step) -> list[str]:
    return [effect.capability for effect in step.effects if isinstance(effect, CallCapability)]


def answered(state: State, *, but: str = "") -> State:
    """Until only people are waited for, everything is done that the machine is asked for."""
    while tokens := [one for one in state.tokens if one.node in DONE and one.node != but]:
        state = advance(ROOMS, state, CapabilityReturned(tokens[0].id)).state
    return state


def undoing(step: Step) -> list[str]:
    """What is asked for from now on, in its order, until it is over."""
    found = []
    while names := asked(step):
        found += names
        (token,) = step.state.tokens
        step = advance(ROOMS, step.state, CapabilityReturned(token.id))
    assert step.state.done and not (step.state.tokens or step.state.scopes or step.state.works or step.state.ended)
    return found


def test_the_last_work_comes_first_wherever_it_was_done() -> None:
    found = undoing(advance(ROOMS, answered(start(ROOMS, {}).state), InstanceCancelled()))
    assert sorted(found) == ["undo-before", "undo-beside", "undo-inside"]
    assert found[-1] == "undo-before"


def test_a_room_that_came_to_its_end_is_undone_from_inside() -> None:
    state = answered(start(ROOMS, {}).state)
    look = next(one for one in state.tokens if one.node == "look")
    state = advance(ROOMS, state, TaskCompleted(look.id, "")).state
    step = advance(ROOMS, state, InstanceCancelled())
    found = []
    while names := asked(step):
        found += names
        step = advance(ROOMS, step.state, CapabilityReturned(step.state.tokens[0].id))
    assert sorted(found) == ["undo-before", "undo-beside", "undo-inside"]


def test_what_is_in_hand_is_undone_before_what_was_completed() -> None:
    state = answered(start(ROOMS, {}).state, but="inside")
    found = undoing(advance(ROOMS, state, InstanceCancelled()))
    assert found == ["undo-inside", "undo-beside", "undo-before"]


def test_nothing_goes_on_while_it_undoes() -> None:
    step = advance(ROOMS, answered(start(ROOMS, {}).state), InstanceCancelled())
    (token,) = step.state.tokens
    assert token.node in ("undo-inside", "undo-beside")
    assert not step.state.done


def test_nobody_calls_it_off_again_while_it_undoes() -> None:
    step = advance(ROOMS, answered(start(ROOMS, {}).state), InstanceCancelled())
    with pytest.raises(StaleHappening, match="正在撤销"):
        advance(ROOMS, step.state, InstanceCancelled())


def test_what_is_undone_beside_the_flow_keeps_no_join_from_being_tried() -> None:
    """The handler is never come to by a token: a join behind the work is sound, one that lacks a branch is found."""
    begins = '<startEvent id="start"/><endEvent id="end"/><parallelGateway id="split"/><parallelGateway id="join"/>'
    whole = begins + _undone_by("work") + chain("start", "split", "work", "join", "end") + chain("split", "join")
    assert explore(process(whole)) == Findings()
    lacking = (
        begins
        + _undone_by("work")
        + '<exclusiveGateway id="either"/><endEvent id="other"/>'
        + chain("start", "split", "work", "join", "end")
        + chain("split", "either", "join")
        + chain("either", "other")
    )
    assert explore(process(lacking)).sometimes == {"join"}
