"""The counter: entered and accepted without JavaScript; the work list by keyboard; a batch with its report."""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import Look

Enter = Callable[..., Page]


def test_a_food_licence_is_entered_and_accepted_without_script(enter: Enter) -> None:
    page = enter("王芳", java_script_enabled=False)
    number = _entered_at_the_window(page)
    walk.wait_for(page, f"/desk/cases/{number}/", food.TAKE)
    page.goto("/desk/")
    row = page.get_by_role("row").filter(has_text=number)
    row.get_by_role("button", name=re.compile("^领取")).click()
    row.get_by_role("link", name=re.compile("^办理")).click()
    page.get_by_role("link", name=re.compile("^更正.*经营面积")).click()
    page.get_by_role("button", name="更正").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=floor_area]").fill("８８")
    page.locator("[name=agreed_by]").fill("申请人本人在窗口确认")
    page.get_by_role("button", name="更正").click()
    expect(page.locator("#act")).to_contain_text("受理")
    assert "88" in page.get_by_text("经营面积（㎡）", exact=True).first.locator("xpath=..").inner_text()
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.locator("#act")).to_contain_text("现在没有等您办的")
    walk.wait_for(page, f"/desk/window/{number}/", "受理通知书")
    page.goto(f"/desk/window/{number}/")
    _handed_over(page)


def _entered_at_the_window(page: Page) -> str:
    page.goto("/desk/window/")
    page.get_by_label("申请人姓名").fill("陈静")
    page.get_by_label("身份证号码").fill("990181198711030282")
    page.get_by_role("button", name="核对身份").click()
    expect(page.get_by_role("alert")).to_contain_text("有一位不对")
    page.get_by_label("身份证号码").fill("990181198711030281")
    page.get_by_role("button", name="核对身份").click()
    page.get_by_role("button", name=re.compile("^开始代录.*食品经营许可")).click()
    page.wait_for_url("**/apply/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    for section, answers in food.ANSWERS.items():
        _answered(page, f"/apply/{number}/{section}/", answers)
    page.goto(f"/apply/{number}/materials/")
    page.locator("input[type=file]").set_input_files(food.DRAWING)  # type: ignore[arg-type]
    page.get_by_role("button", name=re.compile("^上传")).click()
    page.goto(f"/apply/{number}/check/")
    page.locator("[name=confirmed]").check()
    page.locator("[name=promise]").check()
    page.get_by_role("button", name=re.compile("^替 陈静 提交")).click()
    page.wait_for_url(f"**/desk/window/{number}/")
    expect(page.locator("aside")).to_contain_text("王芳")
    return number


def _answered(page: Page, path: str, answers: Mapping[str, object]) -> None:
    """Further questions come after saving."""
    left = dict(answers)
    page.goto(path)
    while left:
        there = {name: value for name, value in left.items() if page.locator(f'[name="{name}"]').count()}
        assert there, left
        walk.answer(page, there)
        walk.go_on(page)
        left = {name: value for name, value in left.items() if name not in there}


def _handed_over(page: Page) -> None:
    """The printed notice is given to her at the window: who took it, and where."""
    page.get_by_text(re.compile("^打印后当面交给申请人.*受理通知书")).click()
    expect(page.get_by_label("谁收下的")).to_have_value("陈静")
    page.get_by_role("button", name="已经交给本人").click()
    expect(page.get_by_role("alert")).to_contain_text("没有写在哪里收下的")
    page.get_by_label("在哪里交的").fill("政务服务中心 3 号窗口")
    page.get_by_role("button", name="已经交给本人").click()
    expect(page.locator("main")).to_contain_text("直接送达")


def test_the_work_list_by_keyboard_a_batch_with_its_report_and_a_refusal_to_accept(enter: Enter, look: Look) -> None:
    applicant, page = enter("陈静"), enter("王芳")
    good = [food.submitted(applicant), food.submitted(applicant)]
    lacking = food.submitted(applicant, healthy_staff="2")
    walk.wait_for(page, f"/desk/cases/{lacking}/", food.TAKE)
    page.goto("/desk/")
    _by_keyboard(page)
    page.goto("/desk/")
    look(page, "work list")
    _a_batch(page, good, lacking)
    look(page, "batch report")
    _not_accepted(food.Desk(page, lacking), look)
    walk.wait_for(applicant, f"/cases/{lacking}/", "不予受理决定书（PDF）")
    applicant.goto(f"/cases/{lacking}/")
    expect(applicant.locator("#progress")).to_contain_text("到经营场所所在街道的市场监督管理所办理小餐饮登记或者备案")
    look(applicant, "case, not accepted", public=True)
    applicant.goto(f"/cases/{good[0]}/")
    look(applicant, "case, in review")


def _by_keyboard(page: Page) -> None:
    places = page.locator("[data-open]")
    assert places.count() >= 3
    for key, at in (("j", 0), ("j", 1), ("J", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(places.nth(at)).to_be_focused()
    # In a field the letters are letters.
    page.get_by_label("按办件号打开").focus()
    page.keyboard.press("j")
    expect(page.get_by_label("按办件号打开")).to_have_value("j")
    page.keyboard.press("Tab")
    page.keyboard.press("K")
    page.keyboard.press("k")
    target = str(page.evaluate("document.activeElement.getAttribute('href')"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")


def _a_batch(page: Page, good: list[str], lacking: str) -> None:
    page.get_by_role("button", name="批量受理").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有勾选要受理的件")
    for number in (*good, lacking):
        page.get_by_role("row").filter(has_text=number).get_by_role("checkbox").check()
    page.get_by_role("button", name=re.compile("^批量受理 ?（3 件）$")).click()
    expect(page.get_by_text("受理 2 件，没有受理 1 件")).to_be_visible()
    left = page.get_by_role("row").filter(has_text=lacking)
    expect(left).to_contain_text("有健康证明的人数比接触直接入口食品的人数少")
    done = page.get_by_role("region", name="受理了的")
    for number in good:
        expect(done).to_contain_text(number)


def _not_accepted(desk: food.Desk, look: Look) -> None:
    desk.take_up()
    page = desk.page
    page.get_by_text("不予受理", exact=True).first.click()
    page.get_by_role("button", name="不予受理").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "desk, refusal to accept refused")
    page.locator("[name=ground][value=small-catering]").check()
    page.get_by_label("查明的情况").fill("经营面积核对为 40 平方米，属于本省规定的小餐饮。")
    page.get_by_role("button", name="不予受理").click()
    expect(page.locator("#act")).to_contain_text("现在没有等您办的")
