"""docs/reference/supervision.md: every key, act and fact is described, and what is described exists."""

import re
from pathlib import Path

from yimen.engines.service.rulebook import ACTS, FACTS, Meta

PAGE = (Path(__file__).resolve().parents[6] / "docs/reference/supervision.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, list[str]]:
    text = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells for cells in lines}


def test_every_key_is_described() -> None:
    assert rows("supervision.yaml").keys() == Meta.__annotations__.keys()


def test_every_act_is_described() -> None:
    assert rows("Acts").keys() == ACTS.keys()


def test_every_fact_is_described_with_its_type() -> None:
    assert {name: cells[1] for name, cells in rows("Facts").items()} == dict(FACTS)


def test_the_acts_that_a_fact_is_said_to_be_of_exist() -> None:
    named = {one for cells in rows("Facts").values() for one in re.findall("`([^`]+)`", cells[2])}
    assert named and named <= ACTS.keys()
