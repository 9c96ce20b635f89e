"""What officers find becomes facts from that step on; a scenario may claim any decision."""

import pytest

from yimen.engines import service as engine
from yimen.engines.service.tests.folder import problems
from yimen.engines.service.tests.officers import officers, told

VISIT = "[submit, {task: intake, outcome: accept}, {task: site-visit, outcome: done, found: %s}]"
RULES = (
    "name: 只问规则\ngiven: {like: granted-on-the-spot, facts: {same_place: false, distance: 1}}\nsteps: []\nthen: %s\n"
)


@pytest.mark.parametrize(
    ("found", "then"),
    [
        ("{same_place: true, distance: 25.5, seats: 8}", "{decisions: {site: true, room: [51, '8', 8]}}"),
        ("{same_place: true, distance: 25.49}", "{decisions: {site: false}}"),
        ("{same_place: true, distance: 26}", "{decisions: {site: true}}"),
        ("{same_place: true}", "{decisions: {site: null}}"),
        ("{same_place: false}", "{decisions: {site: false}}"),
        ("{}", "{decisions: {site: null}}"),
        ("{same_place: null}", "{decisions: {site: null, outcome: grant}}"),
    ],
)
def test_what_was_found_is_a_fact_and_what_was_not_is_null(found, then):
    assert "error" not in problems(told(VISIT % found, then))


def test_nothing_is_known_before_it_is_found():
    steps = "[submit, {task: intake, outcome: accept}]"
    assert "error" not in problems(told(steps, "{decisions: {site: null}}"))


def test_a_later_visit_corrects_an_earlier_one():
    again = VISIT % "{same_place: false, distance: 30}"
    more = ", {task: formal-review, outcome: back}, {task: site-visit, outcome: done, found: {same_place: true}}]"
    assert "error" not in problems(told(again[:-1] + more, "{decisions: {site: true}}"))


@pytest.mark.parametrize(
    ("steps", "part"),
    [
        (VISIT % "{colour: red}", "环节 site-visit 不查 colour，查的是：distance、remark、same_place、seats"),
        (VISIT % "{same_place: 1}", "查到的 same_place 要写true 或者 false，现在是 1"),
        (VISIT % "{distance: far}", "查到的 distance 要写数字，现在是 'far'"),
        (VISIT % "{distance: NaN}", "查到的 distance 要写数字"),
        (VISIT % "{distance: true}", "查到的 distance 要写数字"),
        (VISIT % "{seats: 8.5}", "查到的 seats 要写整数"),
        (VISIT % "{remark: 3}", "查到的 remark 要写文字"),
        ("[submit, {task: intake, outcome: accept, found: {seats: 8}}]", "环节 intake 不查 seats，查的是：没有"),
        ("[submit, {task: intake}]", "每一步写 submit、withdraw、{task: 环节"),
        ("[submit, {timer: [x]}]", "每一步写 submit、withdraw、{task: 环节"),
        ("[submit, {task: intake, outcome: accept, found: 3}]", "每一步写 submit、withdraw、{task: 环节"),
    ],
)
def test_it_refuses_findings_that_no_item_asks_for(steps, part):
    assert part in problems(told(steps, "{outcome: grant}"))


@pytest.mark.parametrize(
    ("then", "part"),
    [
        ("{decisions: {site: false}}", "site 预期 false，实际 true"),
        ("{decisions: {site: 'true'}}", "site 预期 true，实际 true"),
        ("{decisions: {room: [51, '8']}}", 'room 预期 [51, "8"]，实际 [51, "8", 8]'),
        ("{decisions: {room: [51, 8, 8]}}", "room 预期 [51, 8, 8]，实际"),
        ("{decisions: {fee: 1}}", "fee 预期 1，实际 0"),
        ("{decisions: {fee: true}}", "fee 预期 true，实际 0"),
        ("{decisions: {outcome: 拒绝}}", "outcome 预期 拒绝，实际 grant"),
        ("{decisions: {ghost: 1}}", "rules.dmn 里没有决策 ghost"),
    ],
)
def test_a_decision_that_is_not_as_claimed_is_said_with_both_sides(then, part):
    assert part in problems(told(VISIT % "{same_place: true, distance: 25.5, seats: 8}", then))


def test_rules_alone_may_be_told_what_officers_would_find():
    said = problems(officers() | {"scenarios/rules.yaml": (RULES % "{decisions: {site: false}}").encode()})
    assert "error" not in said


def test_with_steps_findings_are_made_in_a_step():
    text = (RULES % "{outcome: grant}").replace("steps: []", "steps: [submit]")
    said = problems(officers() | {"scenarios/rules.yaml": text.encode()})
    assert "facts 里的 same_place 是现场查到的，写在那一步的 found 里" in said


def test_the_scenario_of_officers_goes_to_its_end():
    found = engine.read(officers())
    scenario = next(one for one in found.scenarios if one.file == "scenarios/granted-by-officers.yaml")
    played = engine.play(found, scenario)
    assert played.ended == ("granted",) and ("site-visit", "done") in played.outcomes


def test_check_warns_of_an_outcome_and_a_refusing_row_that_no_scenario_reaches():
    said = problems(officers())
    assert "warning process.bpmn#formal-review：没有情景在“决定”选 refuse" in said
    assert "选 grant" not in said and "选 done" not in said
    row = "checklist 的第 10 行（名称核验不通过，可以换一个名称），它会让人办不成"
    assert row in said
