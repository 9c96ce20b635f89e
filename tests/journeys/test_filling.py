"""Filling in a form: what people type wrong, on two pages, too quickly, or after their session has ended."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import walk

Enter = Callable[..., Page]


def field_of(page: Page, name: str) -> str:
    """What stands at the input `name` as its error."""
    described = str(page.locator(f"[name='{name}']").first.get_attribute("aria-describedby"))
    error = next(one for one in described.split() if one.endswith("-e"))
    return page.locator(f"[id='{error}']").inner_text()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("990181198807080621", "有一位不对"),
        ("99018119880232011X", "日期"),
        ("12345", "18 位"),
        ("", "还没有填"),
    ],
    ids=["wrong check sign", "32 February", "too short", "empty"],
)
def test_a_wrong_id_number_is_named_at_its_place_and_stays(enter: Enter, draft: str, typed: str, sentence: str) -> None:
    page = enter(walk.HE_TING)
    walk.open_section(page, draft, "operator")
    walk.choose(page, "和家人一起（家庭经营）", page.locator("[name='family.0.name']"))
    page.locator("[name='family.0.name']").fill("王小明")
    page.locator("[name='family.0.id_no']").fill(typed)
    walk.go_on(page)
    expect(page.locator(".err-sum")).to_be_focused()
    assert page.title().startswith("错误：")
    assert sentence in field_of(page, "family.0.id_no")
    expect(page.locator("[name='family.0.name']")).to_have_value("王小明")
    expect(page.locator("[name='family.0.id_no']")).to_have_value(typed)
    page.locator(".err-sum a").first.click()
    expect(page.locator("[name='family.0.id_no']")).to_be_focused()


def test_an_empty_page_says_what_is_missing_and_full_width_digits_are_no_fault(enter: Enter, draft: str) -> None:
    page = enter(walk.HE_TING)
    walk.open_section(page, draft, "business")
    page.get_by_label("一共几个人干活").fill("３２")
    walk.go_on(page)
    expect(page.locator(".err-sum li")).to_have_text(["“做哪些生意”还没有选"])
    expect(page.get_by_label("一共几个人干活")).to_have_value("32")
    page.get_by_role("link", name="“做哪些生意”还没有选").click()
    expect(page.locator("[name=scope_items]").first).to_be_focused()
    page.get_by_label("一共几个人干活").fill("两个")
    walk.go_on(page)
    assert "数字" in field_of(page, "staff_count")
    expect(page.get_by_label("一共几个人干活")).to_have_value("两个")


def test_a_further_question_comes_at_once_and_nothing_typed_is_lost(enter: Enter, draft: str) -> None:
    page = enter(walk.HE_TING)
    walk.open_section(page, draft, "premises")
    detail = page.get_by_label("详细地址")
    walk.choose(page, "自己的房子", detail)
    expect(page.get_by_label("自己的房子")).to_be_focused()
    page.get_by_label("街道（乡镇）").select_option("990181002")

    held: list[Route] = []
    page.route("**/premises/", lambda route: held.append(route) if _asks(route) else route.continue_())
    with page.expect_request("**/premises/"):
        page.get_by_label(re.compile("^租来的地方")).check()
    detail.fill("滨河路 8 号")
    with page.expect_response("**/premises/"):
        held[0].continue_()
    page.wait_for_timeout(200)
    expect(detail).to_have_value("滨河路 8 号")
    expect(page.get_by_label("街道（乡镇）")).to_have_value("990181002")
    page.unroute("**/premises/")
    walk.choose(page, "只在电商平台上开网店", page.get_by_label("网络经营场所"))
    expect(detail).to_have_count(0)


def _asks(route: Route) -> bool:
    return "ask_again" in (route.request.post_data or "")


def test_a_draft_saves_itself(enter: Enter, draft: str) -> None:
    page = enter(walk.HE_TING)
    walk.open_section(page, draft, "contact")
    page.get_by_label("联络员姓名").fill("何小婷")
    page.get_by_label("联络员手机").focus()
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^已自动保存，今天"))
    page.reload()
    expect(page.get_by_label("联络员姓名")).to_have_value("何小婷")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_registered_value_can_be_called_wrong_without_losing_the_rest(enter: Enter, draft: str, script: bool) -> None:
    page = enter(walk.HE_TING, java_script_enabled=script)
    walk.open_section(page, draft, "operator")
    page.get_by_label("我一个人（个人经营）").check()
    page.get_by_role("button", name=re.compile("^有误.*经营者住所")).click()
    page.wait_for_url("**wrong=operator_home**")
    expect(page.get_by_text("您要更正登记信息")).to_be_visible()
    expect(page.get_by_label("详细地址")).to_have_value("学府路 11 号 3 室")
    expect(page.get_by_label("我一个人（个人经营）")).to_be_checked()
    page.get_by_role("link", name="不改了，用登记的信息").click()
    expect(page.get_by_role("button", name=re.compile("^有误.*经营者住所"))).to_be_visible()


def test_the_second_of_two_pages_is_told_what_has_changed(enter: Enter, draft: str) -> None:
    one, other = enter(walk.HE_TING), enter(walk.HE_TING)
    for page in (one, other):
        walk.open_section(page, draft, "contact")
    one.get_by_label("联络员姓名").fill("甲某")
    walk.go_on(one)
    other.get_by_label("联络员姓名").fill("乙某")
    walk.go_on(other)
    expect(other.get_by_text("另一个页面刚刚改过这些内容")).to_be_visible()
    expect(other.get_by_text("那边填的是“甲某”")).to_be_visible()
    expect(other.get_by_label("联络员姓名")).to_have_value("乙某")
    walk.go_on(other)
    walk.open_section(other, draft, "contact")
    expect(other.get_by_label("联络员姓名")).to_have_value("乙某")


def test_what_was_typed_survives_the_end_of_the_session(enter: Enter, draft: str) -> None:
    page = enter()
    walk.come_in(page, walk.HE_TING)
    walk.open_section(page, draft, "contact")
    page.get_by_label("联络员姓名").fill("丙某")
    page.context.clear_cookies(name="ym_session")
    page.get_by_role("button", name="保存并继续").last.click()
    page.wait_for_url("**/sign-in/**")
    walk.sign_in_by_code(page, walk.HE_TING[0])
    expect(page.get_by_text("登录前填的内容还在")).to_be_visible()
    expect(page.get_by_label("联络员姓名")).to_have_value("丙某")


def test_an_ended_session_does_not_put_the_sign_in_page_into_the_form(enter: Enter, draft: str) -> None:
    page = enter()
    walk.come_in(page, walk.HE_TING)
    walk.open_section(page, draft, "name")
    page.context.clear_cookies(name="ym_session")
    # A click only: the page may have gone to the sign-in before anybody could see the choice taken.
    page.get_by_label("否", exact=True).click()
    page.wait_for_url("**/sign-in/**")
    expect(page.locator("h1")).to_have_text("用手机号登录")
    walk.sign_in_by_code(page, walk.HE_TING[0])
    expect(page.get_by_label("否", exact=True)).to_be_checked()


def test_the_end_of_the_session_is_announced_on_a_form(enter: Enter, draft: str) -> None:
    page = enter(walk.HE_TING)
    page.clock.install()
    walk.open_section(page, draft, "contact")
    page.clock.run_for((2 * 60 - 5) * 60 * 1000 + 2000)
    dialog = page.get_by_role("dialog", name="您很久没有操作了")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="接着办").click()
    expect(dialog).to_be_hidden()


def test_a_double_click_submits_one_case(enter: Enter) -> None:
    page = enter("周小雨")
    number = walk.start(page)
    walk.open_section(page, number, "operator")
    # She is 16, and is asked whether she lives on her own income.
    page.get_by_label("是", exact=True).check()
    walk.go_on(page)
    walk.fill_all(page, number, name="云溪市小雨网店", street="990181003", detail="青石街 3 号", scope="B0204")
    page.goto(f"/apply/{number}/check/")
    page.get_by_label(re.compile("^我承诺")).check()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name=re.compile("^提交给")).dblclick()
    page.wait_for_url(f"**/cases/{number}/")
    assert len(sent) == 1
    # Without the guard of the script, the server makes one case of it too.
    again = page.request.post(f"/apply/{number}/check/", form={"promise": "yes", **_token(page)}, max_redirects=0)
    assert (again.status, again.headers["location"]) == (302, f"/cases/{number}/")
    page.goto("/me/cases/")
    expect(page.locator("main .rows > li")).to_have_count(1)


def _token(page: Page) -> dict[str, str]:
    body = f"csrfmiddlewaretoken={page.locator('[name=csrfmiddlewaretoken]').first.input_value()}"
    return {name: values[0] for name, values in parse_qs(body).items()}
