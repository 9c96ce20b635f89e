"""What a file refers to stands in it, and is of the right kind; nothing of it ends in anything but a sentence."""

import pytest

from yimen.engines.bpmn import BpmnError, check, expressions_of, law, read

from .make import chain, flow, process, xml

LINE = '<startEvent id="s"/><manualTask id="t" ym:post="clerk"/><endEvent id="e"/>' + chain("s", "t", "e")
ITEM = '<itemDefinition id="item" structureRef="String"/>'
OPERATION = (
    '<interface id="i" name="i"><operation id="o" name="o"><inMessageRef>{}</inMessageRef></operation></interface>'
)
MANY = """<multiInstanceLoopCharacteristics><loopDataInputRef>{list}</loopDataInputRef>
    <inputDataItem id="one" itemSubjectRef="{one}"/></multiInstanceLoopCharacteristics>"""
DATA = '<ioSpecification><dataInput id="din" itemSubjectRef="all" isCollection="true"/>{}<outputSet/></ioSpecification>'


def _file(outside="", inside="", line=LINE):
    return xml(line + inside).replace(b"<process", outside.encode() + b"<process")


def _many(one="item", items="din"):
    inner = DATA.format("<inputSet><dataInputRefs>din</dataInputRefs></inputSet>") + MANY.format(list=items, one=one)
    outside = ITEM + '<itemDefinition id="all" structureRef="String" isCollection="true"/>'
    outside += '<itemDefinition id="number" structureRef="int"/>'
    return _file(outside, line=LINE.replace('ym:post="clerk"/>', f'ym:post="clerk">{inner}</manualTask>'))


SOUND = {
    "an operation takes a message": _file('<message id="m" name="m"/>' + OPERATION.format("m")),
    "a prefix stands before the id": _file('<message id="m" name="m"/>' + OPERATION.format("tns:m")),
    "a remark is plain text": _file(
        inside='<textAnnotation id="x" textFormat="text/plain"><text>x</text></textAnnotation>'
    ),
    "one of a list": _many(),
    "flows are listed at both ends": _file(
        line='<startEvent id="s"><outgoing>s-e</outgoing></startEvent>'
        '<endEvent id="e"><incoming>s-e</incoming></endEvent>' + chain("s", "e")
    ),
    "flows are listed nowhere": _file(),
}
FAULTS = [
    ("an operation takes a task", _file(OPERATION.format("t")), "o", "手工任务"),
    ("an operation takes nothing that is there", _file(OPERATION.format("gone")), "o", "不存在"),
    (
        "a pool has no such interface",
        _file(
            '<collaboration id="c"><participant id="pool"><interfaceRef>t</interfaceRef></participant></collaboration>'
        ),
        "pool",
        "不能用在这里",
    ),
    (
        "a partner is no pool",
        _file('<partnerEntity id="pe"><participantRef>s-t</participantRef></partnerEntity>'),
        "pe",
        "顺序流",
    ),
    (
        "a pool has no such process",
        _file('<collaboration id="c"><participant id="pool" processRef="x"/></collaboration>'),
        "pool",
        "不存在",
    ),
    ("a message has no such content", _file('<message id="m" name="m" itemRef="x"/>'), "m", "不存在"),
    (
        "a lane holds no flow",
        _file(inside='<laneSet id="ls"><lane id="l"><flowNodeRef>s-t</flowNodeRef></lane></laneSet>'),
        "l",
        "不能用在这里",
    ),
    ("a remark is about nothing", _file(inside='<association id="a" sourceRef="t" targetRef="gone"/>'), "a", "不存在"),
    ("an id is given twice", _file('<message id="t" name="m"/>'), "t", "用了两次"),
    ("a text has no such form", _file(inside='<textAnnotation id="x" textFormat="INVALID"/>'), "x", "MIME"),
    ("the list of several instances is a task", _many(items="s"), "t", "不能用在这里"),
    ("one of a list is a list", _many(one="all"), "one", "不能又是一个集合"),
    ("one of a list is something else", _many(one="number"), "one", "不同"),
    (
        "a flow is listed at its end only",
        _file(line='<startEvent id="s"/><endEvent id="e"><incoming>s-e</incoming></endEvent>' + chain("s", "e")),
        "s",
        "只在一端",
    ),
    (
        "a flow is listed at its begin only",
        _file(line='<startEvent id="s"><outgoing>s-e</outgoing></startEvent><endEvent id="e"/>' + chain("s", "e")),
        "e",
        "只在一端",
    ),
    (
        "a compensation at the edge does not interrupt",
        _file(
            inside='<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">'
            '<compensateEventDefinition/></boundaryEvent><association id="a" sourceRef="b" targetRef="u"/>'
            '<manualTask id="u" ym:post="clerk" isForCompensation="true"/>'
        ),
        "b",
        "cancelActivity",
    ),
]


