"""Reading: what is understood, and what is refused by name."""

import pytest

from yimen.engines.bpmn import (
    BoundaryError,
    BoundaryTimer,
    BpmnError,
    EndEvent,
    TimerEvent,
    UserTask,
    check,
    read,
)

from .make import chain, flow, process, xml

SIMPLE = '<startEvent id="s"/><userTask id="t" ym:post="clerk"/><endEvent id="e"/>' + chain("s", "t", "e")


def problems(body):
    with pytest.raises(BpmnError) as caught:
        read(xml(body))
    return {(problem.element, problem.sentence) for problem in caught.value.problems}


def test_it_reads_names_and_settings():
    found = process(
        '<startEvent id="s"/><userTask id="t" name="  形式\n审查 " ym:post="clerk" ym:limit="P3D" '
        'ym:outcomes="yes  no"/><endEvent id="e"/>' + chain("s", "t", "e")
    )
    assert found.start == "s"
    assert found.nodes["t"] == UserTask(
        "t", "形式 审查", ("s-t",), ("t-e",), post="clerk", limit="P3D", outcomes=("yes", "no")
    )


@pytest.mark.parametrize("act", ["accept", "supplement", "review", "inspect", "decide"])
def test_it_reads_what_kind_of_work_a_task_is(act):
    assert process(SIMPLE.replace("<userTask", f'<userTask ym:act="{act}"')).nodes["t"].act == act


def test_a_task_that_does_not_say_what_kind_of_work_it_is_decides():
    assert process(SIMPLE).nodes["t"].act == "decide"


@pytest.mark.parametrize("act", ["look", "Decide", "accept correct"])
def test_it_refuses_a_kind_of_work_that_nobody_knows(act):
    assert ("t", f"不认识办理动作“{act}”。") in problems(SIMPLE.replace("<userTask", f'<userTask ym:act="{act}"'))


def test_work_outside_the_system_has_no_kind():
    body = SIMPLE.replace("<userTask", '<manualTask ym:act="inspect"')
    assert ("t", "手工任务（manualTask）不认识属性 ym:act。") in problems(body)


@pytest.mark.parametrize("prefix", ["", "bpmn:", "bpmn2:", "semantic:"])
def test_it_reads_any_prefix(prefix):
    name = prefix.rstrip(":")
    declared = f"xmlns:{name}" if name else "xmlns"
    text = f"""<{prefix}definitions {declared}="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="urn:yimen:bpmn:1">
      <{prefix}process id="p"><{prefix}startEvent id="s"/><{prefix}userTask id="t" y:post="clerk"/>
      <{prefix}endEvent id="e"/><{prefix}sequenceFlow id="a" sourceRef="s" targetRef="t"/>
      <{prefix}sequenceFlow id="b" sourceRef="t" targetRef="e"/></{prefix}process></{prefix}definitions>"""
    found = read(text.encode())
    assert check(found) == []
    assert found.nodes["t"].post == "clerk"


def test_it_leaves_drawing_and_remarks_out_of_account():
    remarks = (
        "<documentation>说明</documentation><laneSet id='l'><lane id='l1'><flowNodeRef>t</flowNodeRef></lane></laneSet>"
        "<textAnnotation id='x'><text>注</text></textAnnotation><association id='y' sourceRef='x' targetRef='t'/>"
        "<extensionElements><zeebe xmlns='http://other'/></extensionElements><shape xmlns='http://drawing'/>"
    )
    assert set(process(SIMPLE + remarks).nodes) == {"s", "t", "e"}


def test_it_reads_the_order_of_flows_from_the_gateway():
    found = process(
        '<startEvent id="s"/><exclusiveGateway id="g" default="g-a"><outgoing>g-b</outgoing><outgoing>g-a</outgoing>'
        '</exclusiveGateway><endEvent id="a"/><endEvent id="b"/>'
        + flow("s", "g")
        + flow("g", "a")
        + flow("g", "b", "x")
    )
    assert found.nodes["g"].outgoing == ("g-b", "g-a")


