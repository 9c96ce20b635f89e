"""Anybody reads the law; who edits the catalogue sees the alarms."""

import re

import pytest
from django.test import Client

from tests.cast import NOW, Cast, browser_of
from yimen.domains.law.actions.watch import watch
from yimen.domains.law.models import Alarm
from yimen.domains.law.tests.make import INDEX, cited_by, citing, imported
from yimen.ground.audit import SYSTEM
from yimen.ground.audit.models import Entry

PERMIT = "/law/administrative-licensing-law/"


def shown(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_laws_are_found_by_their_names(cast: Cast) -> None:
    assert "共 32 部" in shown("/law/") and "中华人民共和国食品安全法" in shown("/law/")
    assert "共 1 部" in shown("/law/?q=许可法")
    assert "没有找到这个名称的法规" in shown("/law/?q=没有这部法")


def test_a_document_that_is_only_cited_is_named_and_has_no_page(cast: Cast) -> None:
    assert "中华人民共和国行政复议法" in shown("/law/?q=复议")
    shown("/law/administrative-reconsideration-law/", 404)


def test_a_law_shows_its_chapters_and_every_article(cast: Cast) -> None:
    page = shown(PERMIT)
    assert "第四章 行政许可的实施程序" in page and page.count('id="a') == 83


def test_a_long_law_is_shown_chapter_by_chapter(cast: Cast) -> None:
    first, third = shown("/law/company-law/"), shown("/law/company-law/?part=3")
    assert "第一条" in first and 'id="a1"' in first and 'id="a42"' not in first
    assert 'id="a42"' in third and len(third.encode()) < 100_000
    shown("/law/company-law/?part=99", 404)


def test_an_article_has_an_anchor_for_each_paragraph_and_item(cast: Cast) -> None:
    page = shown(PERMIT + "32/")
    assert '<p id="k1x4">（四）申请材料不齐全' in page and '<p id="k2">行政机关受理' in page
    assert f'href="{PERMIT}31/"' in page and f'href="{PERMIT}33/"' in page


@pytest.mark.parametrize("article", ["84", "0", "x", "1-1", "9" * 40, "１"])
def test_an_article_that_is_not_there_is_not_found(cast: Cast, article: str) -> None:
    shown(f"{PERMIT}{article}/", 404)


def test_a_text_that_is_not_in_force_says_so_first_and_leads_to_what_replaced_it(cast: Cast) -> None:
    page = shown("/law/social-assistance-measures/")
    assert page.index("从2026年7月1日起，由《中华人民共和国社会救助法》代替") < page.index("<h1")
    assert 'href="/law/social-assistance-law/"' in page
    unknown = shown("/law/road-transport-regulations/22/")
    assert unknown.index("有了新的文本，我们还没有收录") < unknown.index("<h1")


def test_an_older_version_leads_to_the_one_in_force(cast: Cast) -> None:
    imported(INDEX, NOW)
    assert "有两扇窗" in shown("/law/shop-law/2/") and "有窗。" in shown("/law/shop-law/v1/2/")
    old = shown("/law/shop-law/v1/")
    assert (
        old.index("2026年7月1日起施行的新文本（2026年修订）代替") < old.index("<h1") and 'href="/law/shop-law/"' in old
    )
    shown("/law/shop-law/v3/", 404)


def test_reading_the_law_asks_the_same_few_questions_for_each(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for path, most in (("/law/", 4), (PERMIT, 10), ("/law/deed-tax-law/", 10), (PERMIT + "32/", 10)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            shown(path)


def test_a_service_leads_from_each_citation_to_its_text(cast: Cast) -> None:
    page = shown("/s/food-business-license/")
    assert f'<a href="{PERMIT}32/#k1x4">行政许可法第三十二条第一款第四项</a>' in page
    assert (
        '<a href="/law/food-safety-law/33/">第三十三条</a>、<a href="/law/food-safety-law/35/">第三十五条</a>' in page
    )
    assert "法规库还没有收录这份文件的全文" in page
    for href in set(re.findall(r'href="(/law/[^"#]+)', page)):
        shown(href)


def test_in_english_the_links_stand_behind_the_sentence(cast: Cast) -> None:
    page = shown("/en/s/food-business-license/")
    assert f'href="/en{PERMIT}32/#k1x4" hreflang="zh-Hans">' in page


def test_only_the_editor_of_the_catalogue_sees_the_alarms(cast: Cast) -> None:
    assert browser_of(cast.shen_qing).get("/desk/law/").status_code == 200
    assert browser_of(cast.li_min).get("/desk/law/").status_code == 404
    assert browser_of(cast.zhang_wei).get("/desk/law/").status_code in (302, 403)
    number = Alarm.objects.get(subject_ref="road-freight-license").pk
    assert browser_of(cast.li_min).get(f"/desk/law/{number}/").status_code == 404
    assert browser_of(cast.shen_qing).get("/desk/law/99999999999999999999/").status_code == 404


def test_the_alarm_of_the_demo_city_names_the_service_and_every_place(cast: Cast) -> None:
    page = browser_of(cast.shen_qing).get("/desk/law/").content.decode()
    assert "道路货物运输经营许可" in page or "道路" in page
    assert "《中华人民共和国道路运输条例》（2023年修订）不是现行的文本了" in page
    assert "食品经营许可和备案管理办法" in page
    alarm = Alarm.objects.get(subject_ref="road-freight-license")
    one = browser_of(cast.shen_qing).get(f"/desk/law/{alarm.pk}/").content.decode()
    assert "materials/m4/basis" in one and 'href="/s/road-freight-license/"' in one


def test_the_editor_acknowledges_with_a_reason_and_the_alarm_stays_open(cast: Cast) -> None:
    with cited_by(citing("第二条")):
        imported(INDEX, NOW)
        watch(actor=SYSTEM, now=NOW)
        number = Alarm.objects.get(subject_ref="shop").pk
        browser = browser_of(cast.shen_qing)
        refused = browser.post(f"/desk/law/{number}/", {"reason": " "})
        assert refused.status_code == 422 and "写明为什么可以先等" in refused.content.decode()
        long = browser.post(f"/desk/law/{number}/", {"reason": "长" * 501})
        assert long.status_code == 422 and "长" * 501 in long.content.decode()
        assert browser.post(f"/desk/law/{number}/", {"reason": "新版本在审核"}).status_code == 302
        page = browser.get("/desk/law/").content.decode()
        assert "已确认，等新版本（1）" in page and "新版本在审核" in page
        again = browser.post(f"/desk/law/{number}/", {"reason": "再说一次"})
        assert again.status_code == 409
    row = Alarm.objects.get(pk=number)
    assert row.closed_at is None and row.reason == "新版本在审核" and row.acknowledged_by == cast.shen_qing
    assert Entry.objects.get(action="acknowledge-law-alarm").details["reason"] == "新版本在审核"
