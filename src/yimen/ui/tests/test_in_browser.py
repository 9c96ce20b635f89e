import re

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from yimen.ui import views
from yimen.ui.tests import urls

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
TAKEN_OVER = """() => new Promise(done => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done()))"""

# Text that is neither white nor yellow on black, nor black on yellow or white.
COLOURS = """() => [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
    && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(one => {
        const style = getComputedStyle(one);
        return [one.tagName, style.color, style.backgroundColor].join(' ');
    }).filter(one =>
        !/rgb\\(255, 255, (255|0)\\) rgb\\(0, 0, 0\\)|rgb\\(0, 0, 0\\) rgb\\(255, 255, (255|0)\\)/.test(one))"""
GONE = """async name => {
    while ((await caches.keys()).includes(name)) await new Promise(later => setTimeout(later, 50));
}"""


def look(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "path", ["/design/", "/design/?form=errors", "/page/", "/page/?as=citizen", "/page/?as=staff", "/none/"]
)
def test_a_page_is_accessible_and_fits(page: Page, site: str, path: str, width: int) -> None:
    look(page, width)
    page.goto(site + path)
    assert axe.violations(page) == []
    assert not axe.scrolls_sideways(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_elder_version_is_larger_and_loses_nothing(page: Page, site: str, width: int) -> None:
    look(page, width)
    page.goto(f"{site}/design/")
    words = page.locator("main").inner_text()
    page.get_by_role("link", name="长辈版").click()
    page.wait_for_load_state("networkidle")
    assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= 18
    heights = page.locator(".btn:visible").evaluate_all("all => all.map(button => button.offsetHeight)")
    assert min(heights) >= 60
    assert not axe.scrolls_sideways(page)
    assert axe.violations(page) == []
    larger = "".join(page.locator("main").inner_text().split())
    assert [word for word in words.split() if word not in larger] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/design/", "/page/%3Fas=citizen"])
def test_the_largest_letters_fit_too(page: Page, site: str, path: str, width: int) -> None:
    look(page, width)
    page.goto(f"{site}/prefs/?mode=elder&size=2&next={path}")
    assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= 30
    assert not axe.scrolls_sideways(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/design/", "/design/%3Fform=errors", "/page/%3Fas=citizen"])
def test_high_contrast_is_white_and_yellow_on_black_everywhere(page: Page, site: str, path: str, width: int) -> None:
    look(page, width)
    page.goto(f"{site}/page/")
    assert page.evaluate(COLOURS), "in other colours, it finds them"
    page.goto(f"{site}/prefs/?contrast=high&next={path}")
    assert page.evaluate(COLOURS) == []
    assert axe.violations(page) == []
    assert not axe.scrolls_sideways(page)


def test_the_large_pointer_is_a_picture_that_loads(page: Page, site: str) -> None:
    page.goto(f"{site}/prefs/?pointer=large&next=/page/")
    for selector, name in (("main", "pointer"), ("a.brand", "hand"), ("input[type=text]", "caret")):
        cursor = page.locator(selector).first.evaluate("one => getComputedStyle(one).cursor")
        address = re.search(r'url\("([^"]+)"\)', cursor)
        assert address
        assert address[1].endswith(f"{name}.svg")
        drawn = page.evaluate(
            "async url => { const i = new Image(); i.src = url; await i.decode(); return [i.width, i.height]; }",
            address[1],
        )
        assert drawn == [64, 64]


def test_a_page_asks_for_few_files_and_obeys_its_policy(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert axe.weight(page, f"{site}/page/") > 0
    assert len(asked) <= 12
    assert all(url.startswith(site) for url in asked)
    assert said == []


def test_a_refused_form_moves_the_focus_to_the_summary_and_from_there_to_the_field(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    page.locator("#swap").click()
    summary = page.locator(".err-sum")
    expect(summary).to_be_focused()
    assert page.title().startswith("错误：")
    summary.get_by_role("link", name="填写店名").click()
    expect(page.locator("#f-shop")).to_be_focused()


def test_a_refused_form_shows_the_same_without_a_script(browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/page/")
    page.locator("#swap").click()
    assert page.locator(".err-sum").count() == 1
    assert page.title().startswith("错误：")


def test_the_draft_is_saved_after_leaving_a_field(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    page.fill("#f-shop", "桂花路小厨")
    page.locator("#f-shop").blur()
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^已自动保存，今天 \d\d:\d\d$"))
    assert urls.SAVED[-1]["shop"] == "桂花路小厨"
    assert urls.SAVED[-1]["autosave"] == "1"


def test_nothing_is_saved_when_nothing_changed(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    page.locator("#f-shop").focus()
    page.locator("#f-shop").blur()
    page.wait_for_timeout(600)
    assert urls.SAVED == []


def test_a_draft_that_is_not_saved_is_said_and_tried_again(page: Page, site: str, monkeypatch) -> None:
    page.clock.install()
    page.goto(f"{site}/page/")
    monkeypatch.setitem(urls.STATUS, "save", 503)
    page.fill("#f-shop", "小厨")
    page.locator("#f-shop").blur()
    page.clock.run_for(400)
    expect(page.locator("[data-saved]")).to_have_text("没存上，正在重试。先别关页面")
    monkeypatch.setitem(urls.STATUS, "save", 204)
    page.clock.run_for(20_000)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^已自动保存"))


def test_a_draft_that_another_page_has_changed_is_not_said_to_be_saved(page: Page, site: str, monkeypatch) -> None:
    page.goto(f"{site}/page/")
    monkeypatch.setitem(urls.STATUS, "save", 409)
    page.fill("#f-shop", "小厨")
    page.locator("#f-shop").blur()
    expect(page.locator("[data-saved]")).to_have_text("另一页改过这里，保存并核对")


def test_a_second_click_does_not_send_twice(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    page.locator("#send").evaluate("button => { button.click(); button.click(); }")
    page.wait_for_timeout(500)
    assert len(urls.SAVED) == 1


def test_rows_are_added_and_numbered(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    page.get_by_role("button", name="再加一项").click()
    expect(page.locator("[id='f-staff.2.name']")).to_be_focused()
    assert page.locator("[data-row-in] legend").all_inner_texts() == ["第 1 项", "第 2 项", "第 3 项"]
    assert axe.violations(page) == []


def test_a_removed_row_leaves_no_hole_and_keeps_the_others(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    for _ in range(9):
        page.get_by_role("button", name="再加一项").click()
    page.fill("[id='f-staff.10.name']", "最后")
    page.get_by_role("button", name=re.compile("，第 1 项$")).click()
    expect(page.locator("[id='f-staff.0.name']")).to_be_focused()
    names = page.locator("[data-row-in] input[name$=name]").evaluate_all("all => all.map(one => one.name)")
    assert names == [f"staff.{n}.name" for n in range(10)]
    assert page.input_value("[id='f-staff.0.name']") == "陈静"
    assert page.input_value("[id='f-staff.9.name']") == "最后"
    assert page.locator("[data-row-in] legend").last.inner_text() == "第 10 项"


def test_a_dialog_gives_the_focus_back(page: Page, site: str) -> None:
    page.goto(f"{site}/page/")
    page.get_by_role("link", name="打开").click()
    expect(page.locator("#d")).to_be_visible()
    page.get_by_role("button", name="好").click()
    expect(page.get_by_role("link", name="打开")).to_be_focused()


def test_the_end_of_a_session_is_announced_and_can_be_put_off(page: Page, site: str) -> None:
    page.clock.install()
    page.goto(f"{site}/page/")
    assert page.locator("dialog[data-session]").is_hidden()
    page.clock.run_for(3_000)
    expect(page.get_by_role("dialog", name="您很久没有操作了")).to_be_visible()
    page.get_by_role("button", name="接着办").click()
    expect(page.locator("dialog[data-session]")).to_be_hidden()
    assert urls.SAVED == [{"extend": "POST"}]


def test_an_ended_session_is_not_hidden(page: Page, site: str) -> None:
    page.clock.install()
    page.goto(f"{site}/page/")
    page.clock.run_for(303_000)
    expect(page.get_by_text("已经自动退出")).to_be_visible()


def test_a_refresh_in_the_background_keeps_the_focus(page: Page, site: str) -> None:
    page.clock.install()
    page.goto(f"{site}/design/")
    link = page.locator("#queue a")
    link.focus()
    with page.expect_response(re.compile("part=polling")):
        page.clock.run_for(61_000)
    page.clock.run_for(1_000)
    expect(link).to_be_focused()


def test_a_new_version_replaces_the_worker_and_what_it_kept(
    page: Page, site: str, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ASKED_EVERY", 0)
    page.goto(f"{site}/page/")
    page.evaluate(TAKEN_OVER)
    (first,) = page.evaluate("caches.keys()")
    page.evaluate("caches.open('of another program')")
    settings.YIMEN_BRAND = {"city": "云溪市", "site_name": "云溪市政务服务", "hotline": "0300-0000100"}
    page.goto(f"{site}/page/?again")
    page.evaluate(GONE, first)
    page.context.set_offline(True)
    page.goto(f"{site}/page/")
    expect(page.locator("main")).to_contain_text("0300-0000100")
    assert "of another program" in page.evaluate("caches.keys()")
