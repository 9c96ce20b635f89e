"""政府信息公开条例, article by article, as far as it speaks of time."""

import pytest

from yimen.engines.clock import (
    ClockError,
    ExtensionRefused,
    LegalClock,
    RestartRefused,
    StopRefused,
    due,
    end,
    last_day,
)
from yimen.engines.clock.disclosure import (
    ANSWER,
    ANSWER_EXTEND,
    CO_AUTHOR,
    CORRECTION,
    PUBLISH,
    RESTART,
    STOPS,
    Channel,
    Restart,
    given_up,
    opinion_due,
    request_received,
    restart,
)

from .make import calendar, day, extended, stopped

CALENDAR = calendar()
REQUEST = LegalClock(day("11-02"), "收到申请")
OPINION = "征求第三方和其他机关意见"


def last(clock, limit=ANSWER):
    return last_day(clock, limit, CALENDAR).day


def again(told="11-05", corrected="11-16", clock=REQUEST):
    return restart(clock, RESTART, told_on=day(told), corrected_on=day(corrected), calendar=CALENDAR)


def test_article_26_own_initiative_within_20_working_days():
    assert last(LegalClock(day("11-02"), "信息形成"), PUBLISH) == day("11-30")


def test_article_30_correction_is_told_within_7_working_days():
    assert last(REQUEST, CORRECTION.limit) == day("11-11")


def test_article_30_the_clock_starts_anew_with_the_corrected_request():
    clock = again()
    assert (clock.started, clock.event) == (day("11-16"), "收到补正的申请（政府信息公开条例第三十条）")
    assert last(clock) == day("12-14")
    assert (clock.restarted.before, clock.restarted.told_late) == (day("11-02"), False)


def test_article_30_a_late_notice_stays_on_record():
    assert not again("11-11").restarted.told_late
    assert again("11-12").restarted.told_late


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: again(clock=again()), "只能一次性告知"),
        (lambda: again(clock=end(REQUEST, day("11-04"))), "办完"),
        (lambda: again("11-05", "11-04"), "先后不对"),
        (lambda: again("11-01"), "先后不对"),
    ],
)
def test_article_30_it_refuses_a_second_or_senseless_restart(make, said):
    with pytest.raises(RestartRefused, match=said):
        make()


@pytest.mark.parametrize(
    ("corrected", "excused", "today", "is_given_up"),
    [
        (None, False, "11-20", False),
        (None, False, "11-21", True),
        (None, True, "11-21", False),
        ("11-20", False, "11-21", False),
        ("11-21", False, "11-21", True),
    ],
)
def test_article_30_no_answer_is_giving_up(corrected, excused, today, is_given_up):
    facts = {"corrected_on": corrected and day(corrected), "excused": excused, "today": day(today)}
    assert given_up(RESTART, correct_by=day("11-20"), **facts) is is_given_up


def test_a_permit_is_never_given_up_by_silence():
    rule = Restart("收到补正材料", "某条例第一条", CORRECTION.limit)
    assert not given_up(rule, correct_by=day("11-20"), corrected_on=None, excused=False, today=day("12-31"))


@pytest.mark.parametrize(
    ("channel", "received"),
    [
        (Channel.IN_PERSON, "11-02"),
        (Channel.REGISTERED_POST, "11-04"),
        (Channel.PLAIN_POST, "11-05"),
        (Channel.ONLINE, "11-05"),
        (Channel.FAX, "11-05"),
    ],
)
def test_article_31_receipt_depends_on_the_channel(channel, received):
    days = {"submitted": day("11-02"), "signed": day("11-04"), "confirmed": day("11-05")}
    assert request_received(channel, **days) == day(received)


@pytest.mark.parametrize(
    ("channel", "said"),
    [(Channel.IN_PERSON, "当面提交"), (Channel.REGISTERED_POST, "签收"), (Channel.ONLINE, "与申请人确认")],
)
def test_article_31_without_the_day_it_is_not_guessed(channel, said):
    with pytest.raises(ClockError, match=said):
        request_received(channel)


def test_articles_32_and_34_fifteen_working_days_for_an_opinion():
    assert opinion_due(day("11-04"), CALENDAR).day == day("11-25")
    assert opinion_due(day("11-04"), CALENDAR, CO_AUTHOR).day == day("11-25")


def test_article_33_3_asking_for_opinions_is_not_counted():
    until = opinion_due(day("11-04"), CALENDAR).day.isoformat()
    clock = stopped(REQUEST, "11-04", until, OPINION, rules=STOPS, notice_on=None, required_by="")
    assert last(clock) == day("12-22") and last(REQUEST) == day("11-30")
    assert clock.stops[0].article == "政府信息公开条例第三十三条第三款"
    assert due(clock, ANSWER, CALENDAR, day("11-10")).stopped


@pytest.mark.parametrize("kind", ["检验", "听证", "征求意见", "集体研究"])
def test_article_33_3_nothing_else_stops_it(kind):
    with pytest.raises(StopRefused):
        stopped(REQUEST, "11-04", "11-05", kind, rules=STOPS)


def test_article_33_2_twenty_working_days_and_at_most_twenty_more():
    more = {"rule": ANSWER_EXTEND, "limit": ANSWER, "approver": "政府信息公开工作机构负责人"}
    assert last(REQUEST) == day("11-30")
    assert last(extended(REQUEST, "11-27", **more, added=20)) == day("12-28")
    assert last(extended(REQUEST, "11-27", **more, added=5)) == day("12-07")
    with pytest.raises(ExtensionRefused, match="最多可以延长20个工作日"):
        extended(REQUEST, "11-27", **more, added=21)
