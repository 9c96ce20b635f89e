"""Each rule of the city's own standard: a service on which it fires, and one that it looks at and finds in order."""

import pytest

from yimen.engines import service as engine
from yimen.engines.service.folder import files_of
from yimen.engines.service.quality.facts import facts_of
from yimen.engines.service.quality.rules import ONE, compiled
from yimen.engines.service.quality.tests.city import FOLDERS, library, lint, said, service, variant

SHOP, INSURED, FOOD = "individual-business-registration", "flexible-employment-insurance", "food-business-license"
ALLOWANCE, DISABLED, JOINT = "old-age-allowance", "disability-certificate", "open-restaurant"
FREIGHT = "road-freight-license"
WINDOW = [{"kind": "window", "name": "到窗口办", "note": "综合窗口"}]
POST = [{"kind": "post", "name": "邮寄", "note": "寄到综合窗口"}]
Changes = dict[str, object]

# Rule, service, what makes it fire, what of the finding is checked, and what has to be so for it to be looked at.
CASES: list[tuple[str, str, Changes, str, Changes]] = [
    ("q1", SHOP, {"project_type": "承诺件"}, "写的却是承诺件、即审即办", {}),
    ("q1", SHOP, {"review_kind": "前审后批"}, "即办件、前审后批", {}),
    ("q2", FOOD, {"project_type": "即办件"}, "承诺 5 天，写的却是即办件", {}),
    ("q3", SHOP, {"results.0.kind": "出文办结"}, "《营业执照》是证照", {}),
    ("q3", FOOD, {"results.0.kind": "审批办结"}, "《食品经营许可证》是证照", {}),
    ("q4", INSURED, {"results.0.kind": "出证办结"}, "参保登记回执》是文书", {}),
    (
        "q5",
        SHOP,
        {"results.0.name": "关于设立的批复"},
        "是批复",
        {"results.0.name": "批复", "results.0.kind": "审批办结"},
    ),
    ("q6", DISABLED, {"visits.reason": None}, "要来 1 次，没有写清为什么", {}),
    ("q6", DISABLED, {"visits.reason": "无"}, "没有写清为什么", {}),
    ("q7", SHOP, {"visits.reason": "要核对原件"}, "要核对原件", {"visits.reason": "无"}),
    ("q8", SHOP, {"channels": WINDOW}, "网上、邮寄、电话都不能申请", {"channels": POST}),
    ("q9", SHOP, {"visits.times": 1}, "可以全程在网上办，写的却是要来 1 次", {}),
    (
        "q10",
        SHOP,
        {"fee.charge": True, "fee.basis": []},
        "没有写全收费依据",
        {"fee.charge": True, "fee.plain": "登记费 80 元"},
    ),
    ("q12", SHOP, {"phones.complain": "0300-0000105"}, "是同一个", {}),
    ("q12", SHOP, {"phones.consult": "0000105"}, "咨询电话 0000105", {"phones.consult": "12345"}),
    ("q13", SHOP, {"topics": None}, "没有写主题", {}),
    ("q14", FOOD, {"faq": []}, "现在有 0 个问题", {}),
    ("q14", FOOD, {"steps": []}, "0 个环节", {}),
    ("q15", SHOP, {"results.0.template": "certificates/none.typ"}, "没有样张", {}),
    ("q16", FOOD, {"limits.promised.value": 11}, "最长 17 天，比法定的 14 天还长", {}),
    ("q16", FREIGHT, {"limits.promised.value": 16}, "比法定的 20 天还长", {"limits.promised.value": 13}),
    ("q17", FOOD, {"steps.3.limit": 9}, "超过承诺的 5 天", {}),
    (
        "q18",
        SHOP,
        {"materials.1.obtain": "upload"},
        "“经营者身份证明”是机关发的，却要办事人交（在线政务服务若干规定第七条）",
        {},
    ),
    ("q19", SHOP, {"legal_basis.0.document": "社会救助暂行办法"}, "被《社会救助法》取代", {}),
    ("q19", SHOP, {"fee.basis.0.document": "中华人民共和国道路运输条例"}, "2026 年初修改过", {}),
    ("q20", SHOP, {"materials.4.name": "其他需要提交的材料"}, "是兜底的写法", {}),
    ("q20", SHOP, {"materials.4.name": "法律法规规定的其他材料"}, "是兜底的写法", {}),
    ("q20", SHOP, {"materials.4.plain": "登记机关要求的其他资料"}, "不知道要带什么", {}),
    ("code-task-type", SHOP, {"code.task_type_name": "行政确认"}, "写的是 01 行政确认", {}),
    ("code-project-type", SHOP, {"project_type": "快办件"}, "办件类型写的是快办件", {}),
    ("code-review-kind", SHOP, {"review_kind": "边审边办"}, "审查类型写的是边审边办", {}),
    ("code-use-level", SHOP, {"code.use_level": "9"}, "行使层级写的是 9", {}),
    ("code-result-kind", SHOP, {"results.0.kind": "证照"}, "代码表里没有", {}),
    ("code-audience", SHOP, {"audience": ["自然人", "大家"]}, "代码表没有", {}),
    ("limit-missing", SHOP, {"limits.statutory": None}, "没有写法定期限", {}),
    ("fee-missing", SHOP, {"fee.plain": "无"}, "没有用一句话说清", {}),
    ("blank-missing", SHOP, {"materials.0.blank": None}, "“个体工商户登记申请书”没有空白表", {}),
    ("held", ALLOWANCE, {"materials.1.name": "老人的居民户口簿"}, "“老人的居民户口簿”公安机关已经有", {}),
    ("held", ALLOWANCE, {"materials.1.name": "身份证复印件一份"}, "“身份证复印件一份”公安机关已经有", {}),
    ("held", ALLOWANCE, {"materials.1.name": "户口簿（首页和本人页）原件及复印件"}, "公安机关已经有", {}),
    ("material-basis", SHOP, {"materials.1.basis": "登记管理条例"}, "依据没有写到条，写的是“登记管理条例”", {}),
    ("visits-agree", SHOP, {"steps.6.visit": True}, "写的是要来 0 次，从环节和渠道看是 1 次", {}),
    ("visits-agree", SHOP, {"channels": WINDOW}, "看是 1 次", {}),
    ("typed-badge", SHOP, {"summary": "全程网办，当场发照。"}, "写了标签", {}),
    ("typed-badge", SHOP, {"channels.0.note": "零跑动，随时能办"}, "写了标签", {}),
    ("untrue-no-visit", DISABLED, {"summary": "在网上申请就行，不用跑。"}, "要来 1 次，文字里却说", {}),
    (
        "part-too-long",
        JOINT,
        {"limits.promised.value": 6, "limits.modes": []},
        "承诺 19 天，整件事最长才承诺 10 天",
        {},
    ),
]


