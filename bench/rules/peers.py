"""Other engines for Python behind one function each. One that is not installed is named and left out."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from .workload import INPUTS, RULES

Ask = Callable[[Any], Any]
Found = tuple[float, str]


class Absent(Exception):
    """The engine is not installed."""


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Absent(f"{name} is not installed: {error}") from error


def zen() -> tuple[Ask, Callable[[Any], Found]]:
    """zen-engine with a static loader: the table is compiled once (``create_decision`` would compile at every call)."""
    engine = _module("zen").ZenEngine({"loader": {"type": "static", "content": {"t": _jdm()}}})

    def found(answer: Any) -> Found:
        return answer["result"]["amount"], answer["result"]["category"]

    return lambda row: engine.evaluate("t", row), found


def _jdm() -> Mapping[str, object]:
    inputs = [{"id": f"i{at}", "name": name, "field": name} for at, name in enumerate(INPUTS)]
    outputs = [{"id": f"o{at}", "name": name, "field": name} for at, name in enumerate(("amount", "category"))]
    rules = []
    for at, rule in enumerate(RULES):
        cells = {f"i{column}": _zen_cell(str(rule[column])) for column in range(5)}
        rules.append({"_id": f"r{at + 1}", "o0": str(rule[5]), "o1": json.dumps(rule[6]), **cells})
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}
    where = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "a", "type": "inputNode", "name": "in", **where},
        {"id": "t", "type": "decisionTableNode", "name": "t", "content": content, **where},
        {"id": "z", "type": "outputNode", "name": "out", **where},
    ]
    edges = [
        {"id": f"e{at}", "sourceId": one, "targetId": other, "type": "edge"}
        for at, (one, other) in enumerate((("a", "t"), ("t", "z")))
    ]
    return {"nodes": nodes, "edges": edges}


def _zen_cell(cell: str) -> str:
    if cell == "-":
        return ""
    negated = re.fullmatch(r"not\((.*)\)", cell)
    return f"not in [{negated.group(1)}]" if negated else cell


def spiff() -> tuple[Ask, Callable[[Any], Found]]:
    """SpiffWorkflow's DMN engine; its cells are Python."""
    etree = _module("lxml.etree")
    parser_type = _module("SpiffWorkflow.dmn.parser.DMNParser").DMNParser
    engine_type = _module("SpiffWorkflow.dmn.engine.DMNEngine").DMNEngine
    scripts = _module("SpiffWorkflow.bpmn.script_engine").PythonScriptEngine()
    parser = parser_type(None, etree.fromstring(_spiff_xml()), {"dmn": _SPIFF})
    parser.parse()
    engine = engine_type(parser.decision.decisionTables[0])

    class Workflow:
        script_engine = scripts

    class Task:
        workflow = Workflow()

        def __init__(self, data: object) -> None:
            self.data = data

    return lambda row: engine.result(Task(row)), lambda answer: (answer["amount"], answer["category"])


_SPIFF = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def _spiff_xml() -> str:
    parts = [f'<definitions xmlns="{_SPIFF}" id="d" name="d" namespace="n"><decision id="dec" name="dec">']
    parts.append('<decisionTable id="dt" hitPolicy="UNIQUE">')
    parts += [
        f'<input id="in{at}" label="{name}"><inputExpression id="ie{at}"><text>{name}</text></inputExpression></input>'
        for at, name in enumerate(INPUTS)
    ]
    parts.append('<output id="o0" name="amount"/><output id="o1" name="category"/>')
    for at, rule in enumerate(RULES):
        cells = "".join(
            f'<inputEntry id="e{at}_{column}"><text>{escape(_python_cell(str(rule[column])))}</text></inputEntry>'
            for column in range(5)
        )
        outputs = f'<outputEntry id="p{at}"><text>{rule[5]}</text></outputEntry>'
        outputs += f'<outputEntry id="q{at}"><text>"{rule[6]}"</text></outputEntry>'
        parts.append(f'<rule id="r{at}">{cells}{outputs}</rule>')
    return "".join(parts) + "</decisionTable></decision></definitions>"


def _python_cell(cell: str) -> str:
    if cell == "-":
        return ""
    negated = re.fullmatch(r"not\((.*)\)", cell)
    if negated:
        return f"not ({_python_cell(negated.group(1))})"
    interval = re.fullmatch(r"([\[(])(.+)\.\.(.+)([\])])", cell)
    if interval:
        opening, low, high, closing = interval.groups()
        return f"(? {'>=' if opening == '[' else '>'} {low} and ? {'<=' if closing == ']' else '<'} {high})"
    parts = (f"(? {part})" if part[0] in "<>" else f"(? == {part})" for part in map(str.strip, cell.split(",")))
    return "(" + " or ".join(parts) + ")"
