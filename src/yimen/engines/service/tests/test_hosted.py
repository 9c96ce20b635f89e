import pytest

from yimen.engines.bpmn import read
from yimen.engines.bpmn.tests.make import HEAD, TAIL, chain, process
from yimen.engines.service import hosted

ENDS = '<startEvent id="s"/><endEvent id="e"/>'
MESSAGE = '<messageEventDefinition messageRef="m"/>'
CONDITION = "<conditionalEventDefinition><condition>a</condition></conditionalEventDefinition>"
TIMER = "<timerEventDefinition><timeCycle>R3/P1D</timeCycle></timerEventDefinition>"
DECLARED = HEAD.replace("<process", '<message id="m" name="decided"/><signal id="g" name="closed"/><process')


def problems(body):
    found = read((DECLARED + body + TAIL).encode())
    return {problem.element: problem.sentence for problem in hosted.check(found)}


def test_it_accepts_what_the_platform_carries_out():
    catches = {
        "heard": MESSAGE,
        "called": '<signalEventDefinition signalRef="g"/>',
        "c": CONDITION,
        "t": TIMER,
    }
    events = "".join(
        f'<intermediateCatchEvent id="{key}">{trigger}</intermediateCatchEvent>' for key, trigger in catches.items()
    )
    tasks = '<sendTask id="x" messageRef="m"/><receiveTask id="y" messageRef="m"/><userTask id="a" ym:post="c"/>'
    edge = f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{MESSAGE}</boundaryEvent>'
    inside = f"""<subProcess id="sub" triggeredByEvent="true"><startEvent id="in">{MESSAGE}</startEvent>
        <endEvent id="out"/>{chain("in", "out")}</subProcess>"""
    flows = chain("s", *catches, "x", "y", "a", "e") + chain("b", "e")
    assert problems(ENDS + events + tasks + edge + inside + flows) == {}


@pytest.mark.parametrize(
    ("trigger", "word"),
    [(MESSAGE, "由消息开始"), ('<signalEventDefinition signalRef="g"/>', "由信号开始"), (TIMER, "由定时开始"),
     (CONDITION, "由条件开始")],
)  # fmt: skip
def test_it_refuses_a_beginning_that_no_application_makes(trigger, word):
    found = problems(f'{ENDS}<startEvent id="x">{trigger}</startEvent>' + chain("s", "e") + chain("x", "e"))
    assert set(found) == {"x"}
    assert word in found["x"]


def test_it_refuses_a_receive_task_or_event_gateway_that_begins():
    body = ENDS + '<receiveTask id="r" messageRef="m" instantiate="true"/>' + chain("s", "e") + chain("r", "e")
    assert "instantiate" in problems(body)["r"]
    gateway = f"""<eventBasedGateway id="w" instantiate="true"/>
        <intermediateCatchEvent id="c">{MESSAGE}</intermediateCatchEvent>"""
    assert "instantiate" in problems(ENDS + gateway + chain("s", "e") + chain("w", "c", "e"))["w"]


def test_it_refuses_a_task_that_does_nothing():
    found = hosted.check(process(ENDS + '<task id="t"/>' + chain("s", "t", "e")))
    assert [(one.element, "什么也不会做" in one.sentence) for one in found] == [("t", True)]


def test_it_refuses_the_answer_of_another_body_as_a_step_of_a_service():
    task = '<userTask id="a" name="给意见" ym:post="c" ym:act="advise" ym:outcomes="agree"/>'
    found = problems(ENDS + task + chain("s", "a", "e"))
    assert "“给意见”的办理动作是 advise" in found["a"]
