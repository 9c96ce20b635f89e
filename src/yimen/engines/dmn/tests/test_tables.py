"""Decision tables: every hit policy, and the record of the rules that hit."""

from decimal import Decimal

import pytest

from yimen.engines.dmn import Decision, Reason, decide

from .make import decision, fact, model, needs, table

AGES = [["< 18", '"minor"'], [">= 18", '"adult"'], [">= 60", '"senior"']]


def _decide(policy: str, value: object, rows: list[list[str]] = AGES, output: str = "out", extra: str = "") -> Decision:
    made = table(["age"], [output], rows, policy, extra)
    return decide(model(fact("age"), decision("group", made, needs("age"))), "group", {"age": value})


def test_unique_takes_the_only_rule_that_hits() -> None:
    found = _decide("UNIQUE", 17)
    assert found.outputs == "minor"
    assert [(hit.table, hit.rule_id, hit.position) for hit in found.rules_hit] == [("group", "r1", 1)]


def test_unique_is_null_with_a_doubt_when_two_rules_hit() -> None:
    found = _decide("UNIQUE", 70)
    assert (found.outputs, found.rules_hit) == (None, ())
    assert found.doubts[0].sentence == "决策表“group”只应命中一条规则，却命中了第 2、3 条。"


def test_no_rule_hit_is_null_with_a_doubt() -> None:
    found = _decide("UNIQUE", 17, AGES[1:2])
    assert found.outputs is None
    assert found.doubts[0].sentence == "决策表“group”没有一条规则命中。"


def test_the_default_output_stands_in_when_no_rule_hits() -> None:
    made = table(["age"], ["out"], AGES[1:2]).replace(
        '<output name="out">', '<output name="out"><defaultOutputEntry><text>"none"</text></defaultOutputEntry>'
    )
    found = decide(model(fact("age"), decision("group", made, needs("age"))), "group", {"age": 3})
    assert (found.outputs, found.rules_hit, found.doubts) == ("none", (), ())


def test_any_accepts_rules_that_agree() -> None:
    found = _decide("ANY", 70, [["> 1", '"x"'], ["> 2", '"x"']])
    assert found.outputs == "x"
    assert [hit.position for hit in found.rules_hit] == [1, 2]


def test_any_doubts_rules_that_disagree() -> None:
    found = _decide("ANY", 70)
    assert found.outputs is None
    assert found.doubts[0].sentence == "决策表“group”命中的几条规则结论不一致。"


def test_first_stops_at_the_first_rule() -> None:
    found = _decide("FIRST", 70)
    assert found.outputs == "adult"
    assert len(found.rules_hit) == 1


def test_priority_follows_the_output_values() -> None:
    found = _decide("PRIORITY", 70, output='out="senior","adult","minor"')
    assert found.outputs == "senior"
    assert [hit.rule_id for hit in found.rules_hit] == ["r3"]


def test_output_order_sorts_by_the_output_values() -> None:
    assert _decide("OUTPUT ORDER", 70, output='out="senior","adult","minor"').outputs == ["senior", "adult"]


@pytest.mark.parametrize("policy", ["RULE ORDER", "COLLECT"])
def test_rule_order_and_collect_list_all_hits(policy: str) -> None:
    found = _decide(policy, 70)
    assert found.outputs == ["adult", "senior"]
    assert [hit.position for hit in found.rules_hit] == [2, 3]
    assert _decide(policy, 70, AGES[:1]).outputs == []


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 60), ("MIN", 20), ("MAX", 40), ("COUNT", 2)])
def test_collect_aggregates(aggregation: str, expected: int) -> None:
    rows = [["> 1", "20"], ["> 2", "40"], ["> 100", "80"]]
    assert _decide("COLLECT", 70, rows, extra=f'aggregation="{aggregation}"').outputs == Decimal(expected)


def test_count_of_no_hits_is_zero() -> None:
    found = _decide("COLLECT", 0, [["> 1", "20"]], extra='aggregation="COUNT"')
    assert (found.outputs, found.doubts) == (Decimal(0), ())


def test_several_outputs_make_a_context() -> None:
    made = table(["age"], ["group", "fee"], [["< 18", '"minor"', "0"], [">= 18", '"adult"', "20"]])
    found = decide(model(fact("age"), decision("d", made, needs("age"))), "d", {"age": 30})
    assert found.outputs == {"group": "adult", "fee": Decimal(20)}
    assert found.rules_hit[0].outputs == {"group": "adult", "fee": Decimal(20)}


CHECKS = table(
    ["identity_ok", "name_ok"],
    ["condition", "finding"],
    [
        ["false", "-", '"身份"', '"不符合"', "身份信息核验不一致。", "《促进个体工商户发展条例》"],
        ["null", "-", '"身份"', '"存疑"', "身份信息未能核验。", ""],
        ["-", "false", '"名称"', '"不符合"', "名称不符合规定。", "《企业名称登记管理规定》第十一条"],
        ["true", "true", '"全部"', '"符合"'],
    ],
    "COLLECT",
    annotations=["说明", "依据"],
)
CHECKLIST = (fact("identity_ok"), fact("name_ok"), decision("checklist", CHECKS, needs("identity_ok", "name_ok")))


def test_reasons_come_from_the_annotations_of_the_rules_that_hit() -> None:
    found = decide(model(*CHECKLIST), "checklist", {"identity_ok": None, "name_ok": False})
    assert found.reasons == (
        Reason("身份信息未能核验。", "", "r2", "checklist"),
        Reason("名称不符合规定。", "《企业名称登记管理规定》第十一条", "r3", "checklist"),
    )
    assert found.rules_hit[1].annotations == {"说明": "名称不符合规定。", "依据": "《企业名称登记管理规定》第十一条"}
    assert found.doubts == ()


def test_a_rule_without_annotation_gives_no_reason() -> None:
    found = decide(model(*CHECKLIST), "checklist", {"identity_ok": True, "name_ok": True})
    assert (len(found.rules_hit), found.reasons) == (1, ())


def test_reasons_of_required_decisions_are_included() -> None:
    outcome = table(["count(checklist)"], ["outcome"], [["0", '"grant"'], ["> 0", '"manual"']], "FIRST")
    made = model(*CHECKLIST, decision("outcome", outcome, needs(decisions=["checklist"])))
    found = decide(made, "outcome", {"identity_ok": False, "name_ok": True})
    assert found.outputs == "manual"
    assert [hit.table for hit in found.rules_hit] == ["checklist", "outcome"]
    assert [reason.sentence for reason in found.reasons] == ["身份信息核验不一致。"]


def test_a_condition_that_cannot_be_told_names_its_input() -> None:
    found = _decide("FIRST", None, [["< 18", '"minor"'], ["-", '"other"']])
    assert found.outputs == "other"
    assert "“age”没有值，无法判断。" in [doubt.sentence for doubt in found.doubts]
