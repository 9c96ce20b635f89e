"""Public BPMN suites, read where they lie beside the project: BETSY (LGPL-3) and bpmn-js-token-simulation (MIT)."""

import json
from pathlib import Path

import pytest

from tests.conformance import betsy, token_simulation
from yimen.engines.bpmn import BpmnError

SUITES = Path(__file__).resolve().parents[6] / "shared" / "conformance"
BETSY = SUITES / "betsy"
SIMULATION = SUITES / "token-simulation"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not BETSY.is_dir(), reason="../shared/conformance 不在，跳过公开测试集。"),
]

# Where the suite expects what the standard does not say.
OTHERWISE = {
    "activities/MultiInstance_NoneBehavior.bpmn",  # an interrupting boundary event that does not interrupt
    "activities/MultiInstance_OneBehavior.bpmn",  # the same
    "activities/AdHocSubProcess_Sequential.bpmn",  # expects a word that the file does not hold
}


def _listed():
    file = BETSY / "expected.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []


def test_every_file_is_read_or_refused_with_reasons():
    files = [*SUITES.glob("token-simulation/*.bpmn"), *BETSY.rglob("*.bpmn")]
    assert len(files) > 300
    for file in files:
        try:
            betsy.deploy(file.read_bytes())
        except BpmnError as error:
            assert error.problems and all(problem.sentence.strip() for problem in error.problems)


def test_it_refuses_what_breaks_a_rule_of_the_standard():
    files = list((BETSY / "bpmn_constraints").rglob("*.bpmn"))
    assert len(files) > 200
    assert sum(betsy.refused(file.read_bytes()) for file in files) >= 210


@pytest.mark.parametrize("file", [entry["file"] for entry in _listed() if entry["group"] != "errors"])
def test_it_accepts_what_is_valid(file):
    assert betsy.deploy((BETSY / file).read_bytes())


@pytest.mark.parametrize(
    ("file", "case"),
    [(entry["file"], case) for entry in _listed() if entry["file"] not in OTHERWISE for case in entry["cases"]],
)
def test_it_does_what_the_suite_expects(file, case):
    assert betsy.log_of((BETSY / file).read_bytes(), case) == sorted(case["trace"])


TRACES = [file for file in sorted(SIMULATION.glob("*.json")) if token_simulation.model_of(file)]


@pytest.mark.parametrize("file", TRACES, ids=lambda file: file.stem)
def test_every_element_is_entered_and_left_as_often_as_in_the_simulation(file):
    model = token_simulation.model_of(file)
    if b"process " not in model.read_bytes():
        pytest.skip("只有消息流，没有流程")
    assert token_simulation.differences(model, json.loads(file.read_text(encoding="utf-8"))) == []
