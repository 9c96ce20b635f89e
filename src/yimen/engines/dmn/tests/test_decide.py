"""Decisions over facts: required decisions, knowledge models, services, types, what is missing."""

from datetime import datetime
from decimal import Decimal

import pytest

from yimen.engines.dmn import call, decide, inputs_of, read

from .make import decision, fact, literal, model, needs, table, xml

TYPES = (
    '<itemDefinition name="grade"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues>'
    '</itemDefinition><itemDefinition name="person"><itemComponent name="full name"><typeRef>string</typeRef>'
    '</itemComponent><itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="people" isCollection="true"><typeRef>person</typeRef></itemDefinition>'
)
FEE = (
    '<businessKnowledgeModel id="fee_of" name="fee of"><encapsulatedLogic>'
    '<formalParameter name="days" typeRef="number"/>'
    f"{literal('days * 5')}</encapsulatedLogic></businessKnowledgeModel>"
)


def test_required_decisions_are_taken_first_and_once() -> None:
    made = model(
        fact("x", "number"),
        decision("double", literal("x * 2"), needs("x")),
        decision("sum", literal("double + double + x"), needs("x", decisions=["double"])),
    )
    assert decide(made, "sum", {"x": 3}).outputs == 15
    assert list(inputs_of(made, "sum")) == ["x"]
    assert list(made.inputs) == ["x"]


def test_a_missing_fact_is_null_and_leaves_a_doubt() -> None:
    made = model(fact("x"), decision("d", literal("x > 1"), needs("x")))
    found = decide(made, "d", {})
    assert found.outputs is None
    assert "没有提供“x”的值。" in [doubt.sentence for doubt in found.doubts]
    assert decide(made, "d", {"x": 2}).outputs is True


def test_a_fact_that_could_not_be_checked_leaves_no_doubt_of_its_own() -> None:
    made = model(fact("x"), decision("d", literal('if x = null then "ask" else "ok"'), needs("x")))
    found = decide(made, "d", {"x": None})
    assert (found.outputs, found.doubts) == ("ask", ())


def test_a_fact_of_the_wrong_type_is_null_with_a_doubt() -> None:
    made = model(fact("x", "number"), decision("d", literal("x"), needs("x")))
    found = decide(made, "d", {"x": "three"})
    assert found.outputs is None
    assert found.doubts[0].sentence == "“x”的值应为数字，得到的是文本。"


def test_allowed_values_are_kept() -> None:
    made = model(TYPES, fact("x", "grade"), decision("d", literal("x"), needs("x")))
    assert decide(made, "d", {"x": "a"}).outputs == "a"
    refused = decide(made, "d", {"x": "z"})
    assert refused.outputs is None
    assert refused.doubts[0].sentence == '“x”的值不在允许的范围内：“a”,"b"。'.replace("“a”", '"a"')


def test_structures_and_collections_are_read_by_their_components() -> None:
    made = model(
        TYPES, fact("all", "people"), decision("d", literal('all[born < @"2000-01-01"].full name'), needs("all"))
    )
    rows = [
        {"full name": "张伟", "born": datetime(1990, 1, 1).date()},
        {"full name": "李娜", "born": datetime(2005, 1, 1).date()},
    ]
    assert decide(made, "d", {"all": rows}).outputs == ["张伟"]


def test_a_result_must_fit_the_type_of_its_decision() -> None:
    assert decide(model(decision("d", literal("1 + 1"), type_="number")), "d", {}).outputs == 2
    found = decide(model(decision("d", literal('"a"'), type_="number")), "d", {})
    assert found.outputs is None
    assert found.doubts[0].sentence == "决策“d”的结果应为数字，得到的是文本。"


def test_a_knowledge_model_is_called_as_a_function() -> None:
    made = model(FEE, fact("n"), decision("d", literal("fee of(n)"), needs("n", knowledge=["fee_of"])))
    assert decide(made, "d", {"n": 3}).outputs == 15
    assert call(made, "fee of", {"days": 2}).outputs == 10


def test_an_invocation_binds_by_name() -> None:
    logic = f'<invocation>{literal("fee of")}<binding><parameter name="days"/>{literal("n + 1")}</binding></invocation>'
    made = model(FEE, fact("n"), decision("d", logic, needs("n", knowledge=["fee_of"])))
    assert decide(made, "d", {"n": 3}).outputs == 20


def test_a_decision_service_hides_what_it_is_given() -> None:
    service = (
        '<decisionService id="s" name="service"><outputDecision href="#out"/>'
        '<inputDecision href="#inner"/></decisionService>'
    )
    made = model(
        decision("inner", literal("1")), decision("out", literal("inner * 2"), needs(decisions=["inner"])), service
    )
    assert call(made, "service", {"inner": 21}).outputs == 42
    assert decide(made, "out", {}).outputs == 2


