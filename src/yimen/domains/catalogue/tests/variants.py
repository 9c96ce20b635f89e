"""A small service in several versions that differ in everything a case could notice: form, process, rules, words."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from yimen.engines import service as engine
from yimen.engines.service import strict_yaml
from yimen.engines.service.folder import files_of

SLUG = "small-permit"
COUNT = 6
_FOLDER = Path(__file__).parents[5] / "services" / "human-resources" / "flexible-employment-insurance"
_BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ym="urn:yimen:bpmn:1"'
_DMN = 'xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'


@cache
def variant(k: int) -> engine.Service:
    """The k-th version: k % 3 + 1 looks by officers, a threshold of 10·k, its own longest text, its own fee."""
    return engine.read(_files(k))


def _files(k: int) -> dict[str, bytes]:
    real = files_of(_FOLDER)
    meta = real["service.yaml"].decode().replace("slug: flexible-employment-insurance", f"slug: {SLUG}", 1)
    assert isinstance(strict_yaml.load(meta), dict)
    return {
        "service.yaml": meta.encode(),
        "guide.md": f"第 {k} 版。".encode(),
        "CHANGES.md": b"-",
        "form.json": _form(k),
        "process.bpmn": _process(k),
        "rules.dmn": _rules(k),
    }


def _form(k: int) -> bytes:
    return (
        '{"format": 1, "sections": [{"id": "all", "title": "t", "fields": ['
        f'{{"key": "size", "label": "面积", "type": "int", "required": true, "max": {40 + k}}},'
        f'{{"key": "name", "label": "名称", "type": "text", "required": {str(k % 2 == 0).lower()}}}]}}]}}'
    ).encode()


def _process(k: int) -> bytes:
    """Ask the rules, then so many officers in a row, then the rules again, and two ends."""
    looks = [f"look-{k}-{at}" for at in range(k % 3 + 1)]
    nodes = ["rules-first", *looks, "rules-last", "which"]
    flows = "".join(
        f'<sequenceFlow id="f{at}" sourceRef="{one}" targetRef="{other}"/>'
        for at, (one, other) in enumerate(zip(["start", *nodes], nodes, strict=False))
    )
    tasks = "".join(
        f'<userTask id="{one}" name="看一看" ym:act="decide" ym:post="acceptor" ym:outcomes="grant refuse"/>'
        for one in looks
    )
    rule = '<businessRuleTask id="{id}" name="r" ym:decision="outcome" ym:result="{name}"/>'
    return (
        f'<definitions {_BPMN} id="d" targetNamespace="x"><process id="p" isExecutable="true"><startEvent id="start"/>'
        f"{rule.format(id='rules-first', name='first')}{tasks}{rule.format(id='rules-last', name='last')}"
        f'<exclusiveGateway id="which" default="no"/><endEvent id="granted-{k}"/><endEvent id="refused-{k}"/>{flows}'
        f'<sequenceFlow id="yes" sourceRef="which" targetRef="granted-{k}"><conditionExpression>last = "grant"'
        f'</conditionExpression></sequenceFlow><sequenceFlow id="no" sourceRef="which" targetRef="refused-{k}"/>'
        "</process></definitions>"
    ).encode()


def _rules(k: int) -> bytes:
    """Granted from so many metres on; the fee is the version's own."""
    rows = "".join(
        f'<rule id="r{k}-{at}"><inputEntry id="i{at}"><text>{test}</text></inputEntry>'
        f'<outputEntry id="o{at}"><text>"{out}"</text></outputEntry></rule>'
        for at, (test, out) in enumerate(((f"&gt;= {10 * k}", "grant"), ("-", "refuse")))
    )
    return (
        f'<definitions {_DMN} id="m" name="m" namespace="x"><inputData id="size" name="size">'
        '<variable name="size" typeRef="number"/></inputData><decision id="outcome" name="outcome">'
        '<variable name="outcome"/><informationRequirement id="q1"><requiredInput href="#size"/>'
        '</informationRequirement><decisionTable id="t" hitPolicy="FIRST"><input id="i"><inputExpression id="e">'
        f'<text>size</text></inputExpression></input><output id="o"/>{rows}</decisionTable></decision>'
        '<decision id="fee" name="fee"><variable name="fee"/><informationRequirement id="q2">'
        f'<requiredInput href="#size"/></informationRequirement><literalExpression id="l"><text>size * {k + 1}</text>'
        "</literalExpression></decision></definitions>"
    ).encode()


def answers(size: int, name: str) -> Mapping[str, object]:
    return {"size": size, **({"name": name} if name else {})}
