"""A small joint service for tests: the real food licence, and for large shops a second one under the same rules."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from yimen.engines import service as engine
from yimen.engines.service import Scenario, Work, strict_yaml
from yimen.engines.service.folder import files_of

ROOT = Path(__file__).resolve().parents[5]
FOOD = ROOT / "services" / "market-regulation" / "food-business-license"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def process(*called: str, together: bool = False, later: str = "") -> bytes:
    """Receipt, then every part that is chosen at the same time, then the end; ``together``: handed over before it,
    which does not wait for the part ``later``."""
    lanes, flows = "", '<sequenceFlow id="f0" sourceRef="start" targetRef="receipt"/>'
    flows += '<sequenceFlow id="f1" sourceRef="receipt" targetRef="split"/>'
    for at, id in enumerate(called):
        lanes += f'<exclusiveGateway id="g{at}" default="skip{at}"/><callActivity id="{id}" calledElement="{id}"/>'
        lanes += f'<exclusiveGateway id="m{at}"/>'
        flows += f'<sequenceFlow id="a{at}" sourceRef="split" targetRef="g{at}"/>'
        flows += f'<sequenceFlow id="go{at}" sourceRef="g{at}" targetRef="{id}">'
        flows += f'<conditionExpression>list contains(parts, "{id}")</conditionExpression></sequenceFlow>'
        flows += f'<sequenceFlow id="skip{at}" sourceRef="g{at}" targetRef="m{at}"/>'
        flows += f'<sequenceFlow id="b{at}" sourceRef="{id}" targetRef="m{at}"/>'
        flows += f'<sequenceFlow id="c{at}" sourceRef="m{at}" targetRef="{"over" if id == later else "join"}"/>'
    after = "handover" if together else "conclude"
    flows += f'<sequenceFlow id="fy" sourceRef="join" targetRef="{after}"/>'
    if together:
        lanes += '<userTask id="handover" name="统一出证" ym:act="handover" ym:post="issuer" ym:outcomes="done"/>'
        flows += f'<sequenceFlow id="fx" sourceRef="handover" targetRef="{"over" if later else "conclude"}"/>'
    if later:
        lanes += '<parallelGateway id="over"/>'
        flows += '<sequenceFlow id="fw" sourceRef="over" targetRef="conclude"/>'
    flows += '<sequenceFlow id="fz" sourceRef="conclude" targetRef="done"/>'
    return (
        f'<definitions xmlns="{BPMN}" xmlns:ym="urn:yimen:bpmn:1" id="d" targetNamespace="x">'
        f'<process id="p" isExecutable="true">'
        f'<startEvent id="start"/><parallelGateway id="split"/><parallelGateway id="join"/>'
        f'<serviceTask id="receipt" ym:capability="receipt"/><serviceTask id="conclude" ym:capability="conclude"/>'
        f'<endEvent id="done"/>{lanes}{flows}</process></definitions>'
    ).encode()


def files(**changed: Any) -> dict[str, bytes]:
    """The folder's files; ``meta`` and whole files can be given otherwise."""
    food = files_of(FOOD)
    meta = strict_yaml.load(food["service.yaml"].decode())
    assert isinstance(meta, dict)
    kept = engine.JointMeta.__required_keys__ | engine.JointMeta.__optional_keys__
    joint = {key: value for key, value in meta.items() if key in kept}
    joint |= {
        "slug": "joint-shop",
        "facts": [],
        "posts": [],
        "steps": [],
        "documents": {},
        "situations": [],
        "parts": [
            {"id": "food", "name": "食品", "plain": "卖吃的要办", "service": "food-business-license", "src": "F"},
            {
                "id": "large",
                "name": "大店",
                "plain": "大的店要办",
                "folder": "parts/large",
                "when": "floor_area >= 300",
                "src": "F",
            },
        ],
        "materials": [{**one, "parts": {"food": one["id"], "large": one["id"]}} for one in meta["materials"]],
    }
    limits = {name: one for name, one in meta["limits"].items() if name != "extension"}
    joint["limits"] = {**limits, "statutory": {k: v for k, v in limits["statutory"].items() if k != "extend"}}
    joint |= changed.pop("meta", {})
    own = json.loads(food["form.json"])
    area = next(one for section in own["sections"] for one in section["fields"] if one["key"] == "floor_area")
    form = {
        "format": 1,
        "sections": [
            {"id": "shop", "title": "店", "fields": [{k: v for k, v in area.items() if k != "ask_when"}]},
            {"id": "rest", "title": "其他", "fields": [{"from": f"food.{s['id']}.*"} for s in own["sections"]]},
        ],
    }
    found = {
        "service.yaml": json.dumps(joint, ensure_ascii=False).encode(),
        "guide.md": food["guide.md"],
        "CHANGES.md": food["CHANGES.md"],
        "form.json": json.dumps(form).encode(),
        "process.bpmn": process("food", "large"),
        **{path: content for path, content in food.items() if path.startswith("materials/")},
        **{f"parts/large/{path}": content for path, content in food.items()},
        "parts/large/service.yaml": food["service.yaml"].replace(
            b"slug: food-business-license", b"slug: joint-shop-large"
        ),
        "scenarios/small-shop.yaml": _scenario(),
    }
    return {**found, **changed}


