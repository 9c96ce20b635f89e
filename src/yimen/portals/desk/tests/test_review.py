"""Opinions and site visits."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.models import Case, Inspection, Opinion
from yimen.domains.cases.tests import make as cases
from yimen.ground.places.models import Post
from yimen.portals.desk.tests import make
from yimen.portals.desk.tests.make import Window

VISIT = {"outcome": "done", "visited_on": "2026-11-20", "visited_time": "9:40", "note": "消毒柜是新的"}
ITEMS = {f"item.{key}": value for key, value in make.FOUND.items()}


@pytest.fixture
def review(cast: Cast, staff: make.Staff) -> Window:
    desk = make.window(staff.wu_lei, make.accepted(cast.chen_jing, staff))
    desk.claim()
    return desk


@pytest.fixture
def visit(cast: Cast, staff: make.Staff) -> Window:
    """The site check, in 吴磊's hands."""
    desk = make.window(staff.wu_lei, make.reviewed(cast.chen_jing, staff))
    desk.claim()
    return desk


def record_of(case: Case) -> Inspection | None:
    return Inspection.objects.filter(case=case).first()


# 意见


@pytest.mark.parametrize(("outcome", "word"), [("agree", "同意"), ("object", "不同意")])
def test_an_opinion_is_given_and_read_by_the_next(review: Window, staff: make.Staff, outcome: str, word: str) -> None:
    assert review.post(outcome=outcome, note="布局和流程合理").status == 302
    cases.drain()
    opinion = Opinion.objects.get(case=review.case)
    assert (opinion.outcome, opinion.by) == (outcome, "吴磊")
    page = make.words(make.window(staff.sun_jian, review.case).page())
    assert "布局和流程合理" in page
    assert word in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"outcome": "agree", "note": " "}, "note"),
        ({"note": "看过"}, "outcome"),
        ({"outcome": "grant", "note": "看过"}, "outcome"),
    ],
)
def test_an_opinion_without_words_or_outcome_is_refused(review: Window, typed: dict[str, str], field: str) -> None:
    sent = review.post(**typed)
    assert sent.status == 422
    assert f'href="#f-{field}"' in sent.html
    assert f'id="f-{field}"' in sent.html
    assert typed["note"].strip() in sent.html
    assert not Opinion.objects.exists()


# 现场核查


def test_the_record_of_two_counts_when_the_second_has_confirmed(visit: Window, staff: make.Staff) -> None:
    page = visit.page()
    for words in ("离垃圾场、旱厕、粪坑这类污染源有多远（米）", "从操作区的墙外量起", "孙健"):
        assert words in page
    assert visit.post(**VISIT, **ITEMS, second=staff.sun_jian.pk).status == 302
    record = record_of(visit.case)
    assert record is not None
    assert (record.recorded_by, record.second, record.confirmed_at) == (staff.wu_lei, staff.sun_jian, None)
    # It waits for the second officer, not for whoever wrote it.
    assert make.task_of(visit.case).claimed_by is None
    second = make.window(staff.sun_jian, visit.case)
    page = make.words(second.page())
    assert "消毒柜是新的" in page
    assert "100 米" in page
    assert second.post(outcome="confirm", seen_at=record.recorded_at.isoformat()).status == 302
    cases.drain()
    assert make.task_of(visit.case).act == "decide"
    assert visit.case.facts.get(name="site_health_cards").value == 4
    done = make.words(make.window(staff.zheng_hong, visit.case).page())
    assert "吴磊、孙健" in done
    assert "消毒柜是新的" in done


def test_everything_that_lacks_is_said_at_once_and_kept(visit: Window) -> None:
    sent = visit.post(
        outcome="done", visited_on="后天吧", visited_time="25:70", note="写了一半", **{"item.site_pollution_m": "很远"}
    )
    assert sent.status == 422
    for field in ("visited_on", "visited_time", "second", "item.site_pollution_m", "item.site_no_cross"):
        assert f'href="#f-{field}"' in sent.html
        assert f'id="f-{field}"' in sent.html
    for typed in ("后天吧", "25:70", "写了一半", "很远"):
        assert typed in sent.html
    assert record_of(visit.case) is None


