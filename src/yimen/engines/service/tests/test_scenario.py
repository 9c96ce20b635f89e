from pathlib import Path

import pytest

from yimen.engines import service as engine
from yimen.engines.service.folder import files_of
from yimen.engines.service.tests.folder import changed, files, problems, service

BASE = "scenarios/granted-on-the-spot.yaml"
REFUSED = "scenarios/name-taken.yaml"


@pytest.mark.parametrize("scenario", service().scenarios, ids=lambda scenario: scenario.file)
def test_every_scenario_of_the_service_holds(scenario):
    assert engine.run_scenario(service(), scenario) == engine.Outcome(True, ())


@pytest.mark.parametrize(
    ("path", "old", "new", "part"),
    [
        (BASE, "materials: [m1, m2, m3]", "materials: [m1, m2]", "materials 预期 m1、m2，实际 m1、m2、m3"),
        (BASE, "checklist: []", "checklist: [c4]", "checklist 预期 c4，实际 没有"),
        (BASE, "outcome: grant", "outcome: manual", "outcome 预期 manual，实际 grant"),
        (BASE, "ends: granted", "ends: refused", "预期办到 refused，实际是 granted"),
        (BASE, "fee: 0", "fee: 10", "fee 预期 10，实际 0"),
        (BASE, "competent: true", "competent: false", "competent 预期 False，实际 True"),
        (BASE, ", 营业执照]", "]", "documents 预期"),
        (BASE, 'contact_mobile: "13800000000"', 'contact_mobile: "1"', "contact_mobile 没有料到要改：手机号要 11 位"),
        (BASE, "identity_ok: true", "identity_ok: null", "outcome 预期 grant，实际 manual"),
        (BASE, "operator_name: 张伟", "operator_nome: 张伟", "answers 里的 operator_nome 不在表单里"),
        (BASE, "name_ok: true", "nome_ok: true", "facts 里的 nome_ok 没有写在"),
        (REFUSED, "reasons: [名称核验不通过]", "reasons: [场所]", "预期理由里有“场所”，实际是：名称核验不通过"),
        (REFUSED, "checklist: [c4 不符合]", "checklist: [c4 存疑]", "checklist 预期 c4 存疑，实际 c4 不符合"),
        (REFUSED, "task: formal-review", "task: grant", "环节 grant 没有在等人办，在等的是：formal-review"),
        (REFUSED, "outcome: refuse}", "outcome: ignore}", "没有结果 ignore，可以是：grant、refuse"),
        (REFUSED, "  - submit\n", "", "第一步要写 submit"),
        (REFUSED, "  - {task: formal-review, outcome: refuse}\n", "", "预期办到 refused，实际停在中途"),
        (
            "scenarios/mobile-too-short.yaml",
            "现在是 10 位",
            "现在是 9 位",
            "contact_mobile 预期提示“手机号要 11 位，现在是 9 位”",
        ),
        ("scenarios/mobile-too-short.yaml", '"1380000000"', '"13800000000"', "实际通过了"),
    ],
)
def test_a_claim_that_does_not_hold_is_said_with_both_sides(path, old, new, part):
    said = problems(changed(path, old, new))
    assert part in said and f"error {path}" in said


LONGER = "scenarios/granted-after-extension.yaml"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('statutory_on: "2026-12-01"', 'statutory_on: "2026-11-30"', "预期 2026-11-30，实际是 2026-12-01"),
        ("extend: 3", "extend: 4", "最多可以延长3个工作日"),
        ('on: "2026-11-25"', 'on: "2026-11-27"', "延长要在期限届满（2026-11-26）之前批准"),
        ('{extend: 3, on: "2026-11-25"}', '{extend: 3, on: "2026-11-25"}\n  - {extend: 1, on: "2026-11-25"}', "延长"),
        ('{extend: 3, on: "2026-11-25"}', '{special: 听证, from: "2026-11-24", until: "2026-11-25"}', "听证"),
        ('{extend: 3, on: "2026-11-25"}', "{extend: 3, on: 2026-11}", "每一步写 submit"),
        ('{extend: 3, on: "2026-11-25"}', '{special: 听证, from: "明天", until: "2026-11-25"}', "每一步写 submit"),
        ("  - submit\n", "", "第一步要写 submit"),
    ],
)
def test_the_clock_is_kept_by_the_rules_of_the_desk(old, new, part):
    said = problems(changed(LONGER, old, new))
    assert part in said and f"error {LONGER}" in said


def test_a_longer_limit_and_a_special_procedure_that_no_scenario_shows_are_told():
    without = {path: content for path, content in files().items() if path != LONGER}
    assert "warning service.yaml#limits/extension" in problems(without)

    food = files_of(Path("services/market-regulation/food-business-license"))
    told = problems({path: one for path, one in food.items() if path != "scenarios/granted-after-hearing.yaml"})
    assert "warning service.yaml#limits/pauses/听证" in told


def test_days_of_a_hearing_are_not_counted():
    food = engine.read(files_of(Path("services/market-regulation/food-business-license")))
    (hearing,) = (one for one in food.scenarios if one.file == "scenarios/granted-after-hearing.yaml")
    # Ten working days from Monday the 23rd end on 7 December; three days of hearing are working days too.
    assert engine.run_scenario(food, hearing).passed and hearing.then.statutory_on == "2026-12-10"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name: 甲\nsteps: []\nthen: {outcome: grant}", "情景要写 name、given、steps、then"),
        ("name: 甲\ngiven: {like: a}\nsteps: []\nthen: {}", "没有写预期"),
        ("name: 甲\ngiven: {like: a}\nsteps: []\nthen: {verdict: x}", "不认识 verdict"),
        (
            "name: 甲\ngiven: {like: ghost}\nsteps: []\nthen: {outcome: grant}",
            "like 指向的情景 scenarios/ghost.yaml 没有",
        ),
        ("name: 甲\ngiven: {like: new}\nsteps: []\nthen: {outcome: grant}", "或者绕回了自己"),
        ("name: 甲\ngiven: {today: 明天}\nsteps: []\nthen: {outcome: grant}", "today 要写成 2026-01-05 这样"),
        ("name: 甲\ngiven: {today: 2026-01-05}\nsteps: [wait]\nthen: {outcome: grant}", "每一步写 submit"),
        (
            "name: 甲\ngiven: {now: 2026-01-05}\nsteps: []\nthen: {outcome: grant}",
            "可以写：answers、facts、like、lists、refuses、today",
        ),
    ],
)
def test_a_scenario_that_cannot_be_read_is_refused_by_name(text, part):
    said = problems(files() | {"scenarios/new.yaml": text.encode()})
    assert part in said and "scenarios/new.yaml" in said


def test_claims_after_a_form_that_fails_are_not_taken_as_held():
    path = "scenarios/mobile-too-short.yaml"
    more = files()[path] + b"  outcome: manual\n"
    assert "后面的预期都没有检查" in problems(files() | {path: more})


def test_a_mutated_rule_makes_scenarios_fail():
    said = problems(changed("rules.dmn", "operator_age &gt;= 18", "operator_age &gt;= 17"))
    assert "error scenarios/seventeen-without-own-income.yaml" in said
