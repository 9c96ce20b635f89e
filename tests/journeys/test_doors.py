"""Who comes in where, how far the main action is by keyboard, and when a page stops asking for news."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import Granted

Enter = Callable[..., Page]


def test_an_officer_of_another_department_finds_nothing(enter: Enter, waiting: str) -> None:
    page = enter("周涛")
    page.goto("/desk/")
    expect(page.get_by_text("现在没有等您办的事")).to_be_visible()
    answer = page.goto(f"/desk/cases/{waiting}/")
    assert answer is not None
    assert answer.status == 404
    unknown = page.request.get("/desk/cases/YX20000101-00001/")
    assert unknown.status == 404
    expect(page.get_by_role("heading", name="没有找到这个办件")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("陈静")


def test_a_neighbour_does_not_see_the_case(enter: Enter, waiting: str) -> None:
    page = enter("张伟")
    answer = page.goto(f"/cases/{waiting}/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("main")).not_to_contain_text("陈静")


@pytest.mark.parametrize("who", ["", "张伟"], ids=["nobody", "signed in"])
def test_the_main_action_is_at_most_twelve_tabs_away(enter: Enter, who: str) -> None:
    page = enter(who)
    page.goto(walk.SERVICE)
    for pressed in range(1, 13):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "开始办理":
            assert pressed <= 12
            page.keyboard.press("Enter")
            page.wait_for_url("**/begin/**" if who else "**/sign-in/**")
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


def test_the_skip_link_leads_past_the_frame(enter: Enter) -> None:
    page = enter()
    page.goto(walk.SERVICE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "开始办理"


def test_a_decided_case_asks_for_no_more_news(enter: Enter, granted: Granted) -> None:
    page = enter("张伟")
    page.goto(f"/cases/{granted.number}/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/cases/" in request.url else None)
    page.wait_for_timeout(2500)
    assert asked == []


def test_the_page_of_a_working_case_shows_the_result_and_keeps_the_focus(enter: Enter, granted: Granted) -> None:
    """The answers of the city are held back, so that the page stands while the machine is at work."""
    page = enter("张伟")
    held = {"on": True}
    whole = page.request.get(f"/cases/{granted.number}/").text()
    working = whole.replace(
        'id="progress"',
        f'id="progress" hx-get="/cases/{granted.number}/" hx-trigger="every 2s" hx-swap="outerMorph" hx-target="this"',
    )
    page.route(
        f"**/cases/{granted.number}/",
        lambda route: (
            route.fulfill(body=working, content_type="text/html; charset=utf-8")
            if held["on"] and "hx-request" not in route.request.headers
            else route.continue_()
        ),
    )
    page.goto(f"/cases/{granted.number}/")
    link = page.locator("#progress").get_by_role("link", name="收件凭证")
    link.focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/cases/" in request.url else None)
    page.wait_for_timeout(5500)
    assert len(asked) == 1, "the first answer says that all is done, so there is no second question"
    expect(link).to_be_focused()
    assert "已办结" in page.title() or "准予登记" in page.title()


def test_the_sticky_button_stays_in_sight_and_never_covers_the_footer(enter: Enter) -> None:
    page = enter(viewport={"width": 390, "height": 844})
    page.goto(walk.SERVICE)
    button, footer = page.locator(".sticky-cta"), page.locator(".foot")
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    assert button.evaluate("one => Math.round(one.getBoundingClientRect().bottom)") == 844
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    ends = button.evaluate("one => one.getBoundingClientRect().bottom")
    assert ends <= footer.evaluate("one => one.getBoundingClientRect().top")
