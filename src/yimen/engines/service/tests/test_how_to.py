"""docs/how-to/add-a-service.md shows what the real folders say, and names what there is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from yimen.engines import bpmn
from yimen.engines.service import CAPABILITIES, strict_yaml
from yimen.engines.service.command import check_folders
from yimen.engines.service.scenario_file import THEN

ROOT = Path(__file__).parents[5]
PAGE = (ROOT / "docs" / "how-to" / "add-a-service.md").read_text(encoding="utf-8")
EXAMPLES = [strict_yaml.load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def loaded(pattern: str) -> list[Any]:
    return [strict_yaml.load(path.read_text(encoding="utf-8")) for path in ROOT.glob(f"services/*/*/{pattern}")]


def within(part: object, whole: object) -> bool:
    """Whether everything that the example says stands in the real one: keys of objects, items of lists."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and within(part[key], whole[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(within(one, other) for other in whole) for one in part)
    return type(part) is type(whole) and part == whole


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: next(iter(example)))
def test_every_example_stands_in_a_real_folder(example):
    real = loaded("scenarios/*.yaml") if "steps" in example else loaded("service.yaml")
    assert any(example == one if "steps" in example else within(example, one) for one in real)


def test_an_example_that_stands_nowhere_would_be_found():
    assert not any(within({"posts": [{"id": "payer", "sees": ["id_no"]}]}, one) for one in loaded("service.yaml"))


def test_the_question_stands_in_a_real_form():
    (text,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    forms = [json.loads(path.read_text(encoding="utf-8")) for path in ROOT.glob("services/*/*/form.json")]
    assert json.loads(text) in [field for form in forms for part in form["sections"] for field in part["fields"]]


def test_it_names_every_act_capability_and_claim():
    acts = PAGE.split("**Acts.**")[1].split("**Capabilities**")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", acts, re.MULTILINE)) == set(bpmn.ACTS)
    capabilities = PAGE.split("**Capabilities**")[1].split(". Where")[0]
    assert set(re.findall(r"`([a-z-]+)`", capabilities)) == CAPABILITIES
    claims = PAGE.split("`then` may claim")[1].split("`steps: []`")[0]
    assert set(re.findall(r"`([a-z_]+)`", claims)) == set(THEN)


def test_its_links_and_its_command_work(capsys):
    page = ROOT / "docs" / "how-to"
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", PAGE):
        assert (page / link).exists(), link
    command, said = re.search(r"\$ \.venv/bin/yimen service check (\S+)\n(.*)\n", PAGE).groups()
    assert check_folders([ROOT / command]) == 0
    assert capsys.readouterr().out.strip() == said
