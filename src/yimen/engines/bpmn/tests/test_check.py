"""Checking: what stops a process from being published."""

import pytest

from yimen.engines.bpmn import check, read

from .make import REGISTRATION, chain, flow, process, xml

START = '<startEvent id="s"/>'
END = '<endEvent id="e"/>'


def user(key):
    return f'<userTask id="{key}" ym:post="clerk"/>'


def timer(kind, text):
    return (
        f'{START}<intermediateCatchEvent id="w"><timerEventDefinition><{kind}><![CDATA[{text}]]></{kind}>'
        f"</timerEventDefinition></intermediateCatchEvent>{END}" + chain("s", "w", "e")
    )


XOR = START + '<exclusiveGateway id="g" default="g-e"/>' + user("t") + END + chain("s", "g", "e") + chain("t", "e")
CONDITION = START + user("t") + user("u") + END + chain("s", "t", "e") + chain("u", "e")
SPLIT = START + '<parallelGateway id="g"/>' + user("t") + user("u") + END + chain("s", "g", "t")
JOINED = SPLIT + '<parallelGateway id="j"/>' + chain("t", "j", "e")


@pytest.mark.parametrize(
    "body",
    [
        START + user("t") + END + chain("s", "t", "e"),
        XOR + flow("g", "t", "x > 1"),
        CONDITION + flow("t", "u", "x > 1"),
        JOINED + chain("g", "u", "j"),
        timer("timeDuration", "P5D"),
        timer("timeDuration", "P2W"),
        timer("timeDuration", 'duration("P5D")'),
        timer("timeDuration", "waiting_time"),
        timer("timeDate", "2026-01-05"),
        timer("timeDate", "2026-01-05T09:00:00+08:00"),
        timer("timeDate", 'appointed + duration("P1D")'),
        REGISTRATION,
    ],
)
def test_it_finds_nothing_wrong_with_a_sound_process(body):
    assert check(process(body)) == []


@pytest.mark.parametrize(
    ("body", "element", "said", "severity"),
    [
        (START + user("t") + END + chain("s", "e") + chain("t", "e"), "t", "永远走不到", "error"),
        (START + user("t") + chain("s", "t"), "t", "之后没有路", "error"),
        (START + user("t") + user("u") + END + chain("s", "t", "u", "t"), "t", "走不到任何结束事件", "error"),
        (START + '<userTask id="t"/>' + END + chain("s", "t", "e"), "t", "由哪个岗位办理", "error"),
        (START + '<manualTask id="t"/>' + END + chain("s", "t", "e"), "t", "由哪个岗位办理", "error"),
        (START + '<serviceTask id="t"/>' + END + chain("s", "t", "e"), "t", "由系统办理什么", "error"),
        (START + '<businessRuleTask id="t"/>' + END + chain("s", "t", "e"), "t", "用哪一个决策", "error"),
        (START + '<businessRuleTask id="t"/>' + END + chain("s", "t", "e"), "t", "放进哪个变量", "error"),
        (START + '<scriptTask id="t" ym:result="x"/>' + END + chain("s", "t", "e"), "t", "没有写表达式", "error"),
        (
            START + '<scriptTask id="t"><script>1</script></scriptTask>' + END + chain("s", "t", "e"),
            "t",
            "放进哪个变量",
            "error",
        ),
        (
            START + '<scriptTask id="t" ym:result="x"><script>1 +</script></scriptTask>' + END + chain("s", "t", "e"),
            "t",
            "脚本“1 +”第",
            "error",
        ),
        (
            START + '<userTask id="t" ym:post="c" ym:outcomes="grant back grant"/>' + END + chain("s", "t", "e"),
            "t",
            "办理结果“grant”写了两次",
            "warning",
        ),
        (XOR + flow("g", "t"), "g-t", "没有条件，也不是默认流", "error"),
        (XOR.replace(' default="g-e"', "") + flow("g", "t", "x"), "g", "没有默认流", "error"),
        (XOR + flow("g", "t", "x >"), "g-t", "条件“x >”第", "error"),
        (XOR + flow("g", "t", " "), "g-t", "条件“”第", "error"),
        (XOR + flow("g", "t", "day < today()"), "g-t", "没有时钟", "warning"),
        (
            XOR.replace('targetRef="e"></s', 'targetRef="e"><conditionExpression>y</conditionExpression></s')
            + flow("g", "t", "x"),
            "g-e",
            "默认流上写了条件",
            "error",
        ),
        (SPLIT + flow("g", "u", "x") + chain("t", "e") + chain("u", "e"), "g-u", "条件不起作用", "error"),
        (START + END + flow("s", "e", "x"), "s-e", "条件不起作用", "error"),
        (START + user("t") + END + chain("s", "t") + flow("t", "e", "x"), "t", "可能一条也走不通", "warning"),
        (timer("timeDuration", "2026-01-05"), "w", "得不出时长", "error"),
        (timer("timeDuration", "P1Y2D"), "w", "得不出时长", "error"),
        (timer("timeDate", "P5D"), "w", "得不出日期", "error"),
        (timer("timeDate", "2026-02-30"), "w", "得不出日期", "error"),
        (timer("timeDuration", '"soon'), "w", "写错了", "error"),
    ],
)
def test_it_finds_the_fault(body, element, said, severity):
    found = check(process(body))
    assert [p for p in found if p.element == element and said in p.sentence and p.severity == severity], found


