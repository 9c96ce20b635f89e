"""The DMN Technology Compatibility Kit: level 2 whole, and level 3 but for functions in Java."""

from pathlib import Path

import pytest

from .dmn_tck import Result, run_paths

KIT = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "dmn-tck"
# What is left of level 3: functions written in Java, which are refused.
EXTERNAL = "0076-feel-external-java/"

WAYS = pytest.mark.parametrize("compiled", [False, True], ids=["evaluated", "compiled"])
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not KIT.is_dir(), reason=f"the DMN TCK is not at {KIT}"),
]


def _run(level: str, compiled: bool) -> list[Result]:
    results = list(run_paths([KIT / level], compiled))
    assert len(results) > 100, "the kit holds more cases than were found"
    return results


@WAYS
def test_level_2_passes_whole(compiled: bool) -> None:
    assert [result for result in _run("compliance-level-2", compiled) if result.problem] == []


@WAYS
def test_level_3_passes_but_for_java_functions(compiled: bool) -> None:
    failed = [result for result in _run("compliance-level-3", compiled) if result.problem]
    assert [result for result in failed if not result.case.startswith(EXTERNAL)] == []
    assert len(failed) <= 14
