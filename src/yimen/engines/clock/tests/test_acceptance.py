"""行政许可法第三十二条: five working days, one notice, acceptance by silence."""

import pytest

from yimen.engines.clock import (
    AnswerRule,
    ClockError,
    ClockRefused,
    CorrectionRefused,
    Intake,
    Limit,
    Unit,
    Waiting,
    accept,
    answer_due,
    deemed,
    deemed_accepted,
    last_day,
    take_corrected,
    tell_correction,
    waiting,
)

from .make import FOOD, calendar, day

CALENDAR = calendar()
RECEIVED = Intake(day("11-02"))


def told(on="11-04"):
    return tell_correction(RECEIVED, day(on), CALENDAR)


def corrected(on="11-12"):
    return take_corrected(told(), day(on))


def test_article_32_4_five_working_days_from_receipt():
    assert answer_due(day("11-02"), CALENDAR).day == day("11-09")
    assert answer_due(day("09-20"), CALENDAR).day == day("09-28")
    assert answer_due(day("12-28"), CALENDAR).unannounced == {2027}


@pytest.mark.parametrize(
    ("today", "told_on", "accepted"),
    [
        ("11-09", None, None),  # the last day has not passed
        ("11-10", None, "11-02"),
        ("11-10", "11-09", None),
        ("11-10", "11-10", "11-02"),  # told too late
        ("11-12", "11-20", "11-02"),
    ],
)
def test_article_32_4_accepted_from_the_day_of_receipt_when_nobody_told(today, told_on, accepted):
    found = deemed_accepted(day("11-02"), day(today), told_on and day(told_on), CALENDAR)
    assert found == (accepted and day(accepted))


def test_article_32_4_a_second_notice_is_refused():
    with pytest.raises(
        CorrectionRefused, match="只能一次告知（行政许可法第三十二条第一款第四项），2026-11-04 已经告知过"
    ):
        tell_correction(told(), day("11-05"), CALENDAR)
    with pytest.raises(CorrectionRefused, match="当场更正"):
        tell_correction(corrected(), day("11-13"), CALENDAR)


def test_article_32_4_a_notice_after_the_five_days_is_refused():
    assert tell_correction(RECEIVED, day("11-09"), CALENDAR).told_on == day("11-09")
    with pytest.raises(CorrectionRefused, match="最晚要在 2026-11-09 告知.*即为受理"):
        tell_correction(RECEIVED, day("11-10"), CALENDAR)


def test_article_32_5_corrected_papers_are_accepted():
    clock = accept(corrected(), day("11-13"), CALENDAR)
    assert (clock.started, clock.event) == (day("11-13"), "受理")


def test_article_32_5_the_corrected_papers_wait_five_days_at_most():
    assert deemed(corrected(), day("11-19"), CALENDAR) is None
    assert deemed(corrected(), day("11-20"), CALENDAR) == day("11-12")


def test_a_late_acceptance_starts_the_clock_when_silence_accepted():
    clock = accept(RECEIVED, day("11-12"), CALENDAR)
    assert (clock.started, clock.event) == (day("11-02"), "视为受理（行政许可法第三十二条第一款第四项）")
    assert last_day(clock, FOOD, CALENDAR).day == day("11-16")


def test_the_clock_has_not_begun_while_the_applicant_corrects():
    assert waiting(told(), day("12-31"), CALENDAR) == Waiting.APPLICANT
    assert deemed(told(), day("12-31"), CALENDAR) is None
    with pytest.raises(CorrectionRefused, match="补正材料还没有收到"):
        accept(told(), day("11-20"), CALENDAR)


def test_it_knows_whom_the_papers_wait_for():
    assert waiting(RECEIVED, day("11-09"), CALENDAR) == Waiting.DEPARTMENT
    assert waiting(RECEIVED, day("11-10"), CALENDAR) == Waiting.ACCEPTED
    assert waiting(corrected(), day("11-19"), CALENDAR) == Waiting.DEPARTMENT


def test_one_window_each_department_has_its_own_clock():
    window = Intake(day("11-02"))
    fire, market = tell_correction(window, day("11-05"), CALENDAR), accept(window, day("11-03"), CALENDAR)
    assert waiting(fire, day("11-30"), CALENDAR) == Waiting.APPLICANT
    assert last_day(market, FOOD, CALENDAR).day == day("11-17")


def test_without_an_article_silence_accepts_nothing():
    rule = AnswerRule(Limit(7, Unit.WORKDAY, "政府信息公开条例第三十条"))
    assert answer_due(day("11-02"), CALENDAR, rule).day == day("11-11")
    assert deemed_accepted(day("11-02"), day("12-31"), None, CALENDAR, rule) is None
    assert tell_correction(RECEIVED, day("12-31"), CALENDAR, rule).told_on == day("12-31")


@pytest.mark.parametrize(
    "make",
    [lambda: take_corrected(RECEIVED, day("11-05")), lambda: take_corrected(corrected(), day("11-20"))],
)
def test_it_refuses_corrected_papers_nobody_asked_for_or_that_came_before(make):
    with pytest.raises(CorrectionRefused):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Intake(day("11-02"), told_on=day("11-01")),
        lambda: Intake(day("11-02"), corrected_on=day("11-05")),
        lambda: Intake(day("11-02"), told_on=day("11-04"), corrected_on=day("11-03")),
        lambda: accept(RECEIVED, day("11-01"), CALENDAR),
    ],
)
def test_it_refuses_days_that_contradict_each_other(make):
    with pytest.raises((ClockError, ClockRefused), match="核对"):
        make()
