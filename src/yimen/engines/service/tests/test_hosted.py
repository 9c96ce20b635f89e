from yimen.engines.bpmn.tests.make import chain, process
from yimen.engines.service import hosted

ENDS = '<startEvent id="s"/><endEvent id="e"/>'


def problems(body):
    return {problem.element: problem.sentence for problem in hosted.check(process(ENDS + body))}


def test_it_accepts_what_the_platform_carries_out():
    timer = "<timerEventDefinition><timeCycle>R3/P1D</timeCycle></timerEventDefinition>"
    body = f'<userTask id="a" ym:post="c"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{timer}'
    assert problems(body + "</boundaryEvent>" + chain("s", "a", "e") + chain("b", "e")) == {}


def test_it_refuses_what_would_wait_for_ever():
    signal = '<intermediateCatchEvent id="c"><signalEventDefinition/></intermediateCatchEvent>'
    found = problems(
        f'<task id="t"/><sendTask id="m"/><receiveTask id="r"/>{signal}' + chain("s", "t", "m", "r", "c", "e")
    )
    assert set(found) == {"t", "m", "r", "c"}
    assert "什么也不会做" in found["t"] and "不会送达信号" in found["c"]