def one_task(act, post, outcomes):
    return START + f'<userTask id="t" ym:act="{act}" ym:post="{post}" ym:outcomes="{outcomes}"/>' + END


@pytest.mark.parametrize(
    ("act", "post", "outcomes"),
    [
        ("accept", "clerk", "accept"),
        ("accept", "clerk", "accept correct decline"),
        ("supplement", "applicant", "supplied"),
        ("review", "clerk", "agree object"),
        ("inspect", "clerk", "done"),
        ("decide", "clerk", "grant refuse back"),
        ("decide", "clerk", "grant"),
    ],
)
def test_the_outcomes_fit_the_kind_of_work(act, post, outcomes):
    assert check(process(one_task(act, post, outcomes) + chain("s", "t", "e"))) == []


@pytest.mark.parametrize(
    ("act", "post", "outcomes", "said"),
    [
        ("accept", "clerk", "accept grant", "的办理动作是 accept，没有“grant”这个办理结果"),
        ("accept", "clerk", "decline", "缺少办理结果“accept”"),
        ("supplement", "applicant", "done", "没有“done”这个办理结果"),
        ("supplement", "applicant", "", "缺少办理结果“supplied”"),
        ("supplement", "clerk", "supplied", "的办理动作是 supplement，岗位是 clerk"),
        ("review", "clerk", "agree", "缺少办理结果“object”"),
        ("inspect", "clerk", "", "缺少办理结果“done”"),
        ("decide", "clerk", "yes no", "没有“yes”这个办理结果"),
        ("decide", "applicant", "grant", "的办理动作是 decide，岗位是 applicant"),
    ],
)
def test_it_refuses_outcomes_and_posts_that_do_not_fit_the_kind_of_work(act, post, outcomes, said):
    found = check(process(one_task(act, post, outcomes) + chain("s", "t", "e")))
    assert [p for p in found if p.element == "t" and said in p.sentence and p.severity == "error"], found


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ('outcome = "grant"', False),
        ('outcome = "pas"', True),
        ('t_outcome != "bak"', True),
        ('t_outcome = "back" or outcome = "GRANT"', True),
        ('rule_outcome = "grant"', False),
        ('result.outcome = "grant"', False),
        ('outcome = ""', False),
    ],
)
def test_a_condition_must_compare_with_an_outcome_that_the_task_gives(condition, wrong):
    body = XOR.replace('<userTask id="t"', '<userTask id="t" ym:outcomes="grant back"') + flow("g", "t", condition)
    assert [problem.element for problem in check(process(body))] == (["g-t"] if wrong else [])


def test_a_process_with_too_many_branches_to_try_says_so():
    body = START + '<parallelGateway id="g"/><parallelGateway id="j"/>' + END + chain("s", "g") + chain("j", "e")
    body += "".join(user(f"t{number}") + chain("g", f"t{number}", "j") for number in range(201))
    assert [(problem.element, problem.severity) for problem in check(process(body))] == [("s", "warning")]


def test_a_join_after_an_exclusive_choice_never_completes():
    body = XOR.replace(chain("t", "e"), "").replace('targetRef="e"', 'targetRef="j"')
    body += '<parallelGateway id="j"/>' + flow("g", "t", "x") + chain("t", "j") + chain("j", "e")
    assert [(p.element, p.severity) for p in check(process(body))] == [("j", "error")]


def test_a_join_that_a_branch_may_bypass_is_a_warning():
    body = JOINED + '<exclusiveGateway id="x" default="x-j"/>' + chain("g", "u", "x", "j") + flow("x", "e", "no")
    assert [(p.element, p.severity) for p in check(process(body))] == [("j", "warning")]


