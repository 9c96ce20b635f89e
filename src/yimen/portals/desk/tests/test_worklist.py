from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make as cases
from yimen.ground.accounts.models import posts_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.places.models import Post
from yimen.ground.processes.actions.claim import claim
from yimen.ground.processes.models import Task
from yimen.ground.processes.work_list import counts, work_list
from yimen.ground.processes.work_page import page_of
from yimen.portals.desk.rows import cursor_text, read_cursor
from yimen.portals.desk.tests import make

TODAY = legal_day(NOW)
LIST = "/desk/"


@pytest.fixture
def four(cast: Cast) -> dict[str, Case]:
    """Four cases for the acceptor, one under each light."""
    found = {name: make.received(cast.chen_jing) for name in ("ok", "pause", "soon", "late")}
    days = {
        "late": {"due_on": TODAY - timedelta(days=1), "soon_on": TODAY - timedelta(days=3)},
        "soon": {"due_on": TODAY, "soon_on": TODAY},
        "pause": {"due_on": TODAY + timedelta(days=9), "paused_until": TODAY + timedelta(days=2)},
        "ok": {"due_on": TODAY + timedelta(days=5), "soon_on": TODAY + timedelta(days=4)},
    }
    for name, values in days.items():
        Task.objects.filter(instance__subject_ref=found[name].number).update(**values)
    return found


def numbers_on(html: str, among: dict[str, Case]) -> list[str]:
    """Names of the cases in the order in which the page shows them."""
    places = {name: html.find(f"{case.number}</small>") for name, case in among.items()}
    return sorted((name for name, at in places.items() if at >= 0), key=lambda name: places[name])


def test_the_most_urgent_stands_first(four: dict[str, Case], staff: make.Staff) -> None:
    html = browser_of(staff.wang_fang).get(LIST).content.decode()
    assert numbers_on(html, four) == ["late", "soon", "pause", "ok"]
    for words in ("超期 1 个工作日", "不计时", "剩 3 个工作日"):
        assert words in html
    # Ten in the morning of the last day, until half past five with the break at noon.
    assert "剩 6 小时" in html


def test_who_urges_stands_on_top(cast: Cast, four: dict[str, Case], staff: make.Staff) -> None:
    urge(actor=cast.chen_jing.actor(NOW), case=four["ok"], text="等着开业", now=NOW)
    html = browser_of(staff.wang_fang).get(LIST).content.decode()
    assert numbers_on(html, four) == ["ok", "late", "soon", "pause"]
    assert html.count("#bell") >= 1
    assert "催办" in html


@pytest.mark.parametrize("light", ["late", "soon", "pause", "ok"])
def test_a_light_filters_and_counts(four: dict[str, Case], staff: make.Staff, light: str) -> None:
    html = browser_of(staff.wang_fang).get(LIST, {"light": light}).content.decode()
    assert numbers_on(html, four) == [light]
    assert html.count('<b class="num">1</b>') == 4


def test_a_light_that_does_not_exist_filters_nothing(four: dict[str, Case], staff: make.Staff) -> None:
    html = browser_of(staff.wang_fang).get(LIST, {"light": "red", "holder": "x", "after": "zzz"}).content.decode()
    assert len(numbers_on(html, four)) == 4


def test_tabs_tell_apart_free_mine_and_others(cast: Cast, four: dict[str, Case], staff: make.Staff) -> None:
    claim(officer=staff.wang_fang, task=make.task_of(four["late"]), now=NOW)
    claim(officer=staff.li_min, task=make.task_of(four["soon"]), now=NOW)
    browser = browser_of(staff.wang_fang)
    shown = {
        holder: numbers_on(browser.get(LIST, {"holder": holder}).content.decode(), four)
        for holder in ("", "free", "mine", "others")
    }
    assert shown == {
        "": ["late", "soon", "pause", "ok"],
        "free": ["pause", "ok"],
        "mine": ["late"],
        "others": ["soon"],
    }
    words = make.words(browser.get(LIST).content.decode()).replace("\xa0", " ").replace("&nbsp;", " ")
    assert "全部 4待领取 2我领取的 1同事在办 1" in words
    assert "李敏" in words


def test_counts_are_one_question(four: dict[str, Case], staff: make.Staff, django_assert_num_queries: Any) -> None:
    posts = posts_of(staff.wang_fang, NOW)
    with django_assert_num_queries(1):
        found = counts(work_list(posts, TODAY), staff.wang_fang, light="", holder="mine")
    assert found == {
        "late": 0,
        "soon": 0,
        "pause": 0,
        "ok": 0,
        "all": 4,
        "free": 4,
        "mine": 0,
        "others": 0,
    }