def test_it_reads_timers_errors_and_terminate_ends():
    found = process(
        '<startEvent id="s"/><serviceTask id="t" ym:capability="c"/><intermediateCatchEvent id="w">'
        "<timerEventDefinition><timeDate>2026-01-05</timeDate></timerEventDefinition></intermediateCatchEvent>"
        '<boundaryEvent id="late" attachedToRef="t" cancelActivity="false"><timerEventDefinition>'
        "<timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>"
        '<boundaryEvent id="bad" attachedToRef="t"><errorEventDefinition errorRef="timeout"/></boundaryEvent>'
        '<boundaryEvent id="any" attachedToRef="t"><errorEventDefinition/></boundaryEvent>'
        '<endEvent id="e"><terminateEventDefinition/></endEvent>'
        + chain("s", "t", "w", "e")
        + flow("late", "e")
        + flow("bad", "e")
        + flow("any", "e")
    )
    assert isinstance(found.nodes["w"], TimerEvent) and found.nodes["w"].timer.kind == "date"
    assert isinstance(found.nodes["late"], BoundaryTimer) and not found.nodes["late"].interrupting
    assert [node.code for node in found.nodes.values() if isinstance(node, BoundaryError)] == ["TIMEOUT", ""]
    assert isinstance(found.nodes["e"], EndEvent) and found.nodes["e"].terminate


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ('<subProcess id="x"><ioSpecification/></subProcess>', "输入输出说明（ioSpecification）"),
        ('<callActivity id="x"><ioSpecification/></callActivity>', "输入输出说明（ioSpecification）"),
        ('<callActivity id="x"><dataInputAssociation/></callActivity>', "数据输入关联（dataInputAssociation）"),
        ('<startEvent id="x"><dataOutput/></startEvent>', "元素（dataOutput）"),
        ('<callChoreography id="x"/>', "元素（callChoreography）"),
        ('<somethingNew id="x"/>', "元素（somethingNew）"),
        ('<userTask id="x"><potentialOwner/></userTask>', "候选办理人（potentialOwner）"),
    ],
)
def test_it_refuses_by_name_what_is_not_implemented(element, name):
    assert ("x", f"还不支持{name}。") in problems(SIMPLE + element)


@pytest.mark.parametrize(
    ("body", "element", "said"),
    [
        (SIMPLE + flow("t", "nowhere"), "t-nowhere", "终点“nowhere”不存在"),
        (SIMPLE + flow("nowhere", "t"), "nowhere-t", "起点“nowhere”不存在"),
        (SIMPLE + flow("e", "t"), "e-t", "之后不能再有顺序流"),
        (SIMPLE + flow("t", "s"), "t-s", "不能指向开始事件"),
        (SIMPLE + flow("t", "e", key="t-e"), "t-e", "id 用了两次"),
        (SIMPLE + '<endEvent id="t"/>', "t", "这个 id 用了两次"),
        (SIMPLE + "<endEvent/>", "endEvent", "没有 id"),
        (SIMPLE + '<exclusiveGateway id="g" default="t-e"/>', "g", "不是从这里出去的线"),
        (SIMPLE + '<serviceTask id="c" ym:capabilty="x"/>', "c", "不认识属性 ym:capabilty"),
        (SIMPLE + '<serviceTask id="c" ym:post="x"/>', "c", "不认识属性 ym:post"),
        (SIMPLE + flow("t", "e", key="x").replace("sourceRef", 'ym:post="c" sourceRef'), "x", "不认识属性 ym:post"),
        (SIMPLE + '<userTask id="c" startQuantity="0"/>', "c", "属性 startQuantity=“0”不是"),
        (
            SIMPLE + '<userTask id="c"><multiInstanceLoopCharacteristics/></userTask>',
            "c",
            "多实例要有一个次数或一个列表",
        ),
        (SIMPLE + '<userTask id="c"><standardLoopCharacteristics/></userTask>', "c", "不会结束"),
        (
            SIMPLE + '<userTask id="c"><standardLoopCharacteristics loopMaximum="-1"/></userTask>',
            "c",
            "不是正整数",
        ),
        (SIMPLE + '<subProcess id="c"><task id="i"/></subProcess>' + flow("t", "i"), "t-i", "不能越过子流程的边界"),
        (SIMPLE + '<userTask id="c"><outgoing>t-e</outgoing></userTask>', "c", "“t-e”并没有连在这里"),
        (SIMPLE + '<scriptTask id="c" scriptFormat="text/javascript"/>', "c", "这里只用 FEEL"),
        (SIMPLE + '<boundaryEvent id="b" attachedToRef="no"/>', "b", "附着的任务“no”不存在"),
        (SIMPLE + '<boundaryEvent id="b"/>', "b", "附着的任务“”不存在"),
        (SIMPLE + '<boundaryEvent id="b" attachedToRef="e"/>', "b", "不能附着在结束事件"),
        (SIMPLE + '<intermediateCatchEvent id="w"/>', "w", "有 0 个事件定义"),
        (
            SIMPLE + '<intermediateCatchEvent id="w"><timerEventDefinition/></intermediateCatchEvent>',
            "w",
            "要写一个时间",
        ),
        (
            SIMPLE + '<exclusiveGateway id="g" gatewayDirection="Converging"/>' + chain("g", "t") + chain("g", "e"),
            "g",
            "与连线不符",
        ),
    ],
)
def test_it_refuses_what_does_not_fit_together(body, element, said):
    assert [found for found in problems(body) if found[0] == element and said in found[1]]


