"""The address says the language of a page (docs/decisions/0012)."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language

pytestmark = pytest.mark.django_db


def page(path: str) -> str:
    return Client().get(path).content.decode()


def test_the_first_page_is_chinese_without_a_prefix() -> None:
    shown = page("/")
    assert '<html lang="zh-Hans-CN"' in shown
    assert "跳到主要内容" in shown
    assert "<title>首页 - 云溪市政务服务 · 一门</title>" in shown


def test_the_same_page_in_english_stands_under_en() -> None:
    shown = page("/en/")
    assert '<html lang="en"' in shown
    assert "Skip to main content" in shown
    assert "<title>Home - Yunxi City government services · Yimen</title>" in shown


def test_links_of_an_english_page_lead_to_english_pages() -> None:
    links = re.findall(r'<a [^>]*href="(/[^"]*)"', page("/en/"))
    assert len(links) > 5
    # The two others lead to the page's Chinese sister, and to what programmers read in one language.
    assert [link for link in links if not link.startswith("/en/")] == ["/", "/api/"]


def test_each_page_names_its_sister_and_the_link_keeps_the_page() -> None:
    chinese, english = page("/s/?q=a"), page("/en/s/?q=a")
    for shown in (chinese, english):
        assert '<link rel="alternate" hreflang="zh-Hans" href="/s/?q=a">' in shown
        assert '<link rel="alternate" hreflang="en" href="/en/s/?q=a">' in shown
    assert re.search(r'<a href="/en/s/\?q=a" lang="en" hreflang="en">(?:(?!</a>).)*English<', chinese, re.DOTALL)
    assert re.search(r'<a href="/s/\?q=a" lang="zh-Hans" hreflang="zh-Hans">.*?中文</a>', english, re.DOTALL)


def test_the_wish_of_the_browser_changes_nothing() -> None:
    answer = Client().get("/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "zh-hans"
    assert "Accept-Language" not in answer.get("Vary", "")


def test_a_redirect_stays_in_its_language() -> None:
    assert Client().get("/en/me/cases/")["Location"] == "/en/sign-in/?next=%2Fen%2Fme%2Fcases%2F"


def test_a_missing_slash_is_added_in_the_same_language() -> None:
    assert Client().get("/en/s")["Location"] == "/en/s/"


def test_a_page_that_does_not_exist_says_so_in_its_language() -> None:
    answer = Client().get("/en/no-such-page/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_nothing_is_left_for_the_next_request() -> None:
    page("/en/")
    assert get_language() == "zh-hans"
    assert reverse("citizen:home") == "/"
