"""The page of the posts that answer: a button a post, refusals with reasons, the same number of questions."""

from typing import Any

import pytest

from tests.cast import Cast, browser_of
from yimen.domains.cases.tests import make_consultation as opinions
from yimen.ground.places.models import Post
from yimen.portals.desk.tests import make

PAGE = "/desk/answering/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    make.at(monkeypatch, make.NOW)


def test_an_operator_sees_the_own_body_and_sets_a_post(cast: Cast) -> None:
    browser, fire = browser_of(opinions.officer("qinlang")), opinions.fire()
    page = make.words(browser.get(PAGE).content.decode())
    assert "云溪市消防救援大队" in page and "市场监督管理局" not in page
    answer = browser.post(PAGE, {"post": fire.pk, "answers": "no"}, follow=True)
    said = make.words(answer.content.decode())
    assert "别的部门从现在起不能再来问" in said and "秦朗" in said
    assert not Post.objects.get(pk=fire.pk).gives_opinions


def test_whoever_is_no_operator_is_refused_and_not_led_there(cast: Cast) -> None:
    browser = browser_of(cast.wu_lei)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {"post": opinions.fire().pk, "answers": "no"}).status_code == 403
    assert PAGE not in browser.get("/desk/").content.decode()
    assert PAGE in browser_of(cast.li_min).get("/desk/").content.decode()
    assert browser_of(cast.li_min).post(PAGE, {"post": opinions.fire().pk, "answers": "no"}).status_code == 403


@pytest.mark.parametrize("typed", [{}, {"post": "x", "answers": "no"}, {"post": "9" * 30, "answers": "no"}])
def test_what_says_no_post_changes_nothing(cast: Cast, typed: dict[str, str]) -> None:
    answer = browser_of(cast.li_min).post(PAGE, typed)
    assert answer.status_code == 422 and "没有说要改哪个岗位" in answer.content.decode()


def test_a_refusal_stands_on_the_page(cast: Cast) -> None:
    empty = Post.objects.create(organisation=opinions.fire().organisation, code="expert", name="专家岗")
    answer = browser_of(opinions.officer("qinlang")).post(PAGE, {"post": empty.pk, "answers": "yes"})
    assert answer.status_code == 422 and "现在没有人任职" in answer.content.decode()


def test_it_asks_the_same_number_of_questions_however_many_posts_there_are(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    browser, body = browser_of(opinions.officer("qinlang")), opinions.fire().organisation
    browser.get(PAGE)
    with django_assert_num_queries(9):
        browser.get(PAGE)
    for number in range(10):
        Post.objects.create(organisation=body, code=f"p{number}", name=f"岗位{number}")
    with django_assert_num_queries(9):
        browser.get(PAGE)