@pytest.mark.parametrize("name", SOUND)
def test_it_reads_what_refers_to_what_is_there(name):
    assert read(SOUND[name])


@pytest.mark.parametrize(("name", "file", "element", "said"), FAULTS, ids=[one[0] for one in FAULTS])
def test_it_refuses_what_refers_to_something_else(name, file, element, said):
    with pytest.raises(BpmnError) as caught:
        read(file)
    assert [problem for problem in caught.value.problems if problem.element == element and said in problem.sentence]


def _law(body):
    return [(problem.element, problem.sentence) for problem in law(process(body))]


TWO = '<startEvent id="s"/><manualTask id="t" ym:post="clerk"/><endEvent id="e"/><endEvent id="e2"/>'


def test_the_only_way_out_of_an_activity_has_no_condition():
    assert not _law(TWO + chain("s", "t", "e") + flow("t", "e2", "x"))
    [(element, said)] = _law(LINE.replace(chain("t", "e"), flow("t", "e", "x")))
    assert element == "t-e" and "走不下去" in said


def test_the_way_out_of_an_event_has_no_condition():
    [(element, said)] = _law(LINE.replace(chain("s", "t"), flow("s", "t", "x")))
    assert element == "s-t" and "不能写条件" in said


GATE = '<eventBasedGateway id="g" {}/><intermediateCatchEvent id="a">{}</intermediateCatchEvent>'
AGAIN = '<intermediateCatchEvent id="b">{}</intermediateCatchEvent><endEvent id="e"/><endEvent id="e2"/>'
WAITS = '<messageEventDefinition messageRef="m"/>'


def _gate(attributes):
    body = (GATE.format(attributes, WAITS) + AGAIN.format(WAITS)) + chain("g", "a", "e") + chain("g", "b", "e2")
    return read(_file('<message id="m" name="m"/>', line=body))


def test_only_a_gateway_that_begins_an_instance_may_be_parallel():
    assert not law(_gate('instantiate="true" eventGatewayType="Parallel"'))
    assert "只能用来启动流程" in str(law(_gate('eventGatewayType="Parallel"'))[0])


@pytest.mark.parametrize(("count", "sound"), [("3", True), ("0", True), ("n", True), ("-1", False), ("1.5", False)])
def test_a_number_of_instances_that_is_drawn_must_be_one(count, sound):
    many = "multiInstanceLoopCharacteristics"
    inner = f"<{many}><loopCardinality>{count}</loopCardinality></{many}>"
    found = process(LINE.replace('ym:post="clerk"/>', f'ym:post="clerk">{inner}</manualTask>'))
    assert ([one for one in check(found) if one.severity == "error"] == []) is sound


def test_a_variable_that_nobody_gives_is_a_fault_where_the_host_knows_them():
    body = TWO + chain("s", "t", "e") + flow("t", "e2", "amuont > 3")
    assert expressions_of(process(body)) == []
    [problem] = expressions_of(process(body), ("amount",))
    assert problem.element == "t-e2" and "amuont" in problem.sentence
    assert expressions_of(process(body.replace("amuont", "amount")), ("amount",)) == []