def in_a_row(*called: str) -> bytes:
    """Receipt, then one part after the other."""
    ids = ["start", "receipt", *called, "conclude", "done"]
    calls = "".join(f'<callActivity id="{id}" calledElement="{id}"/>' for id in called)
    flows = "".join(
        f'<sequenceFlow id="f{at}" sourceRef="{one}" targetRef="{ids[at + 1]}"/>' for at, one in enumerate(ids[:-1])
    )
    return (
        f'<definitions xmlns="{BPMN}" xmlns:ym="urn:yimen:bpmn:1" id="d" targetNamespace="x">'
        f'<process id="p" isExecutable="true"><startEvent id="start"/>{calls}'
        f'<serviceTask id="receipt" ym:capability="receipt"/><serviceTask id="conclude" ym:capability="conclude"/>'
        f'<endEvent id="done"/>{flows}</process></definitions>'
    ).encode()


@cache
def granted() -> Scenario:
    """The food licence that is granted."""
    return next(one for one in engine.read_folder(FOOD).scenarios if one.then.ends == "granted")


def _scenario() -> bytes:
    """A small shop, which needs the food licence only."""
    like = granted()
    steps = [
        {"task": f"food/{one.task}", "outcome": one.outcome, "found": dict(one.found)}
        for one in like.steps
        if isinstance(one, Work)
    ]
    given = {"today": like.given.today, "answers": like.given.answers, "facts": like.given.facts}
    then = {"ends": "done", "parts": {"food": "granted"}}
    told = {"name": "小店只办食品", "given": given, "steps": ["submit", *steps], "then": then}
    return json.dumps(told, ensure_ascii=False).encode()


def files_together(later: str = "") -> dict[str, bytes]:
    """The same shop, whose papers the window hands over all at once, not waiting for the part ``later``."""
    issuer = {
        "id": "issuer",
        "name": "综合窗口出件岗",
        "body": "market-regulator",
        "duty": "统一出证",
        "sees": ["shop"],
    }
    found = files(meta={"posts": [issuer]}, **{"process.bpmn": process("food", "large", together=True, later=later)})
    told = json.loads(found["scenarios/small-shop.yaml"])
    told["steps"].append({"task": "handover", "outcome": "done"})
    return {**found, "scenarios/small-shop.yaml": json.dumps(told, ensure_ascii=False).encode()}


def files_of_food_only() -> dict[str, bytes]:
    """The shop without its second part."""
    told = json.loads(files()["service.yaml"])
    papers = [{**one, "parts": {"food": one["parts"]["food"]}} for one in told["materials"]]
    found = files(meta={"parts": told["parts"][:1], "materials": papers}, **{"process.bpmn": process("food")})
    return {path: content for path, content in found.items() if not path.startswith("parts/")}
