"""情形引导: what is answered decides which parts are needed, what to bring and what comes out."""

from urllib.parse import urlencode

from django.http import HttpResponse

from tests.cast import Cast, browser_of
from yimen.portals.citizen.tests.read import section, text_of

RESTAURANT = "open-restaurant"
FIRE = "公众聚集场所投入使用、营业前消防安全检查意见书"
# A small shop with fumes and a flue of its own, its own drain, no tobacco, no gas, by the owner, papers one by one.
SMALL = {
    "s1": "true",
    "s2": "true",
    "s3": "unsure",
    "s4": "false",
    "s5": "true",
    "s6": "false",
    "s7": "false",
    "s8": "false",
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
