"""The processes: work by machine and by people, a call, timers that people miss, side by side, and a decision."""

from yimen.engines.bpmn.tests.make import chain, flow, process

_TIMER = "<timerEventDefinition><timeDuration>{}</timeDuration></timerEventDefinition>"
MAIN = process(
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
    <businessRuleTask id="ask" ym:decision="grant" ym:result="grant"/>
    <exclusiveGateway id="how" default="how-refused"/>
    <serviceTask id="issue" ym:capability="licence"/>
    <endEvent id="granted"/><endEvent id="refused"/>"""
    + chain("start", "split", "register", "check", "join")
    + chain("split", "part", "join")
    + chain("split", "wait", "remind", "join")
    + chain("split", "answer", "either-way", "join")
    + chain("late", "lapse", "either-way")
    + chain("join", "ask", "how", "refused")
    + flow("how", "issue", 'grant = "yes" and part_outcome = "agreed"')
    + chain("issue", "granted")
)
PART = process(
    """<startEvent id="start"/><serviceTask id="look" ym:capability="opinion"/>
    <userTask id="decide" ym:post="registrar" ym:outcomes="agree object"/>"""
    + f'<intermediateCatchEvent id="pause">{_TIMER.format("PT6H")}</intermediateCatchEvent>'
    + '<endEvent id="agreed"/>'
    + chain("start", "look", "decide", "pause", "agreed")
)
# Its later timer must not ring before its earlier one, however late both are.
TWO_TIMERS = process(
    '<startEvent id="start"/><parallelGateway id="split"/><endEvent id="first-over"/><endEvent id="second-over"/>'
    + f'<intermediateCatchEvent id="second">{_TIMER.format("P2D")}</intermediateCatchEvent>'
    + f'<intermediateCatchEvent id="first">{_TIMER.format("P1D")}</intermediateCatchEvent>'
    + chain("start", "split", "second", "second-over")
    + chain("split", "first", "first-over")
)
PROCESSES = {"main@1": MAIN, "part": PART, "two-timers": TWO_TIMERS}
# What people do; whoever should answer never does, so that the law's time passes.
ANSWERS = {"check": "yes", "decide": "agree"}
