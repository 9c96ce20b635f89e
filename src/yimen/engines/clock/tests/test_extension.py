"""The one extension."""

import pytest

from yimen.engines.clock import (
    ClockError,
    ExtensionRefused,
    ExtensionRule,
    Limit,
    Unit,
    end,
    last_day,
    other_laws,
    permit,
)

from .make import FOOD, FOOD_PROMISE, TWENTY, accepted, calendar, day, extended, stopped

CALENDAR = calendar()


def test_article_42_ten_more_working_days_with_the_heads_approval():
    clock = extended(accepted("11-02"), "11-20")
    assert last_day(clock, TWENTY, CALENDAR).day == day("12-14")
    assert clock.extension.limit.basis == "行政许可法第四十二条第一款"


def test_article_42_a_second_extension_is_refused():
    with pytest.raises(ExtensionRefused, match="只能延长一次（行政许可法第四十二条第一款）"):
        extended(extended(accepted("11-02"), "11-20"), "11-23")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": None}, "没有条文"),
        ({"approver": "科室负责人"}, "本行政机关负责人批准"),
        ({"approved_by": " "}, "本行政机关负责人批准"),
        ({"added": 11}, "最多可以延长10个工作日"),
        ({"added": 0}, "最多可以延长"),
        ({"reason": ""}, "理由"),
        ({"notice_on": None}, "告知申请人"),
        ({"notice_on": day("12-01")}, "届满（2026-11-30）之前"),
        ({"on": "12-01"}, "届满"),
        ({"on": "10-30", "notice_on": day("11-03")}, "核对日期"),
        ({"notice_on": day("11-19")}, "先批准，后告知"),
        ({"limit": Limit(20, Unit.DAY, "道路运输条例第二十四条")}, "最多"),
    ],
)
def test_article_42_asks_for_head_time_reason_and_notice(changes, said):
    with pytest.raises(ExtensionRefused, match=said):
        extended(accepted("11-02"), **{"on": "11-20"} | changes)


def test_a_special_rule_sets_another_extension():
    five = ExtensionRule(
        Limit(5, Unit.WORKDAY, "食品经营许可和备案管理办法"), approver="县级以上市场监督管理部门负责人"
    )
    clock = extended(
        accepted("11-02"), "11-10", rule=five, limit=FOOD, added=5, approver="县级以上市场监督管理部门负责人"
    )
    assert last_day(clock, FOOD, CALENDAR).day == day("11-23")


def test_article_19_of_registration_three_days_and_three_more():
    limit, rule = other_laws.REGISTER, other_laws.REGISTER_EXTEND
    clock = accepted("11-02")
    assert last_day(clock, limit, CALENDAR).day == day("11-05")
    clock = extended(clock, "11-05", rule=rule, limit=limit, added=3, approver="登记机关负责人")
    assert last_day(clock, limit, CALENDAR).day == day("11-10")


def test_article_42_2_joint_handling_is_extended_by_the_government():
    changes = {"rule": permit.JOINT_EXTEND, "limit": permit.JOINT, "added": 15}
    clock = extended(accepted("04-01"), "05-08", **changes, approver="本级人民政府负责人")
    assert last_day(accepted("04-01"), permit.JOINT, CALENDAR).day == day("06-08")
    assert last_day(clock, permit.JOINT, CALENDAR).day == day("06-30")
    with pytest.raises(ExtensionRefused, match="本级人民政府负责人"):
        extended(accepted("04-01"), "05-08", **changes)


def test_a_promise_is_not_extended():
    assert last_day(extended(accepted("11-02"), "11-20"), FOOD_PROMISE, CALENDAR).day == day("11-09")


def test_a_stopped_limit_can_still_be_extended_after_its_first_end():
    clock = stopped(accepted("11-02"), "11-04", "11-10")
    assert last_day(extended(clock, "12-01"), TWENTY, CALENDAR).day == day("12-21")


def test_a_decided_case_is_not_extended():
    with pytest.raises(ExtensionRefused, match="办完"):
        extended(end(accepted("11-02"), day("11-05")), "11-06")


def test_it_refuses_to_count_an_extension_in_another_unit():
    with pytest.raises(ClockError, match="同一单位"):
        last_day(extended(accepted("11-02"), "11-20"), Limit(20, Unit.DAY, "道路运输条例第二十四条"), CALENDAR)