def test_a_longer_list_asks_no_more_questions(
    cast: Cast, staff: make.Staff, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = browser_of(staff.wang_fang)
    make.received(cast.chen_jing)
    browser.get(LIST)
    with django_assert_max_num_queries(20) as few:
        browser.get(LIST)
    for _ in range(3):
        make.received(cast.chen_jing)
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get(LIST)


def test_pages_follow_each_other_without_gap_or_repeat(four: dict[str, Case], staff: make.Staff) -> None:
    work, officer = work_list(posts_of(staff.wang_fang, NOW), TODAY), staff.wang_fang
    first = page_of(work, officer, 3)
    assert first.earlier is None
    assert first.later is not None
    second = page_of(work, officer, 3, after=first.later)
    assert second.later is None
    assert [one.pk for one in (*first.tasks, *second.tasks)] == [one.pk for one in page_of(work, officer, 9).tasks]
    assert len(second.tasks) == 1
    back = page_of(work, officer, 3, before=second.earlier)
    assert [one.pk for one in back.tasks] == [one.pk for one in first.tasks]
    assert back.earlier is None
    assert back.later == first.later


def test_a_page_is_found_again_from_its_address(four: dict[str, Case], staff: make.Staff, monkeypatch: Any) -> None:
    monkeypatch.setattr("yimen.portals.desk.views.worklist.PAGE", 3)
    browser = browser_of(staff.wang_fang)
    html = browser.get(LIST).content.decode()
    assert numbers_on(html, four) == ["late", "soon", "pause"]
    place = page_of(work_list(posts_of(staff.wang_fang, NOW), TODAY), staff.wang_fang, 3).later
    after = cursor_text(place)
    assert f"after={after}" in html
    html = browser.get(LIST, {"after": after}).content.decode()
    assert numbers_on(html, four) == ["ok"]
    assert "before=" in html


@pytest.mark.parametrize(
    "text", ["", "x", "1-9-20261120-1", "1-3-20269999-1", "1-3-20261120-" + "9" * 30, "１-3-20261120-1"]
)
def test_a_place_that_is_none_is_the_first_page(text: str) -> None:
    assert read_cursor(text) is None


def test_a_place_is_read_as_it_was_written() -> None:
    place = (1, 3, date(9999, 12, 31), 17)
    assert read_cursor(cursor_text(place)) == place


def test_an_officer_of_another_body_sees_nothing(four: dict[str, Case], staff: make.Staff) -> None:
    html = browser_of(staff.zhou_tao).get(LIST).content.decode()
    assert numbers_on(html, four) == []
    assert "现在没有等您办的事" in html
    assert "云溪市学府路餐饮服务部" not in html


def test_a_task_of_another_post_of_the_same_body_is_not_in_the_list(four: dict[str, Case], staff: make.Staff) -> None:
    for officer in (staff.zheng_hong, staff.li_min, staff.ma_jianguo):
        assert numbers_on(browser_of(officer).get(LIST).content.decode(), four) == []


def test_claiming_from_the_list_stays_there_and_shows_who(four: dict[str, Case], staff: make.Staff) -> None:
    browser = browser_of(staff.wang_fang)
    path = reverse("desk:claim", args=[four["late"].number])
    answer = browser.post(path, {"from": "list", "holder": "free", "light": ""})
    assert answer["Location"] == "/desk/?holder=free"
    task = make.task_of(four["late"])
    assert (task.claimed_by, task.claimed_at) == (staff.wang_fang, NOW)


def test_who_claims_second_is_told_who_was_first(cast: Cast, four: dict[str, Case], staff: make.Staff) -> None:
    post = Post.objects.get(organisation=four["late"].body, code="acceptor")
    staff.sun_jian.appointments.create(post=post, since=NOW)
    claim(officer=staff.sun_jian, task=make.task_of(four["late"]), now=NOW)
    browser, path = browser_of(staff.wang_fang), reverse("desk:claim", args=[four["late"].number])
    answer = browser.post(path, {"from": "list"})
    assert answer.status_code == 409
    assert "孙健" in answer.content.decode()
    assert browser.post(path).status_code == 409
    assert make.task_of(four["late"]).claimed_by == staff.sun_jian


def test_the_next_one_is_the_most_urgent_that_is_free_or_mine(four: dict[str, Case], staff: make.Staff) -> None:
    claim(officer=staff.li_min, task=make.task_of(four["late"]), now=NOW)
    browser = browser_of(staff.wang_fang)
    answer = browser.post(reverse("desk:next"))
    assert answer["Location"] == reverse("desk:review", args=[four["soon"].number])
    assert make.task_of(four["soon"]).claimed_by == staff.wang_fang
    # Not done yet: it stays the next one.
    assert browser.post(reverse("desk:next"))["Location"] == answer["Location"]


def test_with_nothing_to_do_the_next_one_is_the_list(cast: Cast, staff: make.Staff) -> None:
    assert browser_of(staff.zhou_tao).post(reverse("desk:next"))["Location"] == LIST


def test_a_case_is_opened_by_its_number(four: dict[str, Case], staff: make.Staff) -> None:
    number = four["ok"].number
    browser = browser_of(staff.ma_jianguo)
    assert browser.get(LIST, {"number": f" {number.lower()} "})["Location"] == reverse("desk:review", args=[number])
    for officer, asked in ((staff.ma_jianguo, "YX20261120-99999"), (staff.zhou_tao, number)):
        answer = browser_of(officer).get(LIST, {"number": asked})
        assert answer.status_code == 404
        assert "没有找到这个办件" in answer.content.decode()


@pytest.mark.printed
def test_a_step_that_failed_does_not_look_as_if_it_waited(cast: Cast, staff: make.Staff) -> None:
    case = cases.handled(cast.zhang_wei, trade_name="云溪市\ue000记面馆")
    html = browser_of(staff.li_min).get(LIST).content.decode()
    assert case.number in html
    assert "系统没办成" in html
    assert '<b class="num">1</b>' in html.split("不计时</span>")[0]
