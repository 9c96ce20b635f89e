"""The search page finds the elder version by each of its names, and services as before."""

import pytest

from tests.cast import Cast, browser_of


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
