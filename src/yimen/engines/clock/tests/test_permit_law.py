"""行政许可法, article by article, as far as it speaks of time."""

import pytest

from yimen.engines.clock import (
    ClockError,
    LegalClock,
    Limit,
    StopRefused,
    StopRule,
    Unit,
    due,
    end,
    last_day,
    permit,
)
from yimen.engines.clock.joint import latest, over_cap
from yimen.engines.clock.other_laws import endorsement_window

from .make import FOOD, TWENTY, accepted, calendar, day, stopped

CALENDAR = calendar()
LIMITS = [
    permit.AT_ONCE,
    permit.DECIDE,
    permit.EXTEND.longest,
    permit.JOINT,
    permit.JOINT_EXTEND.longest,
    permit.FIRST_REVIEW,
    permit.ISSUE,
    permit.HEARING_ASKED,
    permit.HEARING_HELD,
    permit.HEARING_NOTICE,
    permit.SEND_INSPECTORS,
    permit.REGISTER,
    permit.RENEWAL.latest,
]


def last(clock, limit):
    return last_day(clock, limit, CALENDAR).day


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.basis)
def test_article_82_periods_set_by_this_law_are_working_days(limit):
    assert limit.unit == Unit.WORKDAY and limit.basis.startswith("行政许可法第")


def test_article_82_does_not_reach_a_day_of_another_law():
    assert last(accepted("11-02"), Limit(20, Unit.DAY, "道路运输条例第二十四条")) == day("11-22")


def test_article_32_1_2_no_permit_needed_or_no_power_is_told_at_once():
    assert last(LegalClock(day("11-02"), "收到申请材料"), permit.AT_ONCE) == day("11-02")


def test_article_34_the_site_visit_runs_inside_the_limit():
    with pytest.raises(StopRefused, match="第三十四条"):
        stopped(accepted("11-02"), "11-04", "11-06", "现场核查")


def test_article_42_1_twenty_working_days_from_acceptance():
    assert last(accepted("09-21"), permit.DECIDE) == day("10-26")


def test_article_42_2_the_cap_of_45_days_lies_over_all_parts():
    cap = last(accepted("09-21"), permit.JOINT)
    parts = {
        name: due(accepted(on), limit, CALENDAR, day("09-28"))
        for name, on, limit in [("food", "09-21", FOOD), ("fire", "09-28", TWENTY), ("drain", "09-22", TWENTY)]
    }
    assert latest(parts) == "fire" and cap == day("11-30")
    assert over_cap(parts, cap) == over_cap(parts, parts["fire"].day) == ()
    slow = due(stopped(accepted("09-28"), "10-12", "11-20"), TWENTY, CALENDAR, day("10-12"))
    assert over_cap(parts | {"fire": slow}, cap) == ("fire",)
    with pytest.raises(ClockError, match="至少选择一项"):
        latest({})


def test_article_42_2_a_hearing_in_one_part_stops_only_that_part():
    hearing = stopped(accepted("11-02"), "11-04", "11-06", "听证")
    assert last(hearing, TWENTY) > last(accepted("11-02"), TWENTY)


def test_article_43_the_lower_body_reviews_in_20_days_and_the_upper_decides_on_its_own_clock():
    lower = end(accepted("11-02"), day("11-20"))
    upper = LegalClock(day("11-23"), "收到下级机关的初步审查意见和全部申请材料")
    assert last(lower, permit.FIRST_REVIEW) == day("11-30")
    assert not due(lower, permit.FIRST_REVIEW, CALENDAR, day("12-31")).late
    assert last(upper, permit.DECIDE) == day("12-21")


def test_article_44_issue_and_deliver_within_10_days_of_the_decision():
    assert last(LegalClock(day("10-09"), "作出决定"), permit.ISSUE) == day("10-22")
    five = Limit(5, Unit.WORKDAY, "食品经营许可和备案管理办法")
    assert last(LegalClock(day("10-09"), "作出决定"), five) == day("10-15")


def test_article_47_a_hearing_is_asked_for_within_5_days_and_held_within_20():
    assert permit.hearing_ask_by(day("11-02"), CALENDAR).day == day("11-09")
    assert permit.hearing_hold_by(day("11-09"), CALENDAR).day == day("12-07")


