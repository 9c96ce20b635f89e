"""Public BPMN suites, read where they lie beside the project: BETSY (LGPL-3) and bpmn-js-token-simulation (MIT)."""

import json
from pathlib import Path

import pytest

from yimen.engines.bpmn import BpmnError, check, read

from .betsy import run, translated

SUITES = Path(__file__).resolve().parents[6] / "shared" / "conformance"
BETSY = SUITES / "betsy"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not BETSY.is_dir(), reason="../shared/conformance 不在，跳过公开测试集。"),
]

# Files the suite wants refused that we take, each for a reason.
TAKEN = {
    "EXT012_8_failure_timerEvent_timeDate.bpmn",  # one proper timeDate
    "EXT035_1_failure.bpmn",  # processType="Public" changes nothing in how a process runs
    "EXT101_1_fail.bpmn",  # the list of outgoing flows is redundant, and many tools leave it out
    "EXT107_1_fail.bpmn",  # the same for incoming flows
}
# BETSY processes that we run. A process that is refused by name today joins the list when it is implemented.
RUN = {
    "activities/CallActivity_GlobalTask.bpmn",
    "activities/Token_Cardinality_Split_Default.bpmn",
    "basics/Lanes.bpmn",
    "basics/SequenceFlow.bpmn",
    "basics/SequenceFlow_Conditional.bpmn",
    "basics/SequenceFlow_ConditionalDefault.bpmn",
    "basics/SequenceFlow_ConditionalDefault_Normal.bpmn",
    "cfpatterns/WCP03_Synchronization.bpmn",
    "cfpatterns/WCP11_ImplicitTermination.bpmn",
    "cfpatterns/WCP19_CancelTask.bpmn",
    "cfpatterns/WCP20_CancelCaseTerminate.bpmn",
    "errors/ExclusiveDiverging_ParallelConverging.bpmn",
    "errors/ParallelGateway_Conditions.bpmn",
    "events/Terminate_Event.bpmn",
    "events/Timer_IntermediateEvent.bpmn",
    "gateways/ExclusiveGateway.bpmn",
    "gateways/ExclusiveGateway_Default.bpmn",
    "gateways/ParallelGateway.bpmn",
}


def _listed():
    file = BETSY / "expected.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []


def _errors(path):
    """The sentences that keep a file from being published; none when it is fine."""
    try:
        return [str(problem) for problem in check(read(path.read_bytes())) if problem.severity == "error"]
    except BpmnError as error:
        return [str(problem) for problem in error.problems] or [error.sentence]


def test_every_file_is_read_or_refused_with_reasons():
    files = [*SUITES.glob("token-simulation/*.bpmn"), *BETSY.rglob("*.bpmn")]
    assert len(files) > 300
    for file in files:
        assert all(sentence.strip() for sentence in _errors(file))


def test_it_refuses_what_breaks_a_rule_of_the_standard():
    files = list((BETSY / "bpmn_constraints").rglob("*.bpmn"))
    assert len(files) > 200
    assert {file.name for file in files if not _errors(file)} == TAKEN


def _readable(entry):
    try:
        read(translated((BETSY / entry["file"]).read_bytes()))
    except BpmnError:
        return False
    return True


def test_the_processes_that_can_be_run_are_the_listed_ones():
    assert {entry["file"] for entry in _listed() if _readable(entry)} == RUN


@pytest.mark.parametrize(
    ("file", "case"), [(entry["file"], case) for entry in _listed() if entry["file"] in RUN for case in entry["cases"]]
)
def test_it_does_what_the_suite_expects(file, case):
    assert run((BETSY / file).read_bytes(), case) == sorted(case["trace"])
