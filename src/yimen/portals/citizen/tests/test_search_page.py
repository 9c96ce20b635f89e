"""Searching, narrowing, browsing, and saying what was not found; the elder version is found by each of its names."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast, browser_of
from yimen.domains.catalogue.queries import published
from yimen.ground.audit import SYSTEM
from yimen.ground.search.actions.tell_wish import MOST_IN_AN_HOUR, tell_wish
from yimen.ground.search.models import Wish
from yimen.portals.citizen.views import search


@pytest.mark.parametrize("word", ["长辈版", "亲情版", "关爱版", "关怀版", "老年模式怎么开", "高对比度", "大鼠标"])
def test_the_elder_version_is_found_by_all_its_names(cast: Cast, word: str) -> None:
    page = browser_of(None).get("/s/", {"q": word}).content.decode()
    assert "打开长辈版" in page
    assert 'href="/prefs/?mode=elder&amp;next=/"' in page
    assert 'href="/prefs/?contrast=high&amp;next=/"' in page
    assert "没有找到" not in page


@pytest.mark.parametrize("word", ["开店", "护照丢了", ""])
def test_other_words_do_not_bring_it_up(cast: Cast, word: str) -> None:
    assert "打开长辈版" not in browser_of(None).get("/s/", {"q": word}).content.decode()


def test_services_for_old_people_are_found_beside_it(cast: Cast) -> None:
    page = browser_of(None).get("/s/", {"q": "老人补贴"}).content.decode()
    assert "高龄津贴" in page
    assert "打开长辈版" not in page


def get(path: str, **told: str) -> str:
    answer = browser_of(None).get(path, told)
    assert answer.status_code == 200, path
    assert len(answer.content) < 100_000
    return answer.content.decode()


def test_each_hit_shows_days_visits_and_fee(cast: Cast) -> None:
    line = re.search(r"<li>.*?</li>", get("/s/", q="高龄津贴").partition('class="rows hits"')[2], re.S)[0]
    assert "个工作日" in line and "跑 0 次" in line and "不收费" in line and "全程网办" in line


def test_hits_can_be_narrowed_by_links_and_the_narrowing_be_taken_back(cast: Cast) -> None:
    page = get("/s/", q="许可证")
    assert "department=" in page
    narrowed = get("/s/", q="许可证", department="交通运输")
    assert "/s/road-freight-license/" in narrowed and "/s/food-business-license/" not in narrowed
    assert "不再筛选" in narrowed


def test_no_way_to_narrow_leads_to_nothing(cast: Cast) -> None:
    page = get("/s/", q="许可证")
    links = re.findall(r'href="(/s/\?[^"]*(?:department|audience|region|online)=[^"]*)"', page)
    assert links
    for link in links:
        assert "没有找到" not in get(link.replace("&amp;", "&")), link


def test_no_way_to_narrow_twice_leads_to_nothing(cast: Cast) -> None:
    for narrowed in (
        {"department": "民政"},
        {"online": "1"},
        {"audience": "enterprises"},
        {"q": "许可证", "online": "1"},
    ):
        page = get("/s/", **narrowed)
        for link in re.findall(r'href="(/s/\?[^"]*)"', page):
            assert "没有找到" not in get(link.replace("&amp;", "&")), link


def test_what_all_of_them_are_is_no_way_to_narrow(cast: Cast) -> None:
    assert ">全程网办 <" in get("/s/")
    assert ">全程网办 <" not in get("/s/", q="高龄津贴")
    assert ">全程网办 <" not in get("/s/", online="1")


def test_everything_is_listed_and_can_be_narrowed(cast: Cast) -> None:
    assert "共 14 项" in get("/s/") or "全部事项" in get("/s/")
    assert "/s/old-age-allowance/" not in get("/s/", audience="enterprises")


def test_pinyin_is_answered_and_it_is_said_how_it_was_read(cast: Cast) -> None:
    page = get("/s/", q="gaolingjintie")
    assert "/s/old-age-allowance/" in page and "按“高龄津贴”找的" in page


def test_nothing_found_gives_three_closest_the_telephone_and_a_way_to_say_it(cast: Cast) -> None:
    page = get("/s/", q="宇航员选拔")
    assert page.partition('class="rows hits"')[2].partition("</ul>")[0].count("<li>") == 3
    assert 'href="tel:12345"' in page and "告诉我们您要办什么" in page
    assert 'name="text" value="宇航员选拔"' in page or ">宇航员选拔" in page or 'value="宇航员选拔"' in page


def test_the_search_asks_the_same_few_questions_for_every_text(cast: Cast) -> None:
    browser = browser_of(None)
    browser.get("/s/", {"q": "开店"})
    for text, most in (("开店", 5), ("营业执照", 5), ("许可证", 5), ("宇航员选拔", 12)):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/s/", {"q": text})
        assert len(asked) <= most, (text, [one["sql"][:80] for one in asked.captured_queries])


def test_what_was_not_found_comes_to_the_editors_without_a_name(cast: Cast) -> None:
    answer = browser_of(cast.zhang_wei).post("/wish/", {"text": "给狗办护照", "q": "狗护照", "phone": "154 0000 0001"})
    assert answer.status_code == 302
    assert "已经记下" in get(answer["Location"])
    wish = Wish.objects.get()
    assert (wish.text, wish.looked_for, wish.phone) == ("给狗办护照", "狗护照", "15400000001")
    page = browser_of(cast.shen_qing).get("/desk/wishes/").content.decode()
    assert "给狗办护照" in page and "张伟" not in page


def test_a_telephone_number_is_nobody_s_duty_and_a_wrong_one_is_said(cast: Cast) -> None:
    assert browser_of(None).post("/wish/", {"text": "给狗办护照"}).status_code == 302
    again = browser_of(None).post("/wish/", {"text": "给猫办护照", "phone": "123"})
    page = again.content.decode()
    assert again.status_code == 422 and "手机号要 11 位" in page and "给猫办护照" in page
    assert Wish.objects.count() == 1


def test_nothing_said_is_refused_and_the_same_words_are_kept_once(cast: Cast) -> None:
    assert browser_of(None).post("/wish/", {"text": " "}).status_code == 422
    for _ in range(2):
        browser_of(None).post("/wish/", {"text": "给狗办护照"})
    assert Wish.objects.count() == 1


def test_more_than_can_be_read_in_an_hour_is_not_taken(cast: Cast) -> None:
    browser = browser_of(None)
    for turn in range(MOST_IN_AN_HOUR):
        assert browser.post("/wish/", {"text": f"第{turn}件事"}).status_code == 302
    last = Wish.objects.latest("asked_at").asked_at
    answer = browser_of(None).post("/wish/", {"text": "再来一件"})
    assert answer.status_code == 422 and "12345" in answer.content.decode()
    tell_wish(actor=SYSTEM, text="过了一小时", looked_for="", phone="", now=last + timedelta(hours=2))


def test_an_editor_answers_or_closes_and_the_number_is_forgotten(cast: Cast) -> None:
    first = tell_wish(actor=SYSTEM, text="给狗办护照", looked_for="", phone="15400000001", now=NOW)
    second = tell_wish(actor=SYSTEM, text="乱写的", looked_for="", phone="", now=NOW)
    desk = browser_of(cast.shen_qing)
    assert desk.post("/desk/wishes/", {"wish": first.pk, "act": "answer", "answer": ""}).status_code == 422
    assert desk.post("/desk/wishes/", {"wish": first.pk, "act": "answer", "answer": "打了电话"}).status_code == 302
    assert desk.post("/desk/wishes/", {"wish": second.pk, "act": "close"}).status_code == 302
    assert desk.post("/desk/wishes/", {"wish": second.pk, "act": "close"}).status_code == 409
    assert desk.post("/desk/wishes/", {"wish": "x"}).status_code == 404
    first.refresh_from_db()
    assert (first.state, first.answer, first.phone, first.done_by) == (Wish.ANSWERED, "打了电话", "", "沈青")


def test_other_officers_do_not_read_them(cast: Cast) -> None:
    assert browser_of(cast.wang_fang).get("/desk/wishes/").status_code == 403


def test_browsing_shows_only_what_has_something_in_it(cast: Cast) -> None:
    page = get("/browse/")
    links = re.findall(r'href="(/browse/[^"]+)"', page)
    assert len(links) > 20
    for link in links:
        assert 'class="rows hits"' in get(link), link
    assert browser_of(None).get("/browse/letter/V/").status_code == 404
    assert browser_of(None).get("/browse/life/nothing/").status_code == 404
    assert browser_of(None).get("/browse/department/没有的局/").status_code == 404


def test_a_long_list_goes_on_from_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 4)
    seen, path = [], "/s/"
    while path:
        page = get(path)
        seen += re.findall(r'<li><span class="main"><a href="/s/([a-z-]+)/"', page)
        later = re.search(r'rel="next" href="([^"]+)"', page)
        path = later[1].replace("&amp;", "&") if later else ""
    assert len(seen) == len(set(seen)) == published().count()


def test_the_home_page_shows_services_by_what_people_need(cast: Cast) -> None:
    page = get("/")
    assert "困难、残疾" in page and "开店、开公司" in page
    for version in published():
        assert f"/s/{version.item.slug}/" in page
