"""Intake: what the acceptor may choose has its way through the process, its ground and its time."""

import pytest

from yimen.engines.service.tests.folder import files, problems
from yimen.engines.service.tests.officers import changed_officers, officers, told

CORRECTED = (
    "[submit, {task: intake, outcome: correct}, {task: supply, outcome: supplied}, {task: intake, outcome: accept}]"
)
LATE = "[submit, {task: intake, outcome: correct}, {timer: not-supplied}, {task: intake, outcome: decline}]"


@pytest.mark.parametrize(
    ("path", "old", "new", "part"),
    [
        (
            "process.bpmn",
            'ym:capability="ask-correction"',
            'ym:capability="receipt"',
            '没有 ym:capability="ask-correction"',
        ),
        ("process.bpmn", 'ym:capability="decline"', 'ym:capability="refuse"', '没有 ym:capability="decline"'),
        ("process.bpmn", 'ym:outcomes="grant refuse back"', "", "没有写办理结果，办的人没有可选的"),
        ("service.yaml", "correction: {value: 10", "# correction: {value: 10", "没有写补正的时间"),
        (
            "process.bpmn",
            'ym:act="supplement" ym:post="applicant" ym:outcomes="supplied"',
            'ym:post="registrar" ym:outcomes="back"',
            "流程里没有让申请人补充的环节",
        ),
    ],
)
def test_it_refuses_an_intake_that_leads_nowhere(path, old, new, part):
    assert part in problems(changed_officers(path, old, new))


def test_who_may_decline_needs_written_grounds():
    text = officers()["service.yaml"].decode()
    start, end = text.index("not_accepted:\n"), text.index("refusals:\n")
    said = problems(officers() | {"service.yaml": (text[:start] + "not_accepted: []\n\n" + text[end:]).encode()})
    assert "流程可以不予受理，没有写任何理由" in said
    without = files()["service.yaml"].decode()
    start, end = without.index("not_accepted:\n"), without.index("refusals:\n")
    assert (
        problems(files() | {"service.yaml": (without[:start] + "not_accepted: []\n\n" + without[end:]).encode()}) == ""
    )


def test_what_was_asked_for_is_supplied_by_the_applicant_and_comes_back_to_the_acceptor():
    said = problems(told(CORRECTED, "{outcome: grant}"))
    assert "error" not in said and "选 supplied" not in said


def test_what_nobody_supplies_in_time_comes_back_to_the_acceptor_too():
    assert "error" not in problems(told(LATE, "{ends: declined}"))


def test_a_timer_fires_only_while_it_runs():
    said = problems(told("[submit, {timer: not-supplied}]", "{ends: declined}"))
    assert "定时 not-supplied 没有在走，在走的是：没有" in said
    twice = LATE.replace("{timer: not-supplied}", "{task: supply, outcome: supplied}, {timer: not-supplied}")
    assert "定时 not-supplied 没有在走" in problems(told(twice, "{ends: declined}"))
