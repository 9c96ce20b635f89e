"""The keyboard alone: from the service page to the licence by Tab, arrows, Space, Enter and letters.

No mouse, no focus set by the test. At every stop the focus is drawn, lies in sight, is covered by nothing, and goes on
as the page reads.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys import walk

WANG_JIAN = ("15400000007", "王建", "990181196809150418")
# What is wrong with where the focus is now; the last stop is remembered on the page.
STOP = """() => {
    const one = document.activeElement, faults = [];
    if (one === document.body) return [];
    const style = getComputedStyle(one), box = one.getBoundingClientRect(), last = window.lastStop;
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('is not drawn');
    if (!box.width || box.bottom <= 0 || box.top >= innerHeight) faults.push('is out of sight');
    const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 20)];
    const at = document.elementFromPoint(x, y), labels = [...(one.labels || [])];
    if (!at || ![one, ...labels].some(mine => mine.contains(at) || at.contains(mine)))
        faults.push('is covered by ' + at?.outerHTML.slice(0, 80));
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    if (last?.isConnected && !(last.compareDocumentPosition(one) & follows)) faults.push('goes back');
    window.lastStop = one;
    return faults.map(fault => fault + ': ' + one.outerHTML.slice(0, 160));
}"""
IS_THERE = "one => one === document.activeElement"
SAME_GROUP = "one => one.type === 'radio' && document.activeElement.name === one.name"


@dataclass
class Keys:
    """Hands on a keyboard."""

    page: Page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def to(self, target: Locator) -> None:
        """Tab until the target has the focus; inside a group of radios the arrows lead on."""
        expect(target).to_be_visible()
        for _ in range(60):
            self.press("Tab")
            assert self.page.evaluate(STOP) == []
            if target.evaluate(SAME_GROUP):
                self._along_the_group(target)
            if target.evaluate(IS_THERE):
                return
        raise AssertionError(f"not reached by Tab: {target}")

    def _along_the_group(self, target: Locator) -> None:
        for _ in range(12):
            if target.evaluate(IS_THERE):
                return
            self.press("ArrowDown")

    def tick(self, target: Locator) -> None:
        self.to(target)
        self.press("Space")
        expect(target).to_be_checked()

    def write(self, target: Locator, text: str) -> None:
        self.to(target)
        self.page.keyboard.type(text)

    def follow(self, target: Locator, to: str | re.Pattern[str]) -> None:
        """Enter on a link or a button that leads on."""
        self.to(target)
        self.press("Enter")
        self.page.wait_for_url(to)

    def button(self, name: str | re.Pattern[str], to: str | re.Pattern[str]) -> None:
        self.follow(self.page.get_by_role("button", name=name).last, to)


def test_a_licence_by_the_keyboard_alone(enter: Callable[..., Page]) -> None:
    # Without motion: where the page has scrolled to is asked at once.
    page = enter(viewport={"width": 1280, "height": 844}, reduced_motion="reduce")
    keys = Keys(page)
    page.goto(walk.SERVICE)
    keys.follow(page.get_by_role("link", name="开始办理").first, "**/sign-in/**")
    _come_in(keys)
    keys.button("好，开始填", "**/apply/*/")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    keys.follow(page.get_by_role("link", name="接着填").first, "**/operator/")
    _fill(keys, number)
    keys.tick(page.locator("[name=promise]"))
    keys.button(re.compile("^提交给"), f"**/cases/{number}/")
    walk.wait_for_outcome(page, "营业执照已经签发")
    keys.follow(page.get_by_role("link", name="验真").first, "**/verify/**")
    expect(page.get_by_role("heading", name="这张证照是真的，有效")).to_be_visible()


def _come_in(keys: Keys) -> None:
    page = keys.page
    mobile, name, id_number = WANG_JIAN
    keys.write(page.get_by_label("手机号", exact=True), mobile)
    keys.button("发送验证码", "**/sign-in/code/**")
    code = re.search(r"\d{6}", page.locator(".note").inner_text())
    assert code
    keys.write(page.get_by_label("验证码"), code[0])
    keys.to(page.get_by_role("button", name="登录", exact=True))
    keys.press("Enter")
    page.wait_for_url(re.compile("/me/identity/|/begin/"))
    if "/me/identity/" in page.url:
        keys.write(page.get_by_label("姓名"), name)
        keys.write(page.get_by_label("身份证号码"), id_number)
        keys.button("核验", "**/begin/**")


def _fill(keys: Keys, number: str) -> None:
    page = keys.page
    keys.tick(page.get_by_label("我一个人（个人经营）"))
    keys.button("保存并继续", "**/name/")
    keys.tick(page.get_by_label("是", exact=True))
    keys.write(page.get_by_label("名称", exact=True), "云溪市王建粮油店")
    keys.button("保存并继续", "**/premises/")
    keys.tick(page.locator("[name=premises_kind][value=租赁]"))
    # A select takes the letters of the answer, or the arrows.
    street = page.get_by_label("街道（乡镇）")
    keys.to(street)
    for _ in range(10):
        if street.input_value() == "990181001":
            break
        keys.press("ArrowDown")
    expect(street).to_have_value("990181001")
    keys.write(page.get_by_label("详细地址"), "人民路 42 号")
    keys.button("保存并继续", "**/business/")
    keys.tick(page.locator("input[value=A0101]"))
    keys.write(page.get_by_label("一共几个人干活"), "1")
    keys.button("保存并继续", "**/contact/")
    keys.button("保存并继续", f"**/apply/{number}/check/")