def test_article_48_the_notice_comes_seven_days_before_the_hearing():
    assert permit.hearing_notify_by(day("11-20"), CALENDAR).day == day("11-11")
    assert permit.hearing_notify_by(day("10-12"), CALENDAR).day == day("09-24")  # two holidays between


HEARING = {"told_on": "11-02", "asked_on": "11-06", "notified_on": "11-11", "held_on": "11-20"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"asked_on": "11-10"}, ["第四十七条"]),
        ({"held_on": "12-07"}, ["第四十七条"]),
        ({"notified_on": "11-12"}, ["第四十八条"]),
        ({"held_on": "11-05"}, ["第四十七条", "第四十八条"]),
    ],
)
def test_articles_47_and_48_name_each_fault_of_a_hearing(changes, said):
    days = {name: day(text) for name, text in (HEARING | changes).items()}
    faults = permit.hearing_faults(**days, calendar=CALENDAR)
    assert len(faults) == len(said)
    assert all(article in fault for fault, article in zip(faults, said, strict=True))


def test_article_45_and_47_a_hearing_asked_for_stops_the_clock():
    clock = stopped(accepted("11-02"), "11-06", "11-20", "听证", required_by="行政许可法第四十七条")
    assert last(clock, TWENTY) == day("12-15")


def test_article_50_renewal_is_asked_30_working_days_before_expiry():
    window = permit.renewal_window(day("12-31"), CALENDAR)
    assert (window.opens, window.closes) == (None, day("11-19"))
    assert window.unannounced == {2027}  # the next order may take the last days of December


def test_article_50_rules_may_set_another_time():
    food = permit.RenewalRule(Limit(15, Unit.WORKDAY, "第78号令"), earliest=Limit(90, Unit.WORKDAY, "第78号令"))
    window = permit.renewal_window(day("12-18"), CALENDAR, food)
    assert (window.opens, window.closes) == (day("08-10"), day("11-27"))
    months = permit.RenewalRule(Limit(3, Unit.MONTH, "某办法"), earliest=Limit(180, Unit.DAY, "某办法"))
    assert permit.renewal_window(day("12-18"), CALENDAR, months).closes == day("09-18")
    assert permit.renewal_window(day("12-18"), CALENDAR, months).opens == day("06-21")


@pytest.mark.parametrize(
    ("asked", "decided", "today", "renewed"),
    [
        ("10-30", None, "12-18", False),  # the last day of validity has not passed
        ("10-30", None, "12-19", True),
        ("10-30", "12-18", "12-19", False),
        ("10-30", "12-21", "12-22", True),  # decided too late
        ("12-01", None, "12-19", False),  # asked too late: a person decides
    ],
)
def test_article_50_no_decision_before_expiry_is_renewal(asked, decided, today, renewed):
    found = permit.deemed_renewed(day("12-18"), day(asked), decided and day(decided), day(today), CALENDAR)
    assert found == (day("12-18") if renewed else None)


def test_article_55_inspectors_are_sent_within_five_days():
    assert last(accepted("11-02"), permit.SEND_INSPECTORS) == day("11-09")


def test_article_56_complete_papers_are_registered_on_the_spot():
    assert last(accepted("11-02"), permit.REGISTER) == day("11-02")


@pytest.mark.parametrize(("years", "until"), [(1, "2027-11-02"), (3, "2029-11-02")])
def test_articles_78_and_79_bar_a_new_application(years, until):
    assert permit.barred_until(day("11-02"), years) == day(until)
    assert permit.barred_until(day("2028-02-29"), 1) == day("2029-02-28")


def test_article_10_of_residence_permits_endorsed_in_the_month_before_each_year():
    window = endorsement_window(day("2025-03-31"), 1)
    assert (window.opens, window.closes) == (day("02-28"), day("03-30"))


def test_the_eight_are_permitted_by_rules_that_data_may_narrow():
    rule = StopRule("听证", "行政许可法第四十五条", required_by="行政许可法第四十六条、第四十七条")
    assert rule.required_by and rule.needs_notice