@pytest.mark.parametrize("second", ["", "0", "x", "self", "stranger"])
def test_the_second_officer_is_another_holder_of_the_post(visit: Window, staff: make.Staff, second: str) -> None:
    told = {"self": staff.wu_lei.pk, "stranger": staff.zheng_hong.pk}.get(second, second)
    sent = visit.post(**VISIT, **ITEMS, second=told)
    assert sent.status == 422
    assert 'href="#f-second"' in sent.html
    assert record_of(visit.case) is None


@pytest.mark.parametrize(("day", "time"), [("2026-11-19", "9:00"), ("2026-11-20", "23:00")])
def test_a_visit_before_acceptance_or_in_the_future_is_refused(
    visit: Window, staff: make.Staff, day: str, time: str
) -> None:
    sent = visit.post(**{**VISIT, "visited_on": day, "visited_time": time}, **ITEMS, second=staff.sun_jian.pk)
    assert sent.status == 422
    assert "到现场的时间不对" in sent.html


def test_whoever_wrote_the_record_cannot_confirm_it_and_may_mend_it(visit: Window, staff: make.Staff) -> None:
    visit.post(**VISIT, **ITEMS, second=staff.sun_jian.pk)
    record = record_of(visit.case)
    assert record is not None
    sent = visit.post(outcome="confirm", seen_at=record.recorded_at.isoformat())
    assert sent.status == 422
    assert "要由孙健确认" in sent.html
    # What did not come through must not keep the task from the second officer.
    assert make.task_of(visit.case).claimed_by is None
    page = visit.page()
    assert "改好，再交" in page
    assert "消毒柜是新的" in page
    assert visit.post(**{**VISIT, "note": "消毒柜换过"}, **ITEMS, second=staff.sun_jian.pk).status == 302
    mended = record_of(visit.case)
    assert mended is not None
    assert mended.note == "消毒柜换过"
    assert make.task_of(visit.case).claimed_by is None


def test_a_record_that_was_mended_meanwhile_is_read_again_before_it_is_confirmed(
    visit: Window, staff: make.Staff
) -> None:
    visit.post(**VISIT, **ITEMS, second=staff.sun_jian.pk)
    record = record_of(visit.case)
    assert record is not None
    seen = record.recorded_at - timedelta(minutes=1)
    second = make.window(staff.sun_jian, visit.case)
    for told in (seen.isoformat(), "", "x"):
        sent = second.post(outcome="confirm", seen_at=told)
        assert sent.status == 409
        assert "核查记录刚刚改过" in sent.html
    assert make.task_of(visit.case).act == "inspect"


def test_a_third_inspector_neither_takes_nor_confirms_it(visit: Window, staff: make.Staff) -> None:
    post = Post.objects.get(organisation=visit.case.body, code="inspector")
    staff.li_min.appointments.create(post=post, since=NOW)
    visit.post(**VISIT, **ITEMS, second=staff.sun_jian.pk)
    third = make.window(staff.li_min, visit.case)
    assert "等 孙健 用自己的账号确认" in make.words(third.page())
    record = record_of(visit.case)
    assert record is not None
    assert third.post(outcome="confirm", seen_at=record.recorded_at.isoformat()).status == 409
    assert third.browser.post(third.path("claim")).status_code == 409
    assert third.browser.post("/desk/next/")["Location"] == "/desk/"
    html = third.browser.get("/desk/").content.decode()
    assert "等 孙健 确认" in html
    assert third.path("claim") not in html
    second = make.window(staff.sun_jian, visit.case)
    assert second.browser.post("/desk/next/")["Location"] == second.path("review")