@pytest.mark.parametrize(("rule", "slug", "bad", "says", "good"), CASES)
def test_it_fires_where_it_should_and_not_where_all_is_in_order(
    rule: str, slug: str, bad: Changes, says: str, good: Changes
) -> None:
    found = said(lint(variant(slug, bad)), rule)
    assert found and says in found[0].sentence and found[0].advice
    in_order = variant(slug, good)
    assert said(lint(in_order), rule) == []
    asked = compiled(next(one for one in library().rules() if one["id"] == rule))
    facts = facts_of(in_order, library())
    rows = facts[asked.rule["each"]] if "each" in asked.rule else [None]
    assert isinstance(rows, list)
    # In order and looked at: a rule that never applies proves nothing.
    assert any(asked.when is None or asked.when.evaluate({**facts, ONE: one}).value is True for one in rows)


def test_a_free_service_whose_rules_compute_an_amount_is_refused() -> None:
    files = files_of(FOLDERS[SHOP])
    changed = files["rules.dmn"].replace(
        b'<literalExpression id="fee-expression">\n      <text>0</text>',
        b'<literalExpression id="fee-expression">\n      <text>80</text>',
    )
    assert changed != files["rules.dmn"]
    (found,) = said(lint(engine.read({**files, "rules.dmn": changed})), "q11")
    assert "规则却算出 80 元" in found.sentence
    assert said(lint(service(SHOP)), "q11") == []


def test_a_mobile_number_that_is_asked_as_text_is_told() -> None:
    files = files_of(FOLDERS[SHOP])
    changed = files["form.json"].replace(b'"type": "mobile"', b'"type": "text"')
    assert changed != files["form.json"]
    (found,) = said(lint(engine.read({**files, "form.json": changed})), "form-type")
    assert found.element == "form.json#fields/contact_mobile" and "标准是 mobile" in found.sentence
    assert said(lint(service(SHOP)), "form-type") == []


def test_every_rule_of_the_standard_is_tried() -> None:
    tried = {case[0] for case in CASES} | {"q11", "form-type"}
    assert {rule["id"] for rule in library().rules()} == tried


def test_the_twenty_rules_of_the_audit_are_all_there() -> None:
    assert {f"q{number}" for number in range(1, 21)} <= {rule["id"] for rule in library().rules()}
