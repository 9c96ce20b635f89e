"""`make map` prints what the imports are, and they are as ARCHITECTURE says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import import_map

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "yimen"


def test_every_package_stands_on_the_map_once() -> None:
    folders = {
        path.parent.relative_to(SRC).as_posix().replace("/", ".")
        for layer in import_map.DIVIDED
        for path in (SRC / layer).glob("*/__init__.py")
    }
    single = {path.relative_to(SRC).parts[0] for path in SRC.glob("*/__init__.py")} - import_map.DIVIDED
    files = {"ground.errors", "engines.problem"}
    assert import_map.imports().keys() - files == folders | single


def test_nothing_imports_to_the_left() -> None:
    wrong = [
        (one, other)
        for one, others in import_map.imports().items()
        for other in others
        if import_map.layer_of(other) < import_map.layer_of(one)
    ]
    assert wrong == []


def test_within_a_layer_each_stands_above_what_it_imports() -> None:
    place = {name: index for index, name in enumerate(import_map.ordered())}
    same = [
        (one, other)
        for one, others in import_map.imports().items()
        for other in others
        if import_map.layer_of(one) == import_map.layer_of(other)
    ]
    assert ("domains.evaluation", "domains.cases") in same
    assert [(one, other) for one, other in same if place[one] > place[other]] == []


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("yimen.domains.cases.actions.accept", "domains.cases"),
        ("yimen.ui.views", "ui"),
        ("yimen.config", "config"),
        ("yimen.cli.catalogue.merge", "cli"),
        ("yimen.ground.errors", "ground.errors"),
    ],
)
def test_a_module_belongs_to_its_package(module: str, package: str) -> None:
    assert import_map.package_of(module) == package


def test_the_map_is_printed_as_text_and_as_a_graph() -> None:
    def printed(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.import_map", *words], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout

    layers = [line for line in printed().splitlines() if line and not line.startswith(" ")]
    assert tuple(layers) == import_map.LAYERS
    assert max(map(len, printed().splitlines())) <= 120
    graph = printed("dot")
    assert '"domains.evaluation" -> "domains.cases";' in graph
    assert len(re.findall(" -> ", graph)) == sum(map(len, import_map.imports().values()))
    assert graph.count("{") == graph.count("}") == len(import_map.LAYERS) + 1