def test_it_names_every_fault_at_once():
    assert {
        element
        for element, _ in problems(SIMPLE + '<callChoreography id="x"/><conversation id="y"/>' + flow("t", "no"))
    } == {
        "x",
        "y",
        "t-no",
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是完好的 XML"),
        (b"<definitions", "不是完好的 XML"),
        ("申请".encode(), "不是完好的 XML"),
        (b"\x00\xff\xfe", "不是完好的 XML"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "不是完好的 XML"),
        (b"<html/>", "不是 BPMN 2.0"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "为了安全不读取"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "为了安全不读取"),
        (b" " * 5_000_001, "太大"),
    ],
)
def test_it_refuses_files_that_are_no_bpmn(data, said):
    with pytest.raises(BpmnError, match=said):
        read(data)


@pytest.mark.parametrize("count", [0, 2])
def test_it_refuses_a_file_without_exactly_one_process(count):
    processes = '<process><task id="t"/></process>' * count
    text = f"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>{processes}</definitions>"
    with pytest.raises(BpmnError) as caught:
        read(text.encode())
    assert caught.value.problems[0].sentence == f"文件里有 {count} 个流程，应当恰好有一个。"


def _in_definitions(attributes, extra=""):
    return (
        xml(SIMPLE.replace('targetRef="e">', 'targetRef="e"><conditionExpression>x</conditionExpression>'))
        .replace(b'id="definitions"', f'id="definitions" {attributes}'.encode())
        .replace(b"<process", extra.encode() + b"<process")
    )


def test_it_refuses_expressions_of_another_language():
    with pytest.raises(BpmnError, match="XPath"):
        read(_in_definitions('expressionLanguage="http://www.w3.org/1999/XPath"'))
    assert read(_in_definitions('expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/"'))


def test_pools_are_drawing_and_messages_pass_between_them():
    pools = '<collaboration id="c"><participant id="pool" processRef="p"/><participant id="other"/>{}</collaboration>'
    assert read(_in_definitions("", pools.format("")))
    assert read(_in_definitions("", pools.format('<messageFlow id="m" sourceRef="t" targetRef="other"/>')))
    with pytest.raises(BpmnError, match="要接到里面的节点上"):
        read(_in_definitions("", pools.format('<messageFlow id="m" sourceRef="other" targetRef="pool"/>')))
    with pytest.raises(BpmnError, match="在同一个泳池里"):
        read(_in_definitions("", pools.format('<messageFlow id="m" sourceRef="t" targetRef="t"/>')))


def test_an_error_without_a_code_is_refused():
    body = SIMPLE.replace("<userTask", "<serviceTask").replace('ym:post="clerk"', 'ym:capability="c"')
    caught = '<boundaryEvent id="b" attachedToRef="t"><errorEventDefinition errorRef="{}"/></boundaryEvent>'
    assert [said for element, said in problems(body + caught.format("unknown")) if "没有定义" in said]
    data = xml(body + caught.format("blank")).replace(b"<process", b'<error id="blank"/><process')
    with pytest.raises(BpmnError, match="没有 errorCode"):
        read(data)


def test_it_refuses_elements_within_elements_without_end():
    deep = '<subProcess id="s{}">'
    body = "".join(deep.format(number) for number in range(3000)) + "</subProcess>" * 3000
    with pytest.raises(BpmnError, match="套得太深"):
        read(xml(body))
