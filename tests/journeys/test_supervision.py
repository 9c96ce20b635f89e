"""效能监督: a grant against the checklist with an empty reason is found, answered, upheld, appealed, reviewed."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import Look

Enter = Callable[..., Page]
SAID = "隔断当天已经装好，我在核查照片上看过，决定里只写了两个字。"


def test_a_supervisor_finds_a_planted_breach_and_the_officer_answers(enter: Enter, look: Look) -> None:
    number = food.submitted(enter("陈静"))
    food.inspected(enter, number, site_no_cross="false")
    approver = food.Desk(enter("郑红"), number)
    approver.do(outcome="grant", note="同意")
    supervisor = enter("方圆")
    finding = _found(supervisor, number, look)
    _answered(approver.page, finding, look)
    _upheld(supervisor, finding, look)
    _appealed_and_reviewed(approver.page, enter("江月"), finding, look)
    _nobody_else_sees_it(enter("吴磊"), finding)
    _on_a_phone(enter("方圆", viewport={"width": 390, "height": 844}), finding)


def _found(page: Page, number: str, look: Look) -> str:
    """The list tells it, filtered by rule; the page tells rule, article and facts. Returns its address."""
    walk.wait_for(page, "/desk/supervision/?rule=reason-too-thin", number)
    page.goto("/desk/supervision/")
    page.get_by_label("问题").select_option("reason-too-thin")
    page.get_by_role("button", name="筛选").click()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("郑红")
    look(page, "findings")
    page.get_by_role("link", name="监督规则").click()
    expect(page.locator("#reason-too-thin")).to_contain_text("理由的字数")
    look(page, "rules of supervision")
    page.go_back()
    row.get_by_role("link").click()
    main = page.locator("main")
    expect(main).to_contain_text("理由不到 10 个字，看不出核实了什么")
    expect(main).to_contain_text("云溪市政务服务效能监督办法（样例）第八条")
    expect(main).to_contain_text("决定里写的说明：“同意”")
    # Until the officer has answered, or the day has passed, there is nothing to rule on.
    expect(page.get_by_role("button", name="提交结论")).to_have_count(0)
    return page.url


def _answered(page: Page, finding: str, look: Look) -> None:
    """From the notice in the inbox to the answer; nothing written is told."""
    walk.wait_for(page, "/desk/inbox/", "要您说明")
    page.goto("/desk/inbox/")
    page.get_by_role("button", name=re.compile("^去说明")).first.click()
    page.wait_for_url(finding)
    page.get_by_role("button", name="提交说明").click()
    expect(page.get_by_role("alert")).to_contain_text("写清当时的情况")
    look(page, "finding, answer refused")
    page.get_by_label("当时的情况").fill(SAID)
    page.get_by_role("button", name="提交说明").click()
    expect(page.locator("main")).to_contain_text("等监督员认定")


def _upheld(page: Page, finding: str, look: Look) -> None:
    page.goto(finding)
    expect(page.locator(".tl")).to_contain_text(SAID)
    look(page, "finding")
    page.get_by_role("radio", name=re.compile("^认定")).check()
    page.get_by_label("理由", exact=True).fill("决定书要写明核实的情况，只写两个字不够。")
    page.get_by_role("button", name="提交结论").click()
    expect(page.locator(".tl")).to_contain_text("方圆：认定有这个问题")


def _appealed_and_reviewed(officer: Page, second: Page, finding: str, look: Look) -> None:
    officer.goto(finding)
    officer.get_by_label("为什么不同意").fill("核查记录里已经写明了。")
    officer.get_by_role("button", name="提交申诉").click()
    expect(officer.locator("main")).to_contain_text("等复核")
    second.goto(finding)
    second.get_by_role("radio", name=re.compile("^维持")).check()
    second.get_by_label("理由", exact=True).fill("核查记录写的是没有隔断，申诉不成立。")
    second.get_by_role("button", name="提交复核结论").click()
    expect(second.locator("main")).to_contain_text("复核后维持")
    second.goto("/desk/supervision/")
    second.get_by_role("link", name="各单位绩效").click()
    look(second, "bodies")
    second.get_by_role("link", name="云溪市市场监督管理局").click()
    expect(second.locator("main")).to_contain_text("不照核对表决定，理由太简单")
    look(second, "body")


def _nobody_else_sees_it(page: Page, finding: str) -> None:
    answer = page.goto(finding)
    assert answer is not None and answer.status == 404


def _on_a_phone(page: Page, finding: str) -> None:
    """Nothing is wider than the screen."""
    for address in ("/desk/supervision/", finding, "/desk/supervision/bodies/", "/desk/supervision/rules/"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
