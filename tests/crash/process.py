"""The processes: work by machine and by people, a call, timers that people miss, messages both ways, a signal, a
decision; two steps that fail until an operator mends them, and a second version that all are brought to."""

from yimen.engines import bpmn
from yimen.engines.bpmn.tests.make import HEAD, TAIL, chain, flow, process

_DECLARED = HEAD.replace(
    "<process",
    '<message id="a" name="checked"/><message id="b" name="agreed"/><signal id="s" name="season"/><process',
)
_SEND = """<sendTask id="{}" messageRef="{}" ym:correlation='{}' ym:carries="{}"/>"""
_HEAR = '<intermediateCatchEvent id="{}"><messageEventDefinition messageRef="{}"/></intermediateCatchEvent>'


def _telling(body: str) -> bpmn.Process:
    """A process that tells another one something, and hears of it."""
    return bpmn.read((_DECLARED + body + TAIL).encode())


_TIMER = "<timerEventDefinition><timeDuration>{}</timeDuration></timerEventDefinition>"
_MAIN = (
    """<startEvent id="start"/><parallelGateway id="split"/><parallelGateway id="join"/>
    <serviceTask id="register" ym:capability="receipt"/>
    <userTask id="check" ym:post="registrar" ym:outcomes="yes no"/>
    <callActivity id="part" calledElement="part"/>"""
    + f'<intermediateCatchEvent id="wait">{_TIMER.format("P1D")}</intermediateCatchEvent>'
    + """<serviceTask id="remind" ym:capability="reminder"/>
    <userTask id="answer" ym:post="registrar" ym:outcomes="answered"/>"""
    + f'<boundaryEvent id="late" attachedToRef="answer">{_TIMER.format("P2D")}</boundaryEvent>'
    + """<serviceTask id="lapse" ym:capability="lapse"/>
    <exclusiveGateway id="either-way"/>
    <serviceTask id="allow" ym:capability="permit"/><serviceTask id="seal" ym:capability="stamp"/>
    <businessRuleTask id="ask" ym:decision="grant" ym:result="grant"/>
    <exclusiveGateway id="how" default="how-refused"/>
    <serviceTask id="issue" ym:capability="licence"/>
    <endEvent id="granted"/><endEvent id="refused"/>"""
    + _SEND.format("tell-part", "a", 'main + "/part"', "check_outcome")
    + _HEAR.format("hear-part", "b")
    + chain("start", "split", "register", "check", "tell-part", "join")
    + chain("split", "hear-part", "join")
    + chain("split", "part", "join")
    + chain("split", "wait", "remind", "join")
    + chain("split", "answer", "either-way", "join")
    + chain("late", "lapse", "either-way")
    + chain("join", "allow", "seal")
    + chain("ask", "how", "refused")
    + flow("how", "issue", 'grant = "yes" and part_outcome = "agreed"')
    + chain("issue", "granted")
)
MAIN = _telling(_MAIN + chain("seal", "ask"))
# One step more: whoever was not brought here, or only half, lacks a paper.
SECOND = _telling(_MAIN + '<serviceTask id="file" ym:capability="file"/>' + chain("seal", "file", "ask"))
SEASON = _telling(
    """<startEvent id="start"/><serviceTask id="note" ym:capability="note"/><endEvent id="noted"/>
    <intermediateCatchEvent id="hear"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>"""
    + chain("start", "hear", "note", "noted")
)
PART = _telling(
    """<startEvent id="start"/><serviceTask id="look" ym:capability="opinion"/>
    <userTask id="decide" ym:post="registrar" ym:outcomes="agree object"/>"""
    + f'<intermediateCatchEvent id="pause">{_TIMER.format("PT6H")}</intermediateCatchEvent>'
    + '<endEvent id="agreed"/>'
    + _SEND.format("tell-main", "b", "main", "decide_outcome")
    + _HEAR.format("hear-main", "a")
    + chain("start", "look", "decide", "tell-main", "hear-main", "pause", "agreed")
)
# Its later timer must not ring before its earlier one, however late both are.
TWO_TIMERS = process(
    '<startEvent id="start"/><parallelGateway id="split"/><endEvent id="first-over"/><endEvent id="second-over"/>'
    + f'<intermediateCatchEvent id="second">{_TIMER.format("P2D")}</intermediateCatchEvent>'
    + f'<intermediateCatchEvent id="first">{_TIMER.format("P1D")}</intermediateCatchEvent>'
    + chain("start", "split", "second", "second-over")
    + chain("split", "first", "first-over")
)
PROCESSES = {"main@1": MAIN, "main@2": SECOND, "season": SEASON, "part": PART, "two-timers": TWO_TIMERS}
# What people do; whoever should answer never does, so that the law's time passes.
ANSWERS = {"check": "yes", "decide": "agree"}
