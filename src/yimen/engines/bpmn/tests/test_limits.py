"""What cannot be kept is refused before a process is published, or becomes an incident; it never breaks a step."""

import pytest

from yimen.engines.bpmn import (
    DecisionMade,
    IncidentResolved,
    OpenTask,
    RaiseIncident,
    RepairRefused,
    SendMessage,
    Subscribe,
    TaskCompleted,
    UnfitValue,
    advance,
    change_variables,
    check,
    read,
    start,
)

from .make import at, chain, effects, on, process, xml
from .test_scopes import drawn

BEGIN = '<startEvent id="s"/><endEvent id="e"/>'
ACT = ' ym:act="review" ym:outcomes="agree object"'


def asking(key="t", name="看", limit="", outcomes=""):
    more = f'ym:act="decide" ym:outcomes="{outcomes}"' if outcomes else ACT
    return process(
        BEGIN + f'<userTask id="{key}" name="{name}" ym:post="clerk" ym:limit="{limit}" {more}/>' + chain("s", key, "e")
    )


def scripted(text, result="r"):
    return process(
        BEGIN + f'<scriptTask id="t" ym:result="{result}"><script>{text}</script></scriptTask>' + chain("s", "t", "e")
    )


def sentences(drawing):
    return [(one.element, one.sentence) for one in check(drawing) if "存不下" in one.sentence]


def test_what_is_as_long_as_may_be_is_published():
    assert sentences(asking("t" * 60, "名" * 100, "1" * 20)) == []
    assert sentences(scripted("1", "r" * 200)) == []


@pytest.mark.parametrize(
    ("drawing", "element", "said"),
    [
        (asking("t" * 61), "t" * 61, "id“tttttttttt…”有 61 个字，最多 60 个，超出的存不下。"),
        (
            asking(name="名" * 101),
            "t",
            "名称“名名名名名名名名名名…”有 101 个字，最多 100 个，超出的存不下。",
        ),
        (asking(limit="1" * 21), "t", "期限 ym:limit“1111111111…”有 21 个字，最多 20 个，超出的存不下。"),
        (asking(outcomes="o" * 41), "t", "办理结果“oooooooooo…”有 41 个字，最多 40 个，超出的存不下。"),
        (
            scripted("1", "r" * 201),
            "t",
            "变量名 ym:result“rrrrrrrrrr…”有 201 个字，最多 200 个，超出的存不下。",
        ),
    ],
)
def test_what_no_table_has_room_for_is_refused_with_its_element(drawing, element, said):
    assert sentences(drawing) == [(element, said)]


@pytest.mark.parametrize("kind", ["message", "signal"])
@pytest.mark.parametrize("length", [200, 201])
def test_the_name_of_a_message_or_signal_has_room_for_so_much(kind, length):
    head = f'<{kind} id="m" name="{"名" * length}"/>'
    body = f'<intermediateCatchEvent id="c"><{kind}EventDefinition {kind}Ref="m"/></intermediateCatchEvent>'
    found = read(xml(BEGIN + body + chain("s", "c", "e")).replace(b"<process", head.encode() + b"<process"))
    assert [element for element, _ in sentences(found)] == ["c"] * (length > 200)


@pytest.mark.parametrize("kind", ["intermediateThrowEvent", "intermediateCatchEvent"])
@pytest.mark.parametrize("unfit", ["&quot;" + "k" * 201 + "&quot;", "&quot;a\\u0000b&quot;"])
def test_a_key_that_cannot_be_kept_waits_for_a_person_and_goes_on_with_a_better_one(kind, unfit):
    keyed = f'<messageEventDefinition messageRef="m" ym:correlation="if bad then {unfit} else joint"/>'
    flow = drawn(BEGIN + f'<{kind} id="c">{keyed}</{kind}>' + chain("s", "c", "e"))
    step = start(flow, {"bad": True, "joint": "k" * 200})
    (incident,) = effects(step, RaiseIncident)
    assert incident.code == "ym:message-key-unfit"
    assert not effects(step, SendMessage) and not effects(step, Subscribe)
    mended = advance(flow, step.state, IncidentResolved(incident.token, {"bad": False}))
    assert [one.key for one in [*effects(mended, SendMessage), *effects(mended, Subscribe)]] == ["k" * 200]


