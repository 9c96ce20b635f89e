"""Processes of the kinds that the BETSY suite has, drawn here: they run on its runner, with its words."""

import pytest

from tests.conformance import betsy

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
<signal id="sig" name="sig"/><message id="msg" name="msg"/><message id="msg2" name="msg2"/>
<error id="err" errorCode="ERR_CODE"/><escalation id="esc" escalationCode="ESC"/>"""
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
MESSAGE = '<messageEventDefinition messageRef="msg"/>'
OTHER = '<messageEventDefinition messageRef="msg2"/>'
ERROR = '<errorEventDefinition errorRef="err"/>'
ANY_ERROR = "<errorEventDefinition/>"
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'
TERMINATE, CANCEL = "<terminateEventDefinition/>", "<cancelEventDefinition/>"
COMPENSATE = "<compensateEventDefinition/>"
GOES_ON, STAYS = 'cancelActivity="false"', 'isInterrupting="false"'
HAS_A, HAS_B = 'test.contains("a")', 'test.contains("b")'


def drawn(*processes, more=""):
    """A file of several processes; the first is the one that a case begins."""
    inside = "".join(
        f'<process id="{"main" if not number else f"p{number}"}" isExecutable="true">{body}</process>'
        for number, body in enumerate(processes)
    )
    return f"{HEAD}{more}{inside}</definitions>".encode()


def way(*chains):
    """Sequence flows along chains such as ``"a > b[condition] > c"``."""
    flows = []
    for chain in chains:
        names = [part.strip() for part in chain.split(" > ")]
        for one, other in zip(names, names[1:], strict=False):
            target, _, condition = other.rstrip("]").partition("[")
            ends = f'sourceRef="{one.partition("[")[0]}" targetRef="{target}"'
            written = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
            flows.append(f'<sequenceFlow id="{one.partition("[")[0]}-{target}" {ends}>{written}</sequenceFlow>')
    return "".join(flows)


def script(key, words, attributes="", inner=""):
    return f'<scriptTask id="{key}" {attributes}>{inner}<script>{words}</script></scriptTask>'


def tasks(*numbers):
    return "".join(script(f"t{number}", f"SCRIPT_task{number}") for number in numbers)


def event(tag, key, definition="", attributes=""):
    return f'<{tag} id="{key}" {attributes}>{definition}</{tag}>'


def begin(key="s", definition="", attributes=""):
    return event("startEvent", key, definition, attributes)


def ends(*keys, definition=""):
    return "".join(event("endEvent", key, definition) for key in keys)


def catch(key, definition):
    return event("intermediateCatchEvent", key, definition)


def thrown(key, definition):
    return event("intermediateThrowEvent", key, definition)


def edge(key, host, definition, attributes=""):
    return event("boundaryEvent", key, definition, f'attachedToRef="{host}" {attributes}')


def sub(body, tag="subProcess", attributes=""):
    return f'<{tag} id="x" {attributes}>{body}</{tag}>'


def gateway(kind, key, attributes=""):
    return f'<{kind}Gateway id="{key}" {attributes}/>'


def after(duration):
    return f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"


def cycle(interval):
    return f"<timerEventDefinition><timeCycle>{interval}</timeCycle></timerEventDefinition>"


def condition(text):
    return f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"


def event_sub(definition, attributes=""):
    """An event sub-process that logs task 5."""
    inside = begin("ea", definition, attributes) + tasks(5) + ends("eb") + way("ea > t5 > eb")
    return f'<subProcess id="es" triggeredByEvent="true">{inside}</subProcess>'


def around(inside, definition="", attributes=""):
    """A sub-process, then task 4; with an event on its edge that leads to task 3."""
    caught = edge("b", "x", definition, attributes) + tasks(3) + ends("e2") + way("b > t3 > e2") if definition else ""
    return begin() + inside + caught + tasks(4) + ends("e") + way("s > x > t4 > e")


def undone(key, host, number):
    """A compensation on the edge of a task."""
    handler = script(key, f"SCRIPT_task{number}", 'isForCompensation="true"')
    link = f'<association id="{key}-a" sourceRef="{key}-b" targetRef="{key}"/>'
    return edge(f"{key}-b", host, COMPENSATE) + handler + link


def loop(text, attributes=""):
    inner = f"<loopCondition>{text}</loopCondition>"
    return f"<standardLoopCharacteristics {attributes}>{inner}</standardLoopCharacteristics>"


def many(count, attributes="", more=""):
    inner = f"<loopCardinality>{count}</loopCardinality>{more}"
    return f"<multiInstanceLoopCharacteristics {attributes}>{inner}</multiInstanceLoopCharacteristics>"


def repeated(characteristics):
    return drawn(begin() + script("l", "SCRIPT_task1", inner=characteristics) + tasks(2) + ends("e") + LINE)


def joined(split, merge):
    """Two branches, by conditions unless the gateway is parallel, then task 3."""
    first, second = ("", "") if split == "parallel" else (f"[{HAS_A}]", f"[{HAS_B}]")
    ways = way("s > g", f"g > t1{first} > j", f"g > t2{second} > j", "j > t3 > e")
    return drawn(begin() + gateway(split, "g") + tasks(1, 2, 3) + gateway(merge, "j") + ends("e") + ways)


LINE = way("s > l > t2 > e")
SLOW = begin("a") + tasks(1) + catch("w", after("PT5S")) + tasks(2) + ends("z") + way("a > t1 > w > t2 > z")
SLOW_AGAIN = begin() + catch("w", after("PT5S")) + tasks(2) + ends("e") + way("s > w > t2 > e")


def throwing(definition):
    return begin("a") + tasks(1) + thrown("th", definition) + tasks(2) + ends("z") + way("a > t1 > th > t2 > z")


def ending(definition):
    return begin("a") + tasks(1) + ends("z", definition=definition) + way("a > t1 > z")


def sends(definition, wait="PT2S"):
    inside = catch("qw", after(wait)) + thrown("qs", definition)
    return begin("q") + inside + ends("qe") + way("q > qw > qs > qe")


def choosing(first, second, kind="intermediateCatchEvent"):
    events = event(kind, "c1", first) + event(kind, "c2", second)
    ways = way("g > c1 > t1 > e", "g > c2 > t2 > e2")
    return begin() + gateway("eventBased", "g") + events + tasks(1, 2) + ends("e", "e2") + way("s > g") + ways


def begun_by_gateway(attributes=""):
    inside = gateway("eventBased", "g", f'instantiate="true" {attributes}') + catch("c1", MESSAGE) + catch("c2", OTHER)
    return inside + tasks(1, 2) + ends("e", "e2") + way("g > c1 > t1 > e", "g > c2 > t2 > e2")


def transaction(end):
    inside = begin("a") + tasks(1) + ends("z", definition=end) + way("a > t1 > z") + undone("undo", "t1", 2)
    return drawn(around(sub(inside, "transaction"), CANCEL))


def partial(count):
    enough = f"<activationCondition>activationCount&gt;={count}</activationCondition>"
    gate = f'<complexGateway id="j">{enough}</complexGateway>'
    ways = way("s > g > t1 > j", "g > t2 > j", "g > t4 > j", "j > t3 > e")
    return drawn(begin() + gateway("parallel", "g") + tasks(1, 2, 3, 4) + gate + ends("e") + ways)


SENDS_BOTH = begin("q") + thrown("q1", OTHER) + thrown("q2", MESSAGE) + ends("qe") + way("q > q1 > q2 > qe")
COMPLEX = (
    "<complexBehaviorDefinition><condition>numberOfCompletedInstances&gt;=2</condition>"
    f'<event id="ev">{SIGNAL}</event></complexBehaviorDefinition>'
)
PART = begin("ps") + script("pt", "SCRIPT_task1") + ends("pe") + way("ps > pt > pe")
FAILING_PART = begin("ps") + script("pt", "SCRIPT_task1") + ends("pe", definition=ERROR) + way("ps > pt > pe")
CALL = begin() + '<callActivity id="c" calledElement="p1"/>' + tasks(2) + ends("e") + way("s > c > t2 > e")
RECEIVE = begin() + '<receiveTask id="r" messageRef="msg"/>' + tasks(1) + ends("e") + way("s > r > t1 > e")

# name, file, what the log holds (digits stand for SCRIPT_task…), input of the case
ALONE = [
    ("a timer begins it", drawn(begin("s", after("PT1S")) + tasks(1) + ends("e") + way("s > t1 > e")), "1", ""),
    (
        "a timer begins it thrice",
        drawn(begin("s", cycle("R3/PT1S")) + tasks(1) + ends("e") + way("s > t1 > e")),
        "111",
        "",
    ),
    ("signal interrupts at the edge", drawn(around(sub(throwing(SIGNAL)), SIGNAL)), "13", ""),
    ("signal at the edge", drawn(around(sub(throwing(SIGNAL)), SIGNAL, GOES_ON)), "1234", ""),
    ("signal starts an event sub-process", drawn(around(sub(throwing(SIGNAL) + event_sub(SIGNAL, STAYS)))), "1245", ""),
    ("signal interrupts from inside", drawn(around(sub(throwing(SIGNAL) + event_sub(SIGNAL)))), "145", ""),
    ("condition interrupts at the edge", drawn(around(sub(SLOW), condition(HAS_A))), "3", "a"),
    ("condition does not hold", drawn(around(sub(SLOW), condition(HAS_A))), "124", "b"),
    ("escalation at the end, caught", drawn(around(sub(ending(ESCALATION)), ESCALATION)), "13", ""),
    ("escalation at the end, heard", drawn(around(sub(ending(ESCALATION)), ESCALATION, GOES_ON)), "134", ""),
    ("escalation that nobody hears", drawn(around(sub(ending(ESCALATION)))), "14", ""),
    ("escalation beside", drawn(around(sub(throwing(ESCALATION) + event_sub(ESCALATION, STAYS)))), "1245", ""),
    ("error at the edge", drawn(around(sub(ending(ERROR)), ERROR)), "13", ""),
    ("any error at the edge", drawn(around(sub(ending(ERROR)), ANY_ERROR)), "13", ""),
    ("error inside", drawn(around(sub(ending(ERROR) + event_sub(ERROR)))), "145", ""),
    ("error that nobody catches", drawn(around(sub(ending(ERROR)))), "1 ERROR_thrownErrorEvent", ""),
    ("a task fails", drawn(around(script("x", "THROW_ERROR"), ERROR)), "3", ""),
    ("a task fails and nobody catches", drawn(around(script("x", "THROW_ERROR"))), "ERROR_runtime", ""),
    ("transaction is cancelled", transaction(CANCEL), "123", ""),
    ("transaction ends well", transaction(""), "14", ""),
    ("compensation is thrown", drawn(throwing(COMPENSATE) + undone("undo", "t1", 3)), "132", ""),
    (
        "terminate ends its scope",
        drawn(
            around(
                sub(
                    begin("a")
                    + gateway("parallel", "g")
                    + tasks(1, 2)
                    + ends("z", definition=TERMINATE)
                    + catch("w", after("PT5S"))
                    + ends("y")
                    + way("a > g > t1 > z", "g > w > t2 > y")
                )
            )
        ),
        "14",
        "",
    ),
    ("a process calls another", drawn(CALL, PART), "12", ""),
    (
        "a called process fails",
        drawn(CALL + edge("b", "c", ERROR) + tasks(3) + ends("e2") + way("b > t3 > e2"), FAILING_PART),
        "13",
        "",
    ),
    ("ad hoc in parallel", drawn(around(sub(tasks(1, 2), "adHocSubProcess", 'ordering="Parallel"'))), "124", ""),
    ("a loop runs once before it asks", repeated(loop("false")), "12", ""),
    ("a loop asks first", repeated(loop("false", 'testBefore="true"')), "2", ""),
    ("a loop ends at its maximum", repeated(loop("true", 'testBefore="true" loopMaximum="2"')), "112", ""),
    (
        "several instances end early",
        repeated(
            many(
                5, 'isSequential="true"', "<completionCondition>numberOfCompletedInstances&gt;=2</completionCondition>"
            )
        ),
        "112",
        "",
    ),
    ("no instance at all", repeated(many(0)), "2", ""),
    ("a negative number of instances", repeated(many(-1)), "ERROR_deployment", ""),
    ("half an instance", repeated(many("1.5")), "ERROR_deployment", ""),
    (
        "complex behavior",
        drawn(
            begin()
            + script("l", "SCRIPT_task1", inner=many(3, 'isSequential="true" behavior="Complex"', COMPLEX))
            + edge("b", "l", SIGNAL, GOES_ON)
            + tasks(3, 2)
            + ends("e", "e2")
            + LINE
            + way("b > t3 > e2")
        ),
        "111233",
        "",
    ),
    ("exclusive, then inclusive", joined("exclusive", "inclusive"), "13", "a"),
    ("no way out of an exclusive gateway", joined("exclusive", "inclusive"), "ERROR_runtime", "c"),
    ("parallel, then exclusive", joined("parallel", "exclusive"), "1233", ""),
    ("inclusive, then inclusive", joined("inclusive", "inclusive"), "123", "ab"),
    ("no way out of an inclusive gateway", joined("inclusive", "inclusive"), "ERROR_runtime", "c"),
    (
        "parallel gateways that join and part",
        drawn(
            begin()
            + gateway("parallel", "g")
            + gateway("parallel", "m")
            + tasks(1, 2, 3, 4)
            + ends("e", "e2")
            + way("s > g > t1 > m > t3 > e", "g > t2 > m > t4 > e2")
        ),
        "1234",
        "",
    ),
    ("a condition decides at an event gateway", drawn(choosing(condition(HAS_A), after("PT5S"))), "1", "a"),
    ("a timer decides at an event gateway", drawn(choosing(condition(HAS_A), after("PT5S"))), "2", "b"),
    ("a timer at the edge", drawn(around(sub(SLOW), after("PT1S"), GOES_ON)), "1234", ""),
    ("a repeating timer at the edge", drawn(around(sub(SLOW), cycle("R3/PT1S"), GOES_ON)), "123334", ""),
    ("a timer beside", drawn(SLOW_AGAIN + event_sub(after("PT1S"), STAYS)), "25", ""),
    ("a timer instead", drawn(SLOW_AGAIN + event_sub(after("PT1S"))), "5", ""),
    ("one of three is enough", partial(1), "1234", ""),
    ("two of three are enough", partial(2), "1234", ""),
    (
        "a task sends three tokens",
        drawn(begin() + script("l", "SCRIPT_task1", 'completionQuantity="3"') + tasks(2) + ends("e") + LINE),
        "1222",
        "",
    ),
    (
        "tasks at the same time",
        drawn(
            begin()
            + gateway("parallel", "g")
            + script("a", "CREATE_TIMESTAMP_LOG_1")
            + script("b", "CREATE_TIMESTAMP_LOG_2")
            + gateway("parallel", "j")
            + ends("e")
            + way("s > g > a > j > e", "g > b > j")
        ),
        "EXECUTION_parallel",
        "",
    ),
    (
        "a gateway begins a process",
        drawn(begin("q") + thrown("q1", OTHER) + ends("qe") + way("q > q1 > qe"), begun_by_gateway()),
        "2",
        "",
    ),
    (
        "a parallel gateway takes all its events",
        drawn(SENDS_BOTH, begun_by_gateway('eventGatewayType="Parallel"')),
        "12",
        "",
    ),
    (
        "property is data",
        drawn(
            '<property id="pr" name="data"/>'
            + begin()
            + script("a", "SET_STRING_DATA")
            + script("b", "LOG_DATA")
            + ends("e")
            + way("s > a > b > e")
        ),
        "DATA_correct",
        "",
    ),
    (
        "a word that nobody knows",
        drawn(begin() + script("l", "rm -rf") + tasks(2) + ends("e") + LINE),
        "ERROR_deployment",
        "",
    ),
    (
        "a variable that nobody gives",
        joined("exclusive", "exclusive").replace(b"test.contains", b"tset.contains"),
        "ERROR_deployment",
        "a",
    ),
]
BESIDE = [
    ("a message interrupts", drawn(around(sub(SLOW), MESSAGE), sends(MESSAGE)), "13"),
    ("a message at the edge", drawn(around(sub(SLOW), MESSAGE, GOES_ON), sends(MESSAGE)), "1234"),
    ("a message beside", drawn(SLOW_AGAIN + event_sub(MESSAGE, STAYS), sends(MESSAGE)), "25"),
    ("a message instead", drawn(SLOW_AGAIN + event_sub(MESSAGE), sends(MESSAGE)), "5"),
    ("a message that came early", drawn(RECEIVE, sends(MESSAGE, "PT0S")), "1"),
    ("a message decides at an event gateway", drawn(choosing(MESSAGE, OTHER), sends(OTHER)), "2"),
]


@pytest.mark.parametrize(("name", "file", "expected", "given"), ALONE, ids=[one[0] for one in ALONE])
def test_a_process_of_this_kind_does_what_the_standard_says(name, file, expected, given):
    assert found(file, expected, given) == wanted(expected)


@pytest.mark.parametrize(("name", "file", "expected"), BESIDE, ids=[one[0] for one in BESIDE])
def test_two_processes_exchange_messages(name, file, expected):
    assert found(file, expected, "", beside=True) == wanted(expected)


def wanted(expected):
    parts = expected.split(" ")
    words = [f"SCRIPT_task{digit}" for part in parts if part.isdecimal() for digit in part]
    return sorted([*words, *(part for part in parts if not part.isdecimal())])


def found(file, expected, given, *, beside=False):
    case = {"input": given, "integerVariable": 0, "parallelProcess": beside, "delay_ms": 0, "trace": wanted(expected)}
    return betsy.log_of(file, case, "main")
