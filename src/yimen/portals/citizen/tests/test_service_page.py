"""The page of a service: limits with their rules, what to bring and what not, what may stop the clock."""

import re

import pytest
from django.http import HttpResponse

from tests.cast import Cast, browser_of
from yimen.domains.catalogue.queries import current_version, definition
from yimen.portals.citizen import service_page as told
from yimen.portals.citizen.tests.read import section, text_of

FOOD, ALLOWANCE, REGISTRATION = "food-business-license", "old-age-allowance", "individual-business-registration"


def get(slug: str) -> HttpResponse:
    answer = browser_of(None).get(f"/s/{slug}/")
    assert answer.status_code == 200
    return answer


def test_a_permit_tells_all_its_limits_with_their_rules(cast: Cast) -> None:
    time = section(get(FOOD), "多长时间")
    for words in (
        "收到材料后 5 个工作日内",
        "行政许可法第三十二条第一款第四项",
        "承诺受理后 5 个工作日内作出决定",
        "受理后 10 个工作日",
        "经本行政机关负责人批准，最多延长 5 个工作日，只能延长一次",
        "决定后 5 个工作日内",
    ):
        assert words in time


def test_a_matter_without_a_statute_says_so(cast: Cast) -> None:
    time = section(get(ALLOWANCE), "多长时间")
    assert "法律没有规定时间" in time and "收到材料后 1 个工作日内" in time and "延长" not in time


def test_a_matter_on_the_spot_asks_for_nothing_later(cast: Cast) -> None:
    page = get(REGISTRATION)
    time = section(page, "多长时间")
    assert "当场办结" in time and "转人工形式审查" in time and "告知是否受理" not in time
    assert "补正" not in text_of(page)


def test_the_procedures_that_may_stop_the_clock_stand_with_their_article(cast: Cast) -> None:
    page = text_of(get(FOOD))
    assert "只有下面这些特别程序能停止计时" in page and "听证" in page and "行政许可法第四十五条" in page
    assert "能停止计时" not in text_of(get(ALLOWANCE))


def test_a_correction_is_told_before_anybody_applies(cast: Cast) -> None:
    page = section(get(FOOD), "多长时间")
    assert "一次告诉您全部要补的，只告知一次" in page and "补正的时间是 20 个工作日。过了不会自动作废" in page


def test_materials_are_split_with_their_blank_forms(cast: Cast) -> None:
    page = get(FOOD)
    need = section(page, "要准备什么")
    bring, free = need.split("不用交的（3 份）")
    assert "要交的（最多 3 份）" in bring and "主要设备设施、经营布局、操作流程文件" in bring
    assert "营业执照或者其他主体资格证明" in free and free.count("免交") == 3
    for href in set(re.findall(rf'href="(/s/{FOOD}/materials/[^"]+)"', page.content.decode())):
        assert browser_of(None).get(href).status_code == 200, href
    assert "equipment-layout.txt" in page.content.decode()


def test_steps_tell_their_own_days(cast: Cast) -> None:
    steps = section(get(FOOD), "怎么办")
    assert "现场核查（两名核查员）" in steps and "2 个工作日内，算在办理期限里" in steps
    assert "不算在办理期限里" in steps


def test_what_comes_out_may_be_a_document_only(cast: Cast) -> None:
    assert "高龄津贴确认通知书 盖章的正式文书，没有另外的证照" in section(get(ALLOWANCE), "办好了拿到什么")
    assert "食品经营许可证 有效期 5 年，电子的和纸质的一样有效" in section(get(FOOD), "办好了拿到什么")


def test_what_is_not_accepted_says_where_to_go_instead(cast: Cast) -> None:
    assert "向经营场所所在地的县级市场监督管理部门申请" in section(get(FOOD), "什么情况办不了")


def test_the_ways_to_apply_name_window_and_helper(cast: Cast) -> None:
    assert "到窗口办" in section(get(FOOD), "怎样都能办")
    assert "网格员上门办" in section(get(ALLOWANCE), "怎样都能办")


def test_a_figure_of_few_ratings_is_not_shown_yet(cast: Cast) -> None:
    assert "评价不足 5 条" in text_of(get(FOOD))


def test_badges_are_told_with_from_what_they_come(cast: Cast) -> None:
    shown = text_of(get(REGISTRATION))
    assert all(name in shown for name in ("全程网办", "零跑动", "即办", "免证办", "免交材料", "不收费"))
    assert "没有一个环节要来" in shown
    examined = get("disability-certificate")
    assert "全程网办" not in text_of(examined) and "1 次" in text_of(examined)


def test_a_hit_names_the_badges_that_its_line_does_not_say_already(cast: Cast) -> None:
    assert told.hit(current_version(REGISTRATION))["badges"] == ["全程网办", "免交材料"]
    assert told.hit(current_version(FOOD))["badges"] == ["全程网办", "免证办"]
    assert told.hit(current_version("disability-certificate"))["badges"] == ["免证办"]


@pytest.mark.parametrize("slug", [FOOD, ALLOWANCE, REGISTRATION])
def test_nothing_stands_twice_and_no_page_is_too_heavy(cast: Cast, slug: str) -> None:
    page = get(slug)
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page.content.decode())
    assert len(headings) == len(set(headings))
    assert len(page.content) < 60_000


def test_an_extension_without_who_approves_it_is_not_told(cast: Cast) -> None:
    meta = dict(definition(current_version(FOOD)).meta)
    meta["limits"] = {key: value for key, value in meta["limits"].items() if key != "extension"}
    assert "延长" not in [one["term"] for one in told.limits(meta)]