@pytest.mark.parametrize("text", ["a\0b", "\ud800", ["a", {"b": "\0"}], {"a\0": 1}])
def test_text_that_no_database_takes_is_refused_and_nothing_has_changed(text):
    flow = asking()
    state = start(flow, {}).state
    with pytest.raises(UnfitValue, match="不能保存的字符"):
        advance(flow, state, TaskCompleted(1, "agree", {"note": text}))
    done = advance(flow, state, TaskCompleted(1, "agree", {"note": "好\n\U0001f600"}))
    assert done.state.done and done.state.variables["note"] == "好\n\U0001f600"


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "v" * 201])
def test_a_variable_whose_name_cannot_be_kept_is_refused(name):
    with pytest.raises(UnfitValue, match="变量名“"):
        start(asking(), {name: 1})
    assert start(asking(), {"v" * 200: 1}).state.variables == {"v" * 200: 1}


@pytest.mark.parametrize("text", ['if bad then "a\\u0000b" else "ab"', "if bad then function(x) x else 1"])
def test_a_script_whose_value_cannot_be_kept_waits_for_a_person_and_is_tried_again(text):
    flow = scripted(text)
    step = start(flow, {"bad": True})
    (incident,) = effects(step, RaiseIncident)
    assert (incident.code, at(step), "r" in step.state.variables) == ("ym:value-unfit", ["t"], False)
    mended = advance(flow, step.state, IncidentResolved(incident.token, {"bad": False}))
    assert mended.state.done and mended.state.variables["r"] in ("ab", 1)


def test_a_decision_whose_outputs_cannot_be_kept_waits_for_a_person_and_is_asked_again():
    flow = process(BEGIN + '<businessRuleTask id="t" ym:decision="d" ym:result="r"/>' + chain("s", "t", "e"))
    step = start(flow, {})
    failed = advance(flow, step.state, DecisionMade(on(step, "t"), "a\0b"))
    (incident,) = effects(failed, RaiseIncident)
    asked = advance(flow, failed.state, IncidentResolved(incident.token))
    assert incident.code == "ym:value-unfit" and on(asked, "t") != on(step, "t")
    assert advance(flow, asked.state, DecisionMade(on(asked, "t"), "ab")).state.variables["r"] == "ab"


def test_a_list_that_cannot_be_kept_begins_no_round_and_is_looked_at_again():
    loop = '<multiInstanceLoopCharacteristics ym:collection="if bad then [function(x) x] else [1, 2]"/>'
    flow = process(BEGIN + f'<userTask id="t" ym:post="clerk"{ACT}>{loop}</userTask>' + chain("s", "t", "e"))
    step = start(flow, {"bad": True})
    (incident,) = effects(step, RaiseIncident)
    assert (incident.code, step.state.scopes) == ("ym:value-unfit", ())
    mended = advance(flow, step.state, IncidentResolved(incident.token, {"bad": False}))
    assert len(effects(mended, OpenTask)) == 2


def test_a_script_that_runs_several_times_is_tried_again_in_its_own_round():
    loop = '<multiInstanceLoopCharacteristics ym:collection="[1, 2]" ym:item="one"/>'
    text = "if bad and one = 2 then function(x) x else one"
    flow = process(
        BEGIN + f'<scriptTask id="t" ym:result="r"><script>{text}</script>{loop}</scriptTask>' + chain("s", "t", "e")
    )
    step = start(flow, {"bad": True})
    (incident,) = effects(step, RaiseIncident)
    assert advance(flow, step.state, IncidentResolved(incident.token, {"bad": False})).state.done


@pytest.mark.parametrize("length", [200, 201])
def test_the_name_of_a_variable_that_an_operator_sets_has_room_for_so_much(length):
    flow = asking()
    state = start(flow, {}).state
    if length > 200:
        with pytest.raises(RepairRefused):
            change_variables(flow, state, {"v" * length: 1})
    else:
        assert "v" * length in change_variables(flow, state, {"v" * length: 1}).state.variables
