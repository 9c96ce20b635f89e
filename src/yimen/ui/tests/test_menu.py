"""The menu of officers: side by side while it is short, by group when it is long; nothing lies out of sight."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import axe
from yimen.ui.navigation import Entry, Group, menu
from yimen.ui.tests.test_frame import OFFICER, base
from yimen.ui.tests.test_in_browser import COLOURS

GROUPS = {"": ("待办", "窗口代录"), "事项": ("事项编审", "事项目录", "没找到的事"), "监督": ("效能监督",)}
LONG = [
    {"key": label, "label": label, "url": url, "audience": "staff", "group": group}
    for group, labels in {**GROUPS, "运行": ("流程", "工作日历")}.items()
    for label, url in zip(labels, ("sample-page", "ui:design", "sample-page"), strict=False)
]


@pytest.fixture
def long(settings) -> None:
    settings.YIMEN_NAV = LONG


def entry(number: int, group: str = "") -> Entry:
    return Entry(f"key{number}", f"页{number}", f"/{number}/", group)


def test_five_entries_stand_side_by_side() -> None:
    few = [entry(number, "事项") for number in range(5)]
    assert menu(few) == few


def test_more_stand_under_their_groups_in_the_order_of_the_settings() -> None:
    first, second = [entry(1, "事项"), entry(2, "事项")], [entry(3, "运行"), entry(4, "运行"), entry(6, "运行")]
    alone, other = entry(0), entry(5, "监督")
    assert menu([alone, *first, other, *second]) == [
        alone,
        Group("事项", tuple(first)),
        other,
        Group("运行", tuple(second)),
    ]


def test_the_group_of_the_current_page_is_marked_and_the_page_in_it(long: None) -> None:
    page = base(OFFICER, nav="工作日历")
    assert len(re.findall('<summary aria-current="true">', page)) == 1
    assert '<summary aria-current="true">运行' in page
    assert 'aria-current="true">工作日历</a>' in page
    assert "aria-current" not in base(OFFICER, nav="inbox", path="/elsewhere/")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("reading", ["", "mode=elder", "mode=elder&size=2", "contrast=high"])
def test_an_open_group_is_accessible_and_fits(page: Page, site: str, long: None, width: int, reading: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/prefs/?{reading}&next=/page/%3Fas=staff")
    shut = page.locator(".nav > a, .nav summary")
    for number in range(shut.count()):
        box = shut.nth(number).bounding_box()
        assert box is not None
        assert box["x"] >= 0, "an entry is cut"
        assert box["x"] + box["width"] <= width, "an entry is cut"
    for heading in ("事项", "运行"):
        page.locator("summary", has_text=heading).click()
        assert axe.violations(page) == []
        assert not axe.scrolls_sideways(page)
        least = 60 if "elder" in reading else 44
        heights = page.locator(".nav a:visible, .nav summary").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert min(heights) >= least
        if "contrast" in reading:
            assert page.evaluate(COLOURS) == []
    assert page.locator(".nav [open]").count() == 1


@pytest.mark.browser
def test_the_menu_works_by_keyboard_and_escape_leads_back(page: Page, site: str, long: None) -> None:
    page.goto(f"{site}/page/?as=staff")
    heading = page.locator("summary", has_text="事项")
    heading.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="事项编审")).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).to_be_focused()
    expect(page.get_by_role("link", name="事项编审")).to_be_hidden()


@pytest.mark.browser
def test_an_open_group_covers_nothing_that_gets_the_focus(page: Page, site: str, long: None) -> None:
    page.goto(f"{site}/page/?as=staff")
    for turn_elsewhere in (lambda: page.locator("main").click(), lambda: page.locator(".foot a").first.focus()):
        page.locator("summary", has_text="运行").click()
        expect(page.get_by_role("link", name="工作日历")).to_be_visible()
        turn_elsewhere()
        expect(page.get_by_role("link", name="工作日历")).to_be_hidden()


@pytest.mark.browser
def test_the_menu_works_without_script(browser: Browser, site: str, long: None) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/page/?as=staff")
    page.locator("summary", has_text="事项").click()
    page.get_by_role("link", name="事项目录").click()
    assert page.url.endswith("/design/")
    page.context.close()
