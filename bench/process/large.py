"""A process of 300 tasks as a department may draw it: choices, tasks side by side, work by machine, time limits."""

from __future__ import annotations

from yimen.engines import bpmn

TASKS = 300
_BLOCK = 6
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ym="urn:yimen:bpmn:1"
  id="defs" targetNamespace="urn:yimen:bench"><process id="large" name="三百步" isExecutable="true">
<startEvent id="start"/>"""


def xml(tasks: int, salt: int) -> bytes:
    """The file; ``salt`` makes its expressions others than those of a file that was read before."""
    parts, before = [_HEAD], "start"
    for number in range(tasks // _BLOCK):
        parts.append(_block(number, salt))
        parts.append(_flow(before, f"choice{number}"))
        before = f"join{number}"
    parts.append('<endEvent id="end"/>' + _flow(before, "end") + "</process></definitions>")
    return "".join(parts).encode()


def _block(number: int, salt: int) -> str:
    """A choice between two tasks, then two tasks side by side, one of them with a time limit, work by machine."""
    one, other, left, right, machine, script = (f"{what}{number}" for what in ("a", "b", "c", "d", "m", "s"))
    nodes = f"""<exclusiveGateway id="choice{number}" default="f-{number}"/><exclusiveGateway id="merge{number}"/>
    <userTask id="{one}" name="核对材料" ym:post="clerk" ym:outcomes="grant refuse"/>
    <userTask id="{other}" name="现场查看" ym:post="inspector" ym:outcomes="grant refuse"/>
    <parallelGateway id="split{number}"/><parallelGateway id="join{number}"/>
    <userTask id="{left}" name="审查" ym:post="reviewer" ym:outcomes="grant refuse"/>
    <userTask id="{right}" name="会签" ym:post="approver" ym:outcomes="grant refuse"/>
    <boundaryEvent id="late{number}" attachedToRef="{left}" cancelActivity="false"><timerEventDefinition>
    <timeDuration>P{number + 1}D</timeDuration></timerEventDefinition></boundaryEvent>
    <endEvent id="told{number}"/><serviceTask id="{machine}" name="登记" ym:capability="register"/>
    <scriptTask id="{script}" scriptFormat="feel" ym:result="r{number}">
    <script>amount * {number + 2} + {salt}</script></scriptTask>"""
    condition = f"amount &gt; {salt * 1000 + number} and kind = &quot;k{number}&quot;"
    return (
        nodes
        + _flow(f"choice{number}", one, condition)
        + f'<sequenceFlow id="f-{number}" sourceRef="choice{number}" targetRef="{other}"/>'
        + _chain(one, f"merge{number}")
        + _chain(other, f"merge{number}", f"split{number}", left, machine, f"join{number}")
        + _chain(f"split{number}", right, script, f"join{number}")
        + _chain(f"late{number}", f"told{number}")
    )


def _chain(*nodes: str) -> str:
    return "".join(_flow(one, other) for one, other in zip(nodes, nodes[1:], strict=False))


def _flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def compiled(tasks: int, salt: int) -> bpmn.Step:
    """What a new version costs until its first instance waits: read, check, start."""
    process = bpmn.read(xml(tasks, salt))
    found = bpmn.check(process)
    if found:
        raise RuntimeError(f"the large process has problems: {found[0]}")
    return bpmn.start(process, {"amount": 7, "kind": "k0"})
