"""Processes for the tests, written as short XML; how a host would answer them."""

from yimen.engines.bpmn import Process, Step, read

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ym="urn:yimen:bpmn:1"
    id="definitions" targetNamespace="urn:test">
  <error id="timeout" name="超时" errorCode="TIMEOUT"/>
  <process id="p" name="测试" isExecutable="true">"""
TAIL = "</process></definitions>"


def xml(body: str) -> bytes:
    """A file with one process; BPMN elements are written without prefix, our own attributes with ``ym:``."""
    return (HEAD + body + TAIL).encode()


def process(body: str) -> Process:
    """The process of that body."""
    return read(xml(body))


def flow(source: str, target: str, condition: str = "", key: str = "") -> str:
    """A sequence flow named after its ends."""
    key = key or f"{source}-{target}"
    inner = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def chain(*nodes: str) -> str:
    """Flows from each node to the next."""
    return "".join(flow(one, other) for one, other in zip(nodes, nodes[1:], strict=False))


def at(step: Step) -> list[str]:
    """The nodes on which tokens stand, sorted."""
    return sorted(token.node for token in step.state.tokens)


def on(step: Step, node: str) -> int:
    """The number of the one token on a node."""
    (found,) = [token.id for token in step.state.tokens if token.node == node]
    return found


def effects(step: Step, kind: type) -> list[object]:
    """The effects of one kind."""
    return [effect for effect in step.effects if isinstance(effect, kind)]


REGISTRATION = (
    """<startEvent id="start" name="申请"/>
    <serviceTask id="accept" name="受理" ym:capability="accept"/>
    <serviceTask id="collect" name="核验" ym:capability="collect-facts"/>
    <businessRuleTask id="decide" name="自动判断" ym:decision="outcome" ym:result="rule_outcome"/>
    <exclusiveGateway id="fast" name="能否秒批" default="fast-formal-review"/>
    <userTask id="formal-review" name="形式审查" ym:post="registrar" ym:limit="P3D" ym:outcomes="grant refuse"/>
    <exclusiveGateway id="answer" name="审查结果" default="answer-refuse"/>
    <exclusiveGateway id="granting"/>
    <serviceTask id="grant" name="准予" ym:capability="grant"/>
    <serviceTask id="issue" name="制证" ym:capability="issue"/>
    <serviceTask id="deliver" name="送达" ym:capability="deliver"/>
    <endEvent id="granted" name="准予登记"/>
    <serviceTask id="refuse" name="不予" ym:capability="refuse"/>
    <serviceTask id="deliver-refusal" name="送达" ym:capability="deliver"/>
    <endEvent id="refused" name="不予登记"/>"""
    + chain("start", "accept", "collect", "decide", "fast")
    + flow("fast", "granting", 'rule_outcome = "grant"')
    + chain("fast", "formal-review", "answer")
    + flow("answer", "granting", 'formal-review_outcome = "grant"')
    + chain("granting", "grant", "issue", "deliver", "granted")
    + chain("answer", "refuse", "deliver-refusal", "refused")
)