def test_a_decision_that_requires_itself_is_null_with_a_doubt() -> None:
    made = model(
        decision("a", literal("b"), needs(decisions=["b"])),
        decision("b", literal("a"), needs(decisions=["a"])),
    )
    found = decide(made, "a", {})
    assert found.outputs is None
    assert "直接或间接地要求了自己" in found.doubts[0].sentence


def test_a_decision_sees_only_what_it_requires() -> None:
    made = model(
        fact("x"), decision("a", literal("x"), needs("x")), decision("b", literal("x"), needs(decisions=["a"]))
    )
    assert decide(made, "a", {"x": 1}).outputs == 1
    assert decide(made, "b", {"x": 1}).outputs is None


def test_decisions_are_found_by_id_too_and_unknown_ones_are_not() -> None:
    made = model('<decision id="_1" name="费用 合计"><literalExpression><text>1</text></literalExpression></decision>')
    assert decide(made, "费用 合计", {}).outputs == decide(made, "_1", {}).outputs == Decimal(1)
    with pytest.raises(KeyError):
        decide(made, "没有", {})


def test_today_is_what_the_host_says() -> None:
    made = model(decision("d", literal("today()")))
    assert decide(made, "d", {}, datetime(2026, 3, 1, 9)).outputs == datetime(2026, 3, 1).date()
    assert decide(made, "d", {}).outputs is None


def test_an_imported_model_is_reached_by_its_prefix() -> None:
    library = read(xml(FEE))
    user = xml(
        '<import name="lib" namespace="urn:test" importType="dmn"/>',
        decision(
            "d",
            literal("lib.fee of(2)"),
            '<knowledgeRequirement><requiredKnowledge href="urn:test#fee_of"/></knowledgeRequirement>',
        ),
    ).replace(b'namespace="urn:test">', b'namespace="urn:user">', 1)
    assert decide(read(user, imports=[library]), "d", {}).outputs == 10


def _user(prefix: str, logic: str, requires: str, *more: str) -> bytes:
    made = xml(
        f'<import name="{prefix}" namespace="urn:test" importType="dmn"/>', *more, decision("d", logic, requires)
    )
    return made.replace(b'namespace="urn:test">', b'namespace="urn:user">', 1)


_CALL = '<knowledgeRequirement><requiredKnowledge href="urn:test#fee_of"/></knowledgeRequirement>'


def test_an_import_without_a_name_is_seen_without_a_prefix() -> None:
    library = read(xml(FEE))
    assert decide(read(_user("", literal("fee of(3)"), _CALL), imports=[library]), "d", {}).outputs == 15


@pytest.mark.parametrize("facts", [{"lib": {"days": 4}}, {"lib.days": 4}])
def test_facts_of_an_imported_model_stand_under_its_prefix(facts: dict[str, object]) -> None:
    library = read(xml(fact("days", "number"), decision("fee", literal("days * 5"), needs("days"))))
    required = '<informationRequirement><requiredDecision href="urn:test#fee"/></informationRequirement>'
    found = decide(read(_user("lib", literal("lib.fee + 1"), required), imports=[library]), "d", facts)
    assert found.outputs == 21


def test_a_long_chain_of_decisions_ends_in_a_doubt() -> None:
    chain = [decision("d0", literal("1"))]
    chain += [decision(f"d{n}", literal(f"d{n - 1} + 1"), needs(decisions=[f"d{n - 1}"])) for n in range(1, 1500)]
    made = model(*chain)
    assert decide(made, "d50", {}).outputs == 51
    found = decide(made, "d1499", {})
    assert found.outputs is None
    assert found.doubts[-1].sentence == "计算嵌套太深，已停止。"


def test_a_value_that_nests_without_end_is_null_with_a_doubt() -> None:
    found = decide(model(decision("d", literal("for i in 1..1000 return [partial[-1]]"))), "d", {})
    assert found.outputs is None
    assert found.doubts[-1].sentence == "值的嵌套超过 150 层，已停止。"


def test_a_rule_that_hit_names_its_law() -> None:
    rows = [["true", '"yes"', "符合条件。", "《条例》第八条"], ["false", '"no"']]
    logic = table(["ok"], ["out"], rows, annotations=["说明", "依据"])
    found = decide(model(fact("ok"), decision("d", logic, needs("ok"))), "d", {"ok": True})
    assert found.rules_hit[0].basis == "《条例》第八条"
    assert decide(model(fact("ok"), decision("d", logic, needs("ok"))), "d", {"ok": False}).rules_hit[0].basis == ""
