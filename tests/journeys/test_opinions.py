"""征求意见: the market regulator asks fire safety about a licence, fire safety answers, and the regulator decides."""

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import Enter, Look

QUESTION = "厨房挨着疏散通道，消防上有没有意见？"
ANSWER = "看过布局图：厨房的门要往外开，改好就没有意见。"


def test_one_department_asks_another_reads_the_answer_and_decides(enter: Enter, look: Look) -> None:
    applicant = enter("陈静")
    number = food.submitted(applicant)
    food.Desk(enter("王芳"), number).do(outcome="accept")
    lead = food.Desk(enter("吴磊"), number)
    lead.take_up()
    _ask(lead.page, look)
    fire = enter("秦朗")
    _answer(fire, number, look)
    _read(lead.page, number)
    applicant.goto(f"/cases/{number}/")
    expect(applicant.get_by_text("向云溪市消防救援大队征求意见")).to_be_visible()
    assert ANSWER not in applicant.content() and QUESTION not in applicant.content()
    _decide(enter, lead)


def _ask(page: Page, look: Look) -> None:
    page.get_by_role("link", name="征求其他部门的意见").click()
    expect(page.get_by_text("法定期限不停")).to_be_visible()
    page.get_by_label("几个工作日内答复").fill("90")
    page.get_by_label("要问什么").fill(QUESTION)
    page.get_by_role("button", name="发出征求意见").click()
    expect(page.get_by_role("alert")).to_contain_text("至少选一个部门")
    look(page, "asking for an opinion")
    page.get_by_label("云溪市消防救援大队").check()
    page.get_by_label("几个工作日内答复").fill("3")
    page.get_by_role("checkbox", name="主要设备设施、经营布局").check()
    expect(page.get_by_label("要问什么")).to_have_value(QUESTION)
    page.get_by_role("button", name="发出征求意见").click()
    expect(page.get_by_role("heading", name="征求的意见")).to_be_visible()
    expect(page.get_by_text("还没有打开看")).to_be_visible()


def _answer(page: Page, number: str, look: Look) -> None:
    page.goto("/desk/")
    page.get_by_role("row").filter(has_text=number).get_by_role("button", name="领取").click()
    page.get_by_role("row").filter(has_text=number).get_by_role("link", name="办理").click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_role("link", name="布局图.png").first).to_be_visible()
    assert "林芳" not in page.content() and food.SHOP not in page.content()
    page.get_by_role("button", name="答复市场监管局").click()
    look(page, "giving an opinion")
    page.get_by_label("有不同意见").check()
    page.get_by_label("理由").fill(ANSWER)
    page.get_by_role("button", name="答复市场监管局").click()
    expect(page.get_by_role("heading", name="已经答复：有不同意见")).to_be_visible()


def _read(page: Page, number: str) -> None:
    """The answer stands beside the checklist; the review goes on with it."""
    page.goto(f"/desk/cases/{number}/")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.locator("#act").get_by_role("radio", name="同意", exact=False).first.check()
    page.get_by_label("审查意见").fill("按消防大队的意见，门改为外开后同意。")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("按消防大队的意见，门改为外开后同意。")).to_be_visible()


def _decide(enter: Enter, lead: food.Desk) -> None:
    """Whoever decides reads it too."""
    lead.do(outcome="done", **food.visit(), **food.found())
    food.Desk(enter.unseen("孙健"), lead.number).confirm()
    head = food.Desk(enter("郑红"), lead.number)
    head.take_up()
    expect(head.page.get_by_text(ANSWER)).to_be_visible()
    head.page.get_by_role("radio", name="准予许可").check()
    head.page.get_by_role("button", name="作出决定").click()
    walk.wait_for(head.officer, head.path, "准予")
