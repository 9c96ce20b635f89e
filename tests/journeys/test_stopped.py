"""停住的流程: an operator finds it on the list, sees why, tries again, skips a step, lets it go on, all on record."""

import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import City, Enter, Look

STEP = "预先核对"


def test_an_operator_mends_a_process_that_has_stopped(city: City, enter: Enter, look: Look) -> None:
    number = food.submitted(enter("陈静"))
    window, page = food.Desk(enter.unseen("王芳"), number), enter("李敏")
    walk.wait_for(window.officer, window.path, food.TAKE)
    _break(city, number)
    _open(page, number, look)
    _mend(page, "再试一次", f"再试一次“{STEP}”", look)
    expect(page.get_by_text("流程还停着")).to_be_visible()
    _go_on(page)
    walk.wait_for(window.officer, window.path, food.TAKE)
    _break(city, number)
    _open(page, number)
    _mend(page, "跳过一步", f"跳过“{STEP}”")
    _go_on(page)
    told = page.locator("section").filter(has=page.get_by_role("heading", name="处理记录"))
    for done in ("继续办理", "跳过一步", "再试一次", "流程停住"):
        expect(told.get_by_text(done, exact=True).first).to_be_visible()
    expect(told.get_by_text(re.compile(f"^李敏：{STEP}"))).not_to_have_count(0)
    window.take()


def test_without_script_it_is_mended_too(city: City, enter: Enter) -> None:
    number = food.submitted(enter("陈静"))
    window = food.Desk(enter.unseen("王芳"), number)
    walk.wait_for(window.officer, window.path, food.TAKE)
    _break(city, number)
    page = enter("李敏", java_script_enabled=False, viewport={"width": 390, "height": 844})
    _open(page, number)
    _mend(page, "再试一次", f"再试一次“{STEP}”")
    _go_on(page)
    walk.wait_for(window.officer, window.path, food.TAKE)


def _break(city: City, number: str) -> None:
    command = [sys.executable, "-m", "tests.journeys.mending", number, "look-up"]
    done = subprocess.run(command, env=city.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def _open(page: Page, number: str, look: Look | None = None) -> None:
    page.goto("/desk/processes/stopped/")
    row = page.get_by_role("listitem").filter(has_text=number)
    expect(row.get_by_text("已停住").first).to_be_visible()
    if look:
        look(page, "stopped processes")
    row.get_by_role("link", name=re.compile(STEP)).click()
    expect(page.get_by_role("heading", name="现在停在哪里")).to_be_visible()
    expect(page.get_by_text(STEP, exact=True).first).to_be_visible()
    if look:
        look(page, "a stopped process")


def _mend(page: Page, title: str, act: str, look: Look | None = None) -> None:
    """First what would come of it, and nothing has changed; then the press that does it."""
    page.locator("summary").filter(has_text=title).click()
    page.get_by_role("button", name=re.compile(f"看看会怎样.*{title}")).click()
    expect(page.get_by_role("heading", name=act)).to_be_visible()
    expect(page.get_by_text("还没有改")).to_be_visible()
    if look:
        look(page, "a repair before it is done")
    page.get_by_role("button", name=act).click()
    expect(page.get_by_text("已经改好").first).to_be_visible()


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="改好了，继续办").click()
    expect(page.get_by_text("流程接着办了")).to_be_visible()
