"""Runs folders of the DMN Technology Compatibility Kit: ``python tests/conformance/dmn_tck.py PATH…``.

``--failures`` names each failing case; ``--compiled`` compiles all decisions before asking.

Each folder holds ``*.dmn`` models with ``*-test-*.xml`` beside them. A case passes when every result node has the
expected value, and, where the kit asks for an error, a doubt was reported. Value-expected cases are counted apart:
always answering null would pass the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from yimen.engines import dmn
from yimen.engines.feel.compare import equal
from yimen.engines.feel.temporal import read_date, read_date_time, read_duration, read_time

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NOW = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
_TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True)
class Result:
    """How one test case went; ``problem`` is empty when it passed."""

    case: str
    problem: str
    value_expected: bool


def run_paths(paths: list[Path], compiled: bool = False) -> Iterator[Result]:
    """All cases of all folders at or below the paths; ``compiled`` asks decisions that were prepared."""
    for path in paths:
        for folder in sorted({file.parent for file in path.rglob("*-test-*.xml")}):
            yield from run_folder(folder, compiled)


def run_folder(folder: Path, compiled: bool = False) -> Iterator[Result]:
    """All cases of one folder."""
    models, refused = read_models(folder)
    for file in sorted(folder.glob("*-test-*.xml")):
        root = parse(file).getroot()
        name = _text(root, "modelName")
        if compiled and name in models:
            for decision in models[name].decisions:
                dmn.prepare(models[name], decision)
        for case in _named(root, "testCase"):
            where = f"{folder.name}/{case.get('id')}"
            yield _run_case(models.get(name), case, where, refused.get(name, f"no model {name}"))


def read_models(folder: Path) -> tuple[dict[str, dmn.Model], dict[str, str]]:
    """The folder's models by file name, those that others import first; and why the rest cannot be read."""
    waiting, read, refused = sorted(folder.glob("*.dmn")), dict[str, dmn.Model](), dict[str, str]()
    for turn in range(len(waiting) + 1):
        for path in [path for path in waiting if path.name not in read and path.name not in refused]:
            if turn < len(waiting) and _imports_missing(path, read):
                continue
            try:
                read[path.name] = dmn.read(path.read_bytes(), imports=list(read.values()), tolerant=True)
            except dmn.DmnError as error:
                refused[path.name] = f"cannot be read: {error}"
    return read, refused


def _imports_missing(path: Path, read: Mapping[str, dmn.Model]) -> bool:
    known = {model.namespace for model in read.values()}
    return any(one.get("namespace") not in known for one in _named(parse(path).getroot(), "import"))


def _run_case(model: dmn.Model | None, case: Element, name: str, why_none: str) -> Result:
    nodes = _named(case, "resultNode")
    value_expected = any(_expected(node) is not None for node in nodes)
    if model is None:
        return Result(name, why_none, value_expected)
    facts = {node.get("name", ""): _value(node) for node in _named(case, "inputNode")}
    problems = [problem for node in nodes if (problem := _check_node(model, case, node, facts))]
    return Result(name, "; ".join(problems), value_expected)


def _check_node(model: dmn.Model, case: Element, node: Element, facts: Mapping[str, object]) -> str:
    try:
        if case.get("type", "decision") == "decision":
            decision = dmn.decide(model, node.get("name", ""), facts, _NOW)
        else:
            decision = dmn.call(model, case.get("invocableName", ""), facts, _NOW)
    except KeyError as error:
        return f"no decision {error}"
    except Exception as error:  # noqa: BLE001 - a crash is one failed case, and named as such
        return f"{node.get('name')}: crashed with {error!r}"
    actual = decision.outputs
    if case.get("type", "decision") == "decisionService" and isinstance(actual, dict):
        actual = actual.get(node.get("name", ""), actual)
    expected = _expected(node)
    if not same(expected, actual):
        return f"{node.get('name')}: expected {expected!r}, got {actual!r} {[d.sentence for d in decision.doubts][:2]}"
    if node.get("errorResult") == "true" and not decision.doubts:
        return f"{node.get('name')}: an error was expected, none reported"
    return ""


def same(expected: object, actual: object) -> bool:
    """Whether an answer is the expected one: numbers within 1e-8, the rest as FEEL compares."""
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) <= _TOLERANCE * max(Decimal(1), abs(expected))
    return equal(expected, actual) is True


def _expected(node: Element) -> object:
    expected = _named(node, "expected")
    return _value(expected[0]) if expected else None


def _value(element: Element) -> object:
    """The value inside ``inputNode``, ``expected``, ``item`` or ``component``."""
    for inner in element:
        name = inner.tag.rpartition("}")[2]
        if name == "value":
            return _simple(inner)
        if name == "list":
            return None if inner.get(_NIL) == "true" else [_value(item) for item in _named(inner, "item")]
        if name == "component":
            return {one.get("name", ""): _value(one) for one in _named(element, "component")}
    return None


def _simple(element: Element) -> object:
    if element.get(_NIL) == "true":
        return None
    kind, text = element.get(_TYPE, "xsd:string").rpartition(":")[2], element.text or ""
    if kind in ("decimal", "double", "integer", "int"):
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() == "true"
    readers = {"date": read_date, "time": read_time, "dateTime": read_date_time, "duration": read_duration}
    if kind not in readers:
        return text
    value: object = readers[kind](text.strip())
    # What the engine cannot represent must count as a failure, never as null.
    return f"unrepresentable {kind} {text}" if value is None else value


def _named(element: Element, name: str) -> list[Element]:
    return [child for child in element if child.tag.rpartition("}")[2] == name]


def _text(element: Element, name: str) -> str:
    found = _named(element, name)
    return (found[0].text or "").strip() if found else ""


def main() -> int:
    """Print the failures if asked, and the counts as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--compiled", action="store_true", help="compile all decisions before asking")
    parser.add_argument("--failures", action="store_true", help="name each failing case")
    options = parser.parse_args()
    results = list(run_paths(options.paths, options.compiled))
    failed = [result for result in results if result.problem]
    if options.failures:
        for result in failed:
            print(f"{result.case}: {result.problem}")
    valued = [result for result in results if result.value_expected]
    right = sum(not result.problem for result in valued)
    print(f"passed {len(results) - len(failed)} of {len(results)}; value-expected {right} of {len(valued)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
