"""Whoever waits for a message has somebody who sends it, and a scenario brings it from one case to the other."""

from dataclasses import replace
from pathlib import Path

import pytest

from yimen.engines import service as engine
from yimen.engines.bpmn import Process, read
from yimen.engines.bpmn.tests.make import HEAD, TAIL, chain
from yimen.engines.service import Work, letters
from yimen.engines.service.model import Given, Scenario
from yimen.engines.service.play import Played, play
from yimen.engines.service.tests.joint_shop import FOOD, ROOT, files

RESTAURANT = ROOT / "services" / "market-regulation" / "open-restaurant"
TOGETHER = "scenarios/handed-over-before-the-fire-check.yaml"
DECLARED = HEAD.replace("<process", '<message id="m" name="decided"/><signal id="g" name="closed"/><process')
ENDS = '<startEvent id="s"/><endEvent id="e"/>'


def drawn(body: str) -> Process:
    return read((DECLARED + ENDS + body + TAIL).encode())


def waiting(trigger: str = '<messageEventDefinition messageRef="m"/>') -> Process:
    catch = f'<intermediateCatchEvent id="c" name="等">{trigger}</intermediateCatchEvent>'
    return drawn(catch + chain("s", "c", "e"))


SENDING = drawn('<sendTask id="t" messageRef="m"/>' + chain("s", "t", "e"))
SIGNAL = '<signalEventDefinition signalRef="g"/>'
THROWING = drawn(f'<endEvent id="x">{SIGNAL}</endEvent>' + chain("s", "x"))


@pytest.fixture(scope="module")
def joint() -> engine.Service:
    return engine.read(files(), lambda slug: engine.read_folder(FOOD))


@pytest.fixture(scope="module")
def restaurant() -> engine.Service:
    return engine.read_folder(RESTAURANT, lambda slug: engine.read_folder(FOOD))


def in_part(joint: engine.Service, process: Process) -> engine.Service:
    """The joint service with this process in its second part."""
    first, second = joint.parts
    return replace(joint, parts=(first, replace(second, service=replace(second.service, process=process))))


@pytest.mark.parametrize(("trigger", "word"), [('<messageEventDefinition messageRef="m"/>', "消息“decided”"),
                                               (SIGNAL, "信号“closed”")])  # fmt: skip
def test_it_refuses_to_wait_for_what_nobody_sends(joint: engine.Service, trigger: str, word: str) -> None:
    (found,) = letters.check(replace(joint, process=waiting(trigger)))
    assert found.element == "process.bpmn#c"
    assert "“等”等的" + word in found.sentence and "没有谁发" in found.sentence


@pytest.mark.parametrize(("wait", "send"), [(waiting(), SENDING), (waiting(SIGNAL), THROWING)])
def test_what_a_part_sends_may_be_waited_for(joint: engine.Service, wait: Process, send: Process) -> None:
    whole = in_part(replace(joint, process=wait), send)
    assert list(letters.check(whole)) == []
    part = in_part(replace(joint, process=send), wait).parts[1].service
    assert len(list(letters.check(part))) == 1
    assert list(letters.check(part, letters.sent_with(whole))) == []


def without(restaurant: engine.Service, left_out: str) -> Played:
    """The scenario in which everything is handed over together, without the steps that begin so."""
    (like,) = [one for one in restaurant.scenarios if one.file == TOGETHER]
    steps = tuple(one for one in like.steps if not (isinstance(one, Work) and one.task.startswith(left_out)))
    given = Given(like.given.today, like.given.answers, like.given.facts, like.given.lists)
    return play(restaurant, Scenario("x.yaml", "x", given, steps, like.then))


def test_in_a_scenario_the_handing_over_waits_for_the_message_of_a_part(restaurant: engine.Service) -> None:
    assert without(restaurant, "nothing").difficulties == []
    assert without(restaurant, "fire-commitment/after-check").difficulties == []
    (difficulty,) = without(restaurant, "fire-commitment/").difficulties
    assert difficulty.startswith("环节 handover 没有在等人办")


def test_the_real_folders_are_found_whole(restaurant: engine.Service) -> None:
    assert Path(RESTAURANT, "process.bpmn").exists()
    assert [one.sentence for one in letters.check(restaurant)] == []
    assert ("message", "fire-commitment-decided") in letters.sent_with(restaurant)
