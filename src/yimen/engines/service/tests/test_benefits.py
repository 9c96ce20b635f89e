"""What is paid month by month: to whom, by whom, by decisions that know no more than those who pay."""

from datetime import date

import pytest

from yimen.engines import service as engine
from yimen.engines.service.tests.allowance import allowance, changed_allowance, known, without
from yimen.engines.service.tests.folder import changed, problems

YAML, RULES = "service.yaml", "rules.dmn"


def test_the_real_allowance_opens_a_benefit_that_can_be_paid():
    assert "error" not in problems(allowance())


def test_a_step_that_opens_a_benefit_needs_one_and_the_other_way_round():
    said = problems(without("benefit"))
    assert "process.bpmn#open-benefit：要开始发放，service.yaml 里没有写 benefit" in said
    assert "error service.yaml#after：写了发放以后的事，没有写 benefit" in said
    process = allowance()["process.bpmn"].decode().replace('ym:capability="open-benefit"', 'ym:capability="deliver"')
    assert "写了发放什么，流程里没有 open-benefit" in problems(allowance() | {"process.bpmn": process.encode()})


def test_a_matter_without_payments_needs_neither():
    assert "benefit" not in problems(changed(YAML, "version: 2", "version: 3"))


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("person: {name: elder_name", "person: {name: ghost", "benefit/person/name：表单里没有 ghost"),
        ("person: {name: elder_name", "person: {name: live_elsewhere", "person/name：live_elsewhere 可以不填"),
        (
            "person: {name: elder_name",
            "person: {name: hukou_area",
            "hukou_area 的类型是 select，用类型是 text 的那一项",
        ),
        ("id_number: id_no", "id_number: agent_id", "person/id_number：agent_id 可以不填"),
        ("born: born", "born: elder_age", "elder_age 的类型是 int，用类型是 date 的那一项"),
        ("born: born", "born: birthday", "person/born：表单里没有 birthday"),
        ("account: bank_account", "account: contact_mobile", "payee/account：contact_mobile 的类型是 mobile"),
        ("payee: {way: pay_way", "payee: {way: is_agent", "is_agent 的类型是 bool，用类型是 select 的那一项"),
        ("payee: {way: pay_way, ", "payee: {", "benefit/payee：没有写 way"),
        ("amount: month_amount", "amount: week_amount", "benefit/decisions/amount：rules.dmn 里没有决策 week_amount"),
        ("first: first_month", "first: last_month", "benefit/decisions/first：rules.dmn 里没有决策 last_month"),
        ("stops: stops}", "stops: ends}", "benefit/decisions/stops：rules.dmn 里没有决策 ends"),
        ("amount: month_amount", "amount: min_age", "min_age 用到"),
        ("stops: stops}", "stops: tier}", "tier 用到 born，发放时不知道它，只能用：alive_check_missed_on、deceased_on"),
        ("stops: stops}", "stops: tier}", "tier 要是一张表，有 kind 和 from_month 两列输出"),
        ("first: first_month", "first: month_amount", "month_amount 用到 month，决定以前还没有它"),
        ("told: [month, ", "told: [month, month, ", "told/month：month 写了 2 次"),
        ("told: [month, ", "told: [", "规则要用 month，没有谁提供它"),
        ("told: [month, ", "told: [weather, ", "可以写：month、deceased_on、moved_out_on、missing_since"),
        (
            "every: {value: 1, unit: month}",
            "every: {value: 3, unit: month}",
            "benefit/every/value：写的是 3，可以写：1",
        ),
        ("every: {value: 1, unit: month}", "every: {value: 1, unit: week}", "benefit/every/unit：写的是 'week'"),
        ("pay_post: payer", "pay_post: cashier", "benefit/pay_post：岗位 cashier 没有写在 posts 里"),
        ("pay_post: payer", "pay_post: confirmer", "warning service.yaml#posts/payer：流程里没有用到这个岗位"),
        ("pay_post: payer", "paid_by: payer", "不认识 paid_by"),
    ],
)
def test_it_refuses_a_benefit_that_could_not_be_paid(old, new, part):
    assert part in problems(changed_allowance(YAML, old, new))


def test_who_pays_has_a_use_although_no_task_is_theirs():
    assert "posts/payer" not in problems(allowance())


def test_what_the_case_decides_cannot_wait_for_the_payments():
    """It would be null in every case."""
    rules = allowance()[RULES].decode()
    needed = '<informationRequirement id="outcome-later"><requiredInput href="#input-month"/></informationRequirement>'
    start = rules.index('<decision id="outcome"')
    at = rules.index("<informationRequirement", start)
    said = problems(allowance() | {RULES: (rules[:at] + needed + rules[at:]).encode()})
    assert "rules.dmn#outcome：outcome 用到 month，决定以前还没有它" in said


