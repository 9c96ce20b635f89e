"""Where a case is, drawn: tokens marked on the diagram, the mark of bpmn.io in its corner, all of it as a table too."""

import re
from collections.abc import Callable

from playwright.sync_api import ConsoleMessage, Page, expect

from tests import axe
from tests.journeys.conftest import Look

Enter = Callable[..., Page]
# A page of the desk may weigh twice as much as one for citizens, which never loads the viewer.
HEAVIEST = 200 * 1024
# The licence of the viewer: its mark stays fully visible, with nothing over it.
UNCOVERED = """mark => {
    const box = mark.getBoundingClientRect(), frame = mark.closest('.diagram').getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const inside = box.left >= frame.left && box.right <= frame.right && box.bottom <= frame.bottom;
    return box.width > 20 && inside && mark.contains(at);
}"""

# The whole shape lies within the window of the drawing, without anybody's moving it.
INSIDE = """shape => {
    const box = shape.getBoundingClientRect(), frame = shape.closest('.diagram').getBoundingClientRect();
    return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
}"""


def test_an_officer_sees_on_the_diagram_where_a_case_is(enter: Enter, look: Look, waiting: str) -> None:
    page = enter("李敏")
    said = _listened(page)
    page.goto(f"/desk/cases/{waiting}/")
    page.get_by_role("link", name=re.compile("^看流程走到哪里")).click()
    here = page.locator("tr.is-now")
    node = here.get_attribute("data-node")
    shape = page.locator(f'.djs-element[data-element-id="{node}"]')
    expect(shape).to_have_class(re.compile("at-here"))
    page.locator(".diagram").scroll_into_view_if_needed()
    expect(shape).to_be_in_viewport()
    badge = page.locator(f'.djs-overlays[data-container-id="{node}"]')
    expect(badge).to_contain_text(re.compile("分钟|小时|天"))
    expect(page.locator(".at-passed")).not_to_have_count(0)
    expect(page.get_by_role("img", name=re.compile("流程图，内容见下面的表"))).to_be_visible()
    _mark_is_visible(page)
    look(page, "where the process is")
    _drawing_answers(page, str(node))
    assert said == []


def test_the_figures_stand_on_the_diagram_and_in_the_table(enter: Enter, look: Look, waiting: str) -> None:
    page = enter("李敏")
    said = _listened(page)
    page.goto("/desk/")
    page.get_by_text("运行", exact=True).click()
    page.get_by_role("link", name="流程", exact=True).click()
    look(page, "all processes")
    page.get_by_role("link", name="个体工商户设立登记", exact=True).click()
    waits = page.locator("tr.is-now").first
    expect(waits).to_contain_text("件")
    badge = page.locator(f'.djs-overlays[data-container-id="{waits.get_attribute("data-node")}"]')
    expect(badge).to_have_text(re.compile(r"\d+"))
    _mark_is_visible(page)
    look(page, "figures of a process")
    assert said == []


def test_without_script_the_table_tells_all_of_it(enter: Enter, waiting: str) -> None:
    page = enter("李敏", java_script_enabled=False)
    page.goto(f"/desk/cases/{waiting}/process/")
    expect(page.locator("tr.is-now")).to_contain_text("现在在这里")
    expect(page.get_by_text("流程图要用脚本画")).to_be_visible()
    expect(page.locator(".diagram")).to_be_hidden()
    expect(page.get_by_role("button", name="放大")).to_be_hidden()


def test_a_drawing_that_cannot_be_had_is_said(enter: Enter, waiting: str) -> None:
    page = enter("李敏")
    page.route("**/bpmn/", lambda route: route.fulfill(status=503, body=""))
    page.goto(f"/desk/cases/{waiting}/process/")
    expect(page.get_by_text("流程图现在画不出来")).to_be_visible()
    expect(page.locator(".diagram")).to_be_hidden()


def test_the_diagram_in_large_letters_on_a_phone(enter: Enter, waiting: str) -> None:
    page = enter("李敏", viewport={"width": 390, "height": 844})
    page.goto("/desk/")
    page.context.add_cookies([{"name": "ym_mode", "value": "elder", "url": page.url}])
    page.goto(f"/desk/cases/{waiting}/process/")
    expect(page.locator(".diagram.is-drawn")).to_be_visible()
    node = page.locator("tr.is-now").first.get_attribute("data-node")
    assert page.locator(f'.djs-element[data-element-id="{node}"] .djs-visual').evaluate(INSIDE), "it begins where it is"
    _mark_is_visible(page)
    assert list(axe.elder_faults(page)) == []


def test_a_page_with_a_diagram_is_light_enough_for_staff(enter: Enter, waiting: str) -> None:
    assert axe.weight(enter("李敏"), f"/desk/cases/{waiting}/process/") <= HEAVIEST


def _drawing_answers(page: Page, node: str) -> None:
    """A click on an element, or on its name in the table, says its times; the drawing can be made larger."""
    told = page.locator("[data-picked]")
    page.get_by_role("button", name="看全图").click()
    page.locator('.djs-element[data-element-id="receipt"] .djs-hit').click()
    expect(told).to_contain_text("出具收件凭证")
    expect(page.locator('tr[data-node="receipt"]')).to_have_class(re.compile("is-picked"))
    page.locator(f'tr[data-node="{node}"] a').click()
    expect(told).to_contain_text("现在在这里")
    expect(page.locator(f'.djs-element[data-element-id="{node}"]')).to_be_in_viewport()
    before = _width(page, node)
    page.get_by_role("button", name="放大").click()
    larger = _width(page, node)
    page.get_by_role("button", name="缩小").click()
    assert larger > before
    assert abs(_width(page, node) - before) < 2


def _width(page: Page, node: str) -> float:
    box = page.locator(f'.djs-element[data-element-id="{node}"] .djs-visual').bounding_box()
    assert box is not None
    return box["width"]


def _mark_is_visible(page: Page) -> None:
    mark = page.locator("a.bjs-powered-by")
    expect(mark).to_be_visible()
    mark.scroll_into_view_if_needed()
    assert mark.evaluate(UNCOVERED)


def _listened(page: Page) -> list[str]:
    """What the browser complains about from now on: the content security policy is on, as in the city."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "registration blocked" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said