def test_a_join_is_sound_when_the_choices_meet_before_it():
    body = (
        JOINED
        + '<exclusiveGateway id="x" default="x-m"/><exclusiveGateway id="m"/><userTask id="v" ym:post="clerk"/>'
        + chain("g", "u", "x", "m", "j")
        + flow("x", "v", "no")
        + chain("v", "m")
    )
    assert check(process(body)) == []


def test_a_loop_that_makes_ever_more_tokens_is_a_fault():
    body = START + user("t") + user("u") + '<parallelGateway id="g"/>' + END
    found = check(process(body + chain("s", "t", "g", "t") + chain("g", "u", "t") + chain("g", "e")))
    assert [problem for problem in found if "越来越多" in problem.sentence]


def test_a_loop_that_never_stops_is_a_fault():
    body = START + user("t") + '<parallelGateway id="g"/>' + END + chain("s", "t", "g", "t") + chain("g", "e")
    assert [problem.element for problem in check(process(body))] == ["s"]


def test_many_parallel_choices_are_tried_quickly():
    body = START + '<parallelGateway id="g"/><parallelGateway id="j"/>' + END + chain("s", "g") + chain("j", "e")
    for number in range(8):
        x, t, u = (f"{letter}{number}" for letter in "xtu")
        body += f'<exclusiveGateway id="{x}" default="{x}-{t}"/><exclusiveGateway id="m{number}"/>' + user(t) + user(u)
        body += chain("g", x, t, f"m{number}", "j") + flow(x, u, "y") + chain(u, f"m{number}")
    assert check(process(body)) == []


def test_a_drawing_that_says_it_is_not_executable_gets_a_warning():
    found = read(xml(START + END + chain("s", "e")).replace(b'isExecutable="true"', b'isExecutable="false"'))
    assert [(p.element, p.severity) for p in check(found)] == [("p", "warning")]


def test_a_condition_may_name_the_outcome_of_a_task_whose_id_has_a_hyphen():
    body = START + '<userTask id="first-look" ym:post="clerk" ym:outcomes="grant"/>' + user("u") + END
    found = process(
        body + chain("s", "first-look", "e") + flow("first-look", "u", 'first-look_outcome = "grant"') + chain("u", "e")
    )
    assert check(found) == []
    assert "first-look_outcome" in found.names


def test_a_decision_may_put_its_answer_into_a_variable_named_outcome():
    rule = '<businessRuleTask id="d" ym:decision="x" ym:result="outcome"/><exclusiveGateway id="g" default="g-e"/>'
    body = START + rule + user("t") + END + chain("s", "d", "g", "e") + flow("g", "t", 'outcome = "grant"')
    assert check(process(body + chain("t", "e"))) == []


EVERYWHERE = (
    '<startEvent id="s"/><endEvent id="e"/>'
    '<subProcess id="sub"><startEvent id="i"/><userTask id="t" ym:post="c"/><endEvent id="o"/>'
    + chain("i", "t", "o")
    + """</subProcess><boundaryEvent id="back" attachedToRef="sub"><compensateEventDefinition/></boundaryEvent>
    <serviceTask id="undo" isForCompensation="true" ym:capability="x"/>
    <association id="l" sourceRef="back" targetRef="undo"/>
    <subProcess id="late" triggeredByEvent="true"><startEvent id="li"><timerEventDefinition>
    <timeDuration>P1D</timeDuration></timerEventDefinition></startEvent><endEvent id="lo"/>"""
    + chain("li", "lo")
    + """</subProcess><adHocSubProcess id="any"><userTask id="u" ym:post="c"/></adHocSubProcess>
    <intermediateThrowEvent id="jump"><linkEventDefinition name="L"/></intermediateThrowEvent>
    <intermediateCatchEvent id="land"><linkEventDefinition name="L"/></intermediateCatchEvent>"""
    + chain("s", "sub", "any", "jump")
    + chain("land", "e")
)


def errors(body):
    return [(one.element, one.sentence) for one in check(process(body)) if one.severity == "error"]


def test_it_finds_nothing_wrong_inside_sub_processes_behind_jumps_and_in_what_undoes():
    assert errors(EVERYWHERE) == []


def test_inside_a_sub_process_what_leads_nowhere_is_found():
    inside = EVERYWHERE.replace(chain("i", "t", "o"), chain("i", "o"))
    assert {("t", "“t”永远走不到。"), ("t", "“t”之后没有路。")} <= set(errors(inside))


def test_what_would_undo_without_being_joined_to_anything_is_found():
    loose = EVERYWHERE.replace('<association id="l" sourceRef="back" targetRef="undo"/>', "")
    assert ("undo", "“undo”永远走不到。") in errors(loose)
