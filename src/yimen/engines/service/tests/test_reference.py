"""docs/reference/service.md names every key, and every key it names exists."""

import re
from pathlib import Path
from typing import NotRequired, get_origin, get_type_hints

import pytest

from yimen.engines import bpmn
from yimen.engines.service import CAPABILITIES, Meta, strict_yaml
from yimen.engines.service.meta.benefit import After, Benefit
from yimen.engines.service.meta.time import Limits
from yimen.engines.service.meta.work import Consult, Inspection, Post
from yimen.engines.service.shape import faults

DOCS = Path(__file__).parents[5] / "docs" / "reference"
PAGE = (DOCS / "service.md").read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]


def test_the_page_names_every_key_and_says_which_are_needed():
    hints = get_type_hints(Meta, include_extras=True)
    needed = {key: "no" if get_origin(hint) is NotRequired else "yes" for key, hint in hints.items()}
    described = [(cells[0].strip("`"), cells[1]) for cells in rows(PAGE)]
    assert dict(described) == needed and len(described) == len(needed)


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("limits", Limits),
        ("posts", list[Post]),
        ("inspections", list[Inspection]),
        ("consults", list[Consult]),
        ("benefit", Benefit),
        ("after", After),
    ],
)
def test_the_examples_have_the_shape_of_the_format(key, shape):
    (example,) = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if block.startswith(f"{key}:")]
    assert list(faults(strict_yaml.load(example)[key], shape, key)) == []


def test_the_process_page_names_every_act_and_capability():
    page = (DOCS / "bpmn.md").read_text(encoding="utf-8")
    acts, capabilities = page.split("## Acts")[1].split("## Capabilities")
    assert {row[0].strip("`") for row in rows(acts)} == set(bpmn.ACTS)
    for act, outcomes in bpmn.ACTS.items():
        (told,) = [row[1] for row in rows(acts) if row[0] == f"`{act}`"]
        assert re.findall(r"`(\w+)`", told) == list(outcomes)
    named = {name for row in rows(capabilities.split("\n## ")[0]) for name in re.findall(r"`([^`]+)`", row[0])}
    assert named == CAPABILITIES
