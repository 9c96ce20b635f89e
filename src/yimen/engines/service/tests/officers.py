"""The real service, decided by officers instead: taken in at a desk, looked at on site, decided by a person."""

from functools import cache

from yimen.engines.service.tests.folder import changed, files

_PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ym="urn:yimen:bpmn:1" targetNamespace="urn:t">
<process id="officers" name="由工作人员办理" isExecutable="true">
  <startEvent id="start"/>
  <serviceTask id="receipt" name="收件" ym:capability="receipt"/>
  <userTask id="intake" name="受理审查" ym:act="accept" ym:post="acceptor" ym:outcomes="accept correct decline"/>
  <exclusiveGateway id="taken-in" name="受理吗" default="taken-in-intake"/>
  <serviceTask id="ask" name="请补正" ym:capability="ask-correction"/>
  <userTask id="supply" name="补充材料" ym:act="supplement" ym:post="applicant" ym:outcomes="supplied"/>
  <boundaryEvent id="not-supplied" name="没有按时补" attachedToRef="supply">
    <timerEventDefinition><timeDate>supply_until</timeDate></timerEventDefinition>
  </boundaryEvent>
  <serviceTask id="decline" name="不予受理" ym:capability="decline"/>
  <endEvent id="declined" name="不予受理"/>
  <serviceTask id="accept" name="受理" ym:capability="accept"/>
  <serviceTask id="collect-facts" name="核对" ym:capability="collect-facts"/>
  <userTask id="site-visit" name="现场核查" ym:act="inspect" ym:post="inspector" ym:outcomes="done"/>
  <businessRuleTask id="judge" name="按规则判断" ym:decision="outcome" ym:result="rule_outcome"/>
  <userTask id="formal-review" name="决定" ym:post="registrar" ym:outcomes="grant refuse back"/>
  <exclusiveGateway id="decided" name="怎么决定" default="decided-site-visit"/>
  <serviceTask id="grant" name="准予" ym:capability="grant"/>
  <serviceTask id="issue" name="发照" ym:capability="issue"/>
  <serviceTask id="refuse" name="不予" ym:capability="refuse"/>
  <endEvent id="granted" name="准予登记"/>
  <endEvent id="refused" name="不予登记"/>
  {flows}
</process>
</definitions>
"""
_FLOWS = (
    ("start", "receipt", ""),
    ("receipt", "intake", ""),
    ("intake", "taken-in", ""),
    ("taken-in", "accept", 'outcome = "accept"'),
    ("taken-in", "ask", 'outcome = "correct"'),
    ("taken-in", "decline", 'outcome = "decline"'),
    ("taken-in", "intake", ""),
    ("ask", "supply", ""),
    ("supply", "intake", ""),
    ("not-supplied", "intake", ""),
    ("decline", "declined", ""),
    ("accept", "collect-facts", ""),
    ("collect-facts", "site-visit", ""),
    ("site-visit", "judge", ""),
    ("judge", "formal-review", ""),
    ("formal-review", "decided", ""),
    ("decided", "grant", 'outcome = "grant"'),
    ("decided", "refuse", 'outcome = "refuse"'),
    ("decided", "site-visit", ""),
    ("grant", "issue", ""),
    ("issue", "granted", ""),
    ("refuse", "refused", ""),
)
_POSTS = """posts:
  - {id: acceptor, name: 受理岗, body: street-office, at: street, duty: 受理, sees: [operator, m1, identity_ok]}
  - {id: inspector, name: 核查员, body: market-regulator, duty: 到现场看, sees: [premises, same_place]}
"""
_INSPECTIONS = """correction: {value: 10, unit: workday, basis: 本市的工作安排, src: D}

inspections:
  - task: site-visit
    name: 经营场所现场核查
    officers: 2
    basis: 行政许可法第三十四条第三款
    items:
      - {id: same_place, label: 和申请的经营场所一致, type: bool, src: L}
      - {id: distance, label: 离污染源多远, type: decimal, unit: 米, src: L}
      - {id: seats, label: 座位数, type: int, src: L}
      - {id: remark, label: 其他情况, type: text, src: D}

"""
_INPUTS = "".join(
    f'<inputData id="input-{name}" name="{name}"><variable id="input-{name}-value" name="{name}" typeRef="{kind}"/>'
    "</inputData>"
    for name, kind in (("same_place", "boolean"), ("distance", "number"), ("seats", "number"))
)


def _decision(name: str, kind: str, expression: str, *inputs: str) -> str:
    needed = "".join(
        f'<informationRequirement id="{name}-needs-{one}"><requiredInput href="#input-{one}"/></informationRequirement>'
        for one in inputs
    )
    return (
        f'<decision id="{name}" name="{name}"><variable id="{name}-value" name="{name}" typeRef="{kind}"/>{needed}'
        f'<literalExpression id="{name}-expression"><text>{expression}</text></literalExpression></decision>'
    )


_DECISIONS = _decision("site", "boolean", "same_place and distance &gt;= 25.5", "same_place", "distance") + _decision(
    "room", "Any", "[distance * 2, string(seats), seats]", "distance", "seats"
)
_SCENARIO = """name: 现场都符合，由工作人员决定准予
given:
  like: granted-on-the-spot
steps:
  - submit
  - {task: intake, outcome: accept}
  - {task: site-visit, outcome: done, found: {same_place: true, distance: 25.50, seats: 8, remark: 干净}}
  - {task: formal-review, outcome: grant}
then:
  outcome: grant
  ends: granted
  decisions: {site: true, room: [51.0, "8", 8], fee: 0}
"""


def _process() -> str:
    flows = ""
    for source, target, condition in _FLOWS:
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        flows += (
            f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return _PROCESS.replace("{flows}", flows)


@cache
def officers() -> dict[str, bytes]:
    """The files of the service that officers decide, with two scenarios; treat as read-only."""
    meta = changed("service.yaml", "posts:\n", _POSTS)["service.yaml"].decode()
    meta = meta.replace("steps:\n", _INSPECTIONS + "steps:\n", 1)
    meta = meta.replace("经营者住在云溪市的}", "经营者住在云溪市的, field: operator_home}", 1)
    rules = files()["rules.dmn"].decode()
    rules = rules.replace('<decision id="outcome"', _DECISIONS + '<decision id="outcome"', 1)
    rules = rules.replace("<dmndi:DMNDI>", _INPUTS + "<dmndi:DMNDI>", 1)
    kept = {path: content for path, content in files().items() if not path.startswith("scenarios/")}
    base = "scenarios/granted-on-the-spot.yaml"
    return kept | {
        base: files()[base].split(b"steps:")[0] + b"steps: []\nthen: {outcome: grant, decisions: {site: null}}\n",
        "scenarios/granted-by-officers.yaml": _SCENARIO.encode(),
        "service.yaml": meta.encode(),
        "rules.dmn": rules.encode(),
        "process.bpmn": _process().encode(),
    }


def changed_officers(path: str, old: str, new: str) -> dict[str, bytes]:
    """Those files with one text replaced once in one of them."""
    text = officers()[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return officers() | {path: text.replace(old, new, 1).encode()}


def told(steps: str, then: str) -> dict[str, bytes]:
    """Those files with one more scenario: its steps and its claims in YAML."""
    text = f"name: 又一个\ngiven: {{like: granted-on-the-spot}}\nsteps: {steps}\nthen: {then}\n"
    return officers() | {"scenarios/another.yaml": text.encode()}
