import pytest

from yimen.engines import service as engine
from yimen.engines.service.tests.folder import changed, files, problems, service


def test_the_real_service_has_no_problem():
    assert engine.check(service(), known_lists={"streets", "scope_catalogue"}) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "part"),
    [
        ("service.yaml", "slug: individual", "slogan: 快\nslug: individual", "service.yaml：不认识 slogan"),
        ("service.yaml", "version: 2", "version: 一", "service.yaml/version：写的是 '一'，要写整数"),
        ("service.yaml", "remedies:", "remedy:", "没有写 remedies"),
        ("service.yaml", "    article: 第八条至第十一条、第十四条至第二十条\n", "", "没有写 article"),
        ("service.yaml", 'in_force_from: "2022-03-01"', 'in_force_from: "2022-3-1"', "2022-3-1 不是日期"),
        ("service.yaml", "article: 第二条、第十三条、第三十七条", "article: 全文", "全文 没有写到条"),
        ("service.yaml", 'complain: "0300-0000205"', 'complain: "0300-0000105"', "咨询和投诉是同一个电话"),
        ("service.yaml", 'complain: "0300-0000205"', 'complain: "0000205"', "0000205 不完整"),
        ("service.yaml", "也可在6个月内向人民法院提起行政诉讼", "", "没有写行政诉讼"),
        ("service.yaml", "name: 许可批准文件", "name: 法律法规规定的其他材料", "是兜底的说法"),
        (
            "service.yaml",
            "blank: materials/application-form.txt",
            "blank: materials/ghost.txt",
            "没有文件 materials/ghost.txt",
        ),
        (
            "service.yaml",
            "blank: materials/application-form.txt",
            "sample: materials/ghost.png",
            "没有文件 materials/ghost.png",
        ),
        ("service.yaml", "id: registrar", "id: clerk", "岗位 registrar 没有写在 service.yaml"),
        ("service.yaml", "name: identity_ok", "name: identity", "规则要用 identity_ok，没有谁提供它"),
        ("service.yaml", "name: name_ok\n", "name: trade_name\n", "分不清是问来的还是查来的"),
        ("service.yaml", "field: premises_kind", "field: ghost", "表单里没有 ghost"),
        ("service.yaml", "{value: 自有,", "{value: 自家,", "自家 不是 premises_kind 的选项"),
        ("service.yaml", "fact: needs_prior_permit", "fact: ghost", "ghost 没有写在 facts 里"),
        ("service.yaml", "- id: m5", "- id: m9", "材料 m5 没有写在 service.yaml 里"),
        ("service.yaml", "{condition: c7,", "{condition: c9,", "refusals/c9：没有写在 conditions 里"),
        ("service.yaml", "task: formal-review", "task: review", "流程里没有环节 review"),
        ("service.yaml", "label: 组成形式, from: form", "label: 形式, from: form", "表单里没有哪一项填“形式”"),
        ("service.yaml", "key: operator,", "key: owner,", "里没有印 owner"),
        ("service.yaml", "computed: number}", "from: form, computed: number}", "from、computed、value、expression"),
        ("service.yaml", "value: 0\n    unit", "value: 5\n    unit", "比法定的 3 天还长"),
        ("service.yaml", "limit: 1, counts: true", "limit: 2, counts: true", "各环节加起来 2 天，超过承诺的 1 天"),
        ("service.yaml", "{id: c7, text", "{id: c9, text", "条件 c7 没有写在 service.yaml 的 conditions 里"),
        ("service.yaml", "keys: trade_name", "keys: shop_name", "keys 里的 shop_name 不在表单里"),
        ("service.yaml", "when: use_name = true", "when: use_name =", "when 第"),
        ("service.yaml", "in prior_permit_items return", "in scope_items return", "prior_permit_items：规则没有用到它"),
        (
            "service.yaml",
            "not(records[1].taken)\n    src: L",
            "not(records[1].taken)\n    src: K",
            "c4 用到的 name_ok 还没有核实",
        ),
        ("form.json", '"use": ["cert:组成形式"]', '"purpose": ""', "没有写 use 或者 purpose"),
        ("form.json", '"use": ["cert:组成形式"]', '"use": ["cert:形式"]', "结果上没有“形式”这一栏"),
        ("process.bpmn", 'ym:capability="issue"', 'ym:capability="print"', "能力 print 不认识"),
        ("process.bpmn", 'ym:decision="outcome"', 'ym:decision="verdict"', "决策 verdict 不在 rules.dmn 里"),
        ("process.bpmn", 'ym:post="registrar"', 'ym:post="ghost"', "岗位 ghost 没有写在"),
        (
            "rules.dmn",
            "<annotationEntry><text>经营者不满 16 周岁</text>",
            "<annotationEntry><text></text>",
            "没有写说明",
        ),
        ("rules.dmn", "<annotationEntry><text>L K</text>", "<annotationEntry><text>K</text>", "只能存疑，不能不符合"),
        ("rules.dmn", '<text>"m5"</text>', '<text>"m6"</text>', "材料 m6 没有写在 service.yaml 里"),
        ("rules.dmn", 'id="fee" name="fee"', 'id="price" name="price"', "没有决策 fee"),
        ("guide.md", "不收钱。", "相关费用尽快交！", "“相关”没有说清楚"),
    ],
)
def test_check_finds_what_does_not_fit(path, old, new, part):
    assert part in problems(changed(path, old, new))


def test_a_service_that_costs_needs_the_article_of_a_law_that_was_read():
    charged = changed("service.yaml", "charge: false", "charge: true")
    text = charged["service.yaml"].decode()
    assert "许可收费" not in problems(charged)
    unread = text.replace("article: 第五十八条, src: L", "article: 第五十八条, src: K")
    assert "许可收费只能依据法律、行政法规" in problems(charged | {"service.yaml": unread.encode()})


def test_a_row_decided_from_an_unverified_fact_may_only_doubt():
    row = 'id="checklist-premises-forbidden-o2"><text>"存疑"</text>'
    refused = changed("rules.dmn", row, row.replace("存疑", "不符合"))
    said = problems(refused)
    assert "依据还没有核实" in said and "premises_forbidden 还没有核实" in said


def test_capabilities_and_lists_are_those_of_the_host():
    said = "\n".join(map(str, engine.check(service(), capabilities={"accept"}, known_lists={"streets"})))
    assert "能力 grant 不认识" in said and "参考列表 scope_catalogue 不认识" in said


def without(*paths: str) -> dict[str, bytes]:
    return {name: content for name, content in files().items() if name not in paths}


@pytest.mark.parametrize(
    ("scenario", "part"),
    [
        ("family-shop", "一起干？和家人一起"),
        ("name-unchecked", "checklist 的第 11 行（名称还没有核到结果）"),
    ],
)
def test_check_warns_of_what_no_scenario_shows(scenario, part):
    paths = [f"scenarios/{scenario}.yaml"]
    if scenario == "family-shop":
        paths += ["scenarios/family-same-name.yaml", "scenarios/paper-without-family.yaml"]
    else:
        paths += ["scenarios/nothing-could-be-checked.yaml", "scenarios/name-kept-and-withdrawn.yaml"]
    said = problems(without(*paths))
    assert part in said and "error" not in said


def test_check_warns_of_an_end_that_no_scenario_reaches():
    officers = [path for path, content in files().items() if b"outcome: refuse" in content and "scenarios" in path]
    assert "没有情景办到“不予登记”" in problems(without(*officers))


def test_a_service_without_scenarios_is_no_service():
    scenarios = [path for path in files() if path.startswith("scenarios/")]
    assert "error scenarios/：一个情景也没有" in problems(without(*scenarios))
