"""What is kept is the same for everybody; what is a visitor's own is not kept."""

from unittest.mock import Mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django.utils.translation import override

from yimen.ui import kept
from yimen.ui.kept import Mould, kept_page, mould

PAGE = "ym/base.html"


def visit(path: str = "/", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = AnonymousUser()
    return request


def shown(template: str, **values: object) -> str:
    return engines["django"].from_string("{% load ym %}" + template).render(values)


def test_a_page_is_rendered_once_for_two_visitors_and_each_has_a_token_of_his_own() -> None:
    page = Mock(return_value={"nav": "home"})
    first, second = (kept_page(visit("/once/"), PAGE, "one", page).content.decode() for _ in range(2))
    assert page.call_count == 1
    assert "X-CSRFToken" in first and kept._HOLE not in first + second
    assert first != second


def test_a_page_is_rendered_anew_when_what_it_is_about_changes() -> None:
    page = Mock(return_value={})
    for about in ("before", "after"):
        kept_page(visit("/changed/"), PAGE, about, page)
    assert page.call_count == 2


@pytest.mark.django_db
def test_the_elder_version_and_english_are_pages_of_their_own() -> None:
    page = Mock(return_value={})
    plain = kept_page(visit("/modes/"), PAGE, "one", page).content.decode()
    elder = kept_page(visit("/modes/", ym_mode="elder"), PAGE, "one", page).content.decode()
    with override("en"):
        english = kept_page(visit("/modes/"), PAGE, "one", page).content.decode()
    assert page.call_count == 3
    assert 'data-mode="elder"' in elder and 'data-mode="elder"' not in plain
    assert '<html lang="en"' in english and '<html lang="en"' not in plain


def test_a_page_with_a_question_in_its_address_is_not_kept() -> None:
    page = Mock(return_value={})
    for _ in range(2):
        kept_page(visit("/asked/?x=1"), PAGE, "one", page)
    assert page.call_count == 2


def test_a_page_for_somebody_who_has_signed_in_is_not_kept() -> None:
    page, request = Mock(return_value={}), visit("/own/")
    request.user = Mock(is_authenticated=True, is_staff=False)
    request.user.name = "张伟"
    assert "张伟" in kept_page(request, PAGE, "one", page).content.decode()
    assert "张伟" not in kept_page(visit("/own/"), PAGE, "one", page).content.decode()


def test_no_more_pages_are_kept_than_allowed() -> None:
    for number in range(kept.PAGES + 10):
        kept_page(visit("/many/"), PAGE, number, dict)
    assert len(kept._pages) <= kept.PAGES


def test_a_part_with_unsafe_text_is_escaped_beside_the_same_text_that_is_safe() -> None:
    text = "<b>办</b>"
    assert text in shown("{% tag 'ok' text %}", text=SafeString(text))
    assert "&lt;b&gt;" in shown("{% tag 'ok' text %}", text=text)


def test_a_mould_is_filled_with_escaped_words_in_their_places() -> None:
    made = Mould('<i title="hole0name0eloh">hole0name0eloh: hole0due_on0eloh</i>')
    assert made.filled({"name": "a<b>&\"'", "due_on": 7, "not_asked": "x"}) == (
        '<i title="a&lt;b&gt;&amp;&quot;&#x27;">a&lt;b&gt;&amp;&quot;&#x27;: 7</i>'
    )
    # What one person is called is no hole for another word, and stays with nobody.
    assert made.filled({"name": "hole0due_on0eloh", "due_on": "9"}).count("9") == 1
    assert made.filled({"name": "a\x1f<", "due_on": "\x1f"}) == '<i title="a\x1f&lt;">a\x1f&lt;: \x1f</i>'
    assert "a&lt;b" not in made.filled({"name": "", "due_on": ""})


def test_a_mould_is_rendered_once_for_each_form() -> None:
    words = ("text", "icon_name")
    made = mould("ym/components/tag.html", "zh-hans", words, kind="soon")
    assert mould("ym/components/tag.html", "zh-hans", words, kind="soon") is made
    assert mould("ym/components/tag.html", "zh-hans", words, kind="late") is not made
    assert "tag--soon" in made.filled({"text": "催办", "icon_name": "bell"})
    assert "#bell" in made.filled({"text": "催办", "icon_name": "bell"})
