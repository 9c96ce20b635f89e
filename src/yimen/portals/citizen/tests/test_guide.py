"""情形引导: what is answered decides which parts are needed, what to bring and what comes out."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from tests.cast import Cast, browser_of
from yimen.domains.cases.models import Case
from yimen.domains.catalogue.queries import current_version, definition
from yimen.portals.citizen.tests.read import section, text_of

RESTAURANT = "open-restaurant"
FIRE = "公众聚集场所投入使用、营业前消防安全检查意见书"
# A small shop with fumes and a flue of its own, its own drain, no tobacco, no gas, by the owner, papers one by one.
SMALL = {
    "s1": "true",
    "s2": "true",
    "s3": "86",
    "s4": "86",
    "s6": "false",
    "s7": "true",
    "s8": "false",
    "s9": "false",
    "s10": "false",
}


def ask(slug: str = RESTAURANT, **told: str) -> HttpResponse:
    answer = browser_of(None).get(f"/s/{slug}/guide/?{urlencode(told)}")
    assert answer.status_code == 200
    return answer


def test_the_service_page_names_a_paper_of_two_variants_once(cast: Cast) -> None:
    page = section(browser_of(None).get(f"/s/{RESTAURANT}/"), "办好了拿到什么")
    assert page.count(FIRE) == 1
    assert "食品经营许可证" in page and "城镇污水排入排水管网许可证" in page


def test_the_sheet_names_what_comes_out_of_the_chosen_parts(cast: Cast) -> None:
    page = ask(**SMALL)
    papers = section(page, "办好了拿到什么")
    assert "食品经营许可证" in papers and "城镇污水排入排水管网许可证" in papers
    assert FIRE not in papers and "烟草" not in papers


def test_the_sheet_tells_why_the_chosen_parts_may_be_refused(cast: Cast) -> None:
    refusals = section(ask(**SMALL), "办不了的情况")
    assert "招牌" in refusals and "卷烟" not in refusals
    assert "办不了的情况" in text_of(ask("food-business-license", **{f"s{at}": "unsure" for at in range(1, 10)}))


def test_an_area_is_asked_as_a_number_with_its_unit(cast: Cast) -> None:
    page = ask(s1="false").content.decode()
    assert '<label for="f-s3">店的建筑面积有多大？</label>' in page
    assert 'inputmode="decimal"' in page and '<span class="u" id="f-s3-u">㎡</span>' in page
    assert 'aria-describedby="f-s3-h f-s3-u"' in page
    assert "300 ㎡ 以上" in page and '<button class="btn btn--2" name="s3" value="unsure">' in page


@pytest.mark.parametrize(("area", "is_large"), [("299.5", False), ("300", True), ("1,200.5", True), ("unsure", False)])
def test_the_area_decides_which_parts_are_needed(cast: Cast, area: str, is_large: bool) -> None:
    page = text_of(ask(**{**SMALL, "s3": area, "s5": "true"}))
    assert "户外招牌设施设置" in page
    assert ("营业前消防安全检查（告知承诺）" in page) is is_large


def test_without_a_large_area_the_fire_variant_is_not_asked(cast: Cast) -> None:
    assert "店里卖香烟吗？" in text_of(ask(s1="false", s3="86", s4="86"))
    assert "消防用告知承诺办吗？" in text_of(ask(s1="false", s3="300", s4="86"))
    assert "消防用告知承诺办吗？" in text_of(ask(s1="false", s3="unsure", s4="86"))


def test_a_small_catering_shop_is_told_of_the_simpler_way(cast: Cast) -> None:
    assert "可能是小餐饮" in section(ask(**{**SMALL, "s4": "50"}), "您的情况")
    sheet = section(ask(**{**SMALL, "s4": "50.5"}), "您的情况")
    assert "可能是小餐饮" not in sheet and "50.5 ㎡" in sheet


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("八十六", "数字要用数字写，像 1.5，现在是“八十六”"),
        ("0", "最少 1，现在是 0"),
        ("", "填一个数；拿不准就点“还不确定”"),
    ],
)
def test_a_number_that_cannot_be_one_stays_typed_and_is_said_gently(cast: Cast, typed: str, said: str) -> None:
    answer = ask(at="s3", s1="false", s3=typed)
    page = answer.content.decode()
    assert said in text_of(answer) and f'value="{typed}"' in page
    assert 'href="#f-s3"' in page and 'aria-invalid="true"' in page and 'id="f-s3-e"' in page
    assert 'name="s1" value="false"' in page


def test_not_being_sure_wins_over_what_stands_in_the_input(cast: Cast) -> None:
    answer = browser_of(None).get(f"/s/{RESTAURANT}/guide/?at=s3&s1=false&s3=abc&s3=unsure")
    assert "做菜、用餐、卖东西的地方有多大？" in text_of(answer)


def test_what_was_typed_in_full_width_travels_on_as_it_is_stored(cast: Cast) -> None:
    assert 'name="s3" value="299.5"' in ask(at="s3", s1="false", s3="\uff12\uff19\uff19.\uff15").content.decode()


def test_the_area_stands_in_the_form_when_the_application_is_begun(cast: Cast) -> None:
    browser = browser_of(cast.chen_jing)
    page = browser.get(f"/s/{RESTAURANT}/begin/?{urlencode(SMALL)}").content.decode()
    assert 'name="s3" value="86"' in page
    browser.post(f"/s/{RESTAURANT}/start/", SMALL)
    case = Case.objects.get(applicant=cast.chen_jing.person, status="draft")
    assert (case.answers["building_area"], case.answers["floor_area"]) == ("86", "86")
    assert case.answers["needs_drain"] is True and "fire_commit" not in case.answers
    assert 'value="86"' in browser.get(f"/apply/{case.number}/choose/").content.decode()


def test_the_sheet_says_why_each_paper_is_asked_for_with_the_article(cast: Cast) -> None:
    page = text_of(browser_of(None).get("/s/food-business-license/guide/", _all_unsure("food-business-license")))
    assert "都要有申请书（行政许可法第二十九条第一款）" in page


def _all_unsure(slug: str) -> dict[str, str]:
    return {one["id"]: "unsure" for one in definition(current_version(slug)).meta["situations"]}