def test_a_service_may_ask_a_register_for_what_the_payments_tell_too():
    fact = (
        "facts:\n  - {name: deceased_on, label: 死亡日期, register: civil-deaths, keys: id_no, "
        'expression: "if records[1] = null then null else records[1].died_on", src: K}\n'
    )
    assert "error" not in problems(changed_allowance(YAML, "facts:\n", fact))


def test_a_name_of_the_form_is_not_told_by_the_payments():
    said = problems(changed_allowance("form.json", '"key": "elder_age"', '"key": "month"'))
    assert "told/month：表单或者 inspections 里也有这个名字" in said


def test_what_the_payments_tell_is_used_by_a_rule():
    rules = allowance()[RULES].decode().replace("missing_since", "lost_since")
    assert "told/missing_since：规则没有用到它" in problems(allowance() | {RULES: rules.encode()})


def test_a_row_of_the_stops_says_what_it_does():
    rules = changed_allowance(
        RULES, '<outputEntry id="stops-death-o1"><text>"stop"', '<outputEntry id="stops-death-o1"><text>"wait"'
    )
    assert "rules.dmn#stops-death：没有写是停发还是暂停" in problems(rules)


@pytest.mark.parametrize(
    ("facts", "then"),
    [
        ("{}", "{decisions: {stops: [], first_month: '2026-11-01', month_amount: 50}}"),
        ("{month: '2033-09-01'}", "{decisions: {month_amount: 100}}"),
        ("{deceased_on: '2026-12-31'}", "{decisions: {stops: [{kind: stop, from_month: '2027-01-01'}]}}"),
        ("{deceased_on: null}", "{decisions: {stops: []}}"),
        (
            "{moved_out_on: '2026-10-15', missing_since: '2026-06-18'}",
            "{decisions: {stops: [{kind: stop, from_month: '2026-11-01'}, {kind: suspend, from_month: '2026-07-01'}]}}",
        ),
    ],
)
def test_a_scenario_tells_what_the_payments_know_and_reads_dates_as_text(facts, then):
    assert "error" not in problems(known(facts, then))


@pytest.mark.parametrize(
    ("facts", "then", "part"),
    [
        ("{}", "{decisions: {first_month: '2026-12-01'}}", "first_month 预期 2026-12-01，实际 2026-11-01"),
        ("{}", "{decisions: {first_month: 20261101}}", "first_month 预期 20261101，实际 2026-11-01"),
        ("{}", "{decisions: {first_month: 2026-11}}", "first_month 预期 2026-11，实际 2026-11-01"),
        (
            "{deceased_on: '2026-09-03'}",
            "{decisions: {stops: [{kind: stop, from_month: '2026-09-01'}]}}",
            'stops 预期 [{kind: "stop", from_month: "2026-09-01"}]，实际 [{kind: "stop", from_month: 2026-10-01}]',
        ),
        ("{deceased_on: '2026-09-03'}", "{decisions: {stops: [{kind: stop}]}}", "stops 预期"),
        ("{deceased_on: '2026-09-03'}", "{decisions: {stops: []}}", "stops 预期 []，实际"),
        ("{deceased_on: '2026-09-31'}", "{fee: 0}", "facts 里的 deceased_on 不是日期，写成 2026-01-05 这样"),
        ("{deceased_on: true}", "{fee: 0}", "facts 里的 deceased_on 不是日期"),
        ("{died_on: '2026-09-03'}", "{fee: 0}", "facts 里的 died_on 没有写在 service.yaml 里"),
    ],
)
def test_a_claim_about_dates_that_does_not_hold_is_said_with_both_sides(facts, then, part):
    assert part in problems(known(facts, then))


def test_the_rules_are_told_days_as_dates_at_the_end_of_a_scenario():
    """An input of type date takes no text, and those who pay have dates."""
    files = known("{deceased_on: '2026-09-03'}", "{fee: 0}")
    old = '<variable id="input-deceased_on-value" name="deceased_on"'
    rules = files[RULES].decode()
    assert old in rules
    found = engine.read(files | {RULES: rules.replace(old, f'{old} typeRef="date"').encode()})
    scenario = next(one for one in found.scenarios if one.file == "scenarios/another.yaml")
    (stop,) = engine.play(found, scenario).decisions["stops"].outputs
    assert stop == {"kind": "stop", "from_month": date(2026, 10, 1)}


def test_every_row_of_every_table_wants_to_be_shown():
    said = problems(allowance())
    assert "warning rules.dmn#month_amount-from-2026-100：没有情景用到 month_amount 的第 1 行（100 周岁以上" in said
    assert "stops-death" in said and "month_amount-from-2026-80：" not in said
    shown = problems(known("{deceased_on: '2026-09-03'}", "{fee: 0}"))
    assert "stops-death" not in shown and "stops-moved-out" in shown
