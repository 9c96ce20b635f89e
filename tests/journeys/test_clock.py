"""The clock of a food licence: extended once by the head, stopped by a hearing, and each day explained."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import Enter, Look
from yimen.ground.calendar.moment import CITY

DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
REASON = "冷食专间的设备还在安装，核查要等设备装好。"


def test_the_head_extends_once_and_a_hearing_stops_the_clock(enter: Enter, look: Look) -> None:
    applicant = enter("陈静")
    number = food.submitted(applicant)
    food.Desk(enter.unseen("王芳"), number).do(outcome="accept")
    officer, head = food.Desk(enter("吴磊"), number), food.Desk(enter("马建国"), number)
    officer.take_up()
    expect(officer.page.get_by_text("延期", exact=True)).to_have_count(0)
    assert walk.post(officer.page, f"{officer.path}extend/", ex_added="5", ex_reason=REASON).status == 403
    before = statutory_day(officer.page, officer.path)
    _extended(head, look)
    after = statutory_day(officer.page, officer.path)
    assert after != before
    _told_to_the_applicant(applicant, number, short(after), look)
    _a_hearing_is_opened(officer, look)
    _each_day_is_explained(officer.page, applicant, number, look)
    _the_hearing_ends(officer)
    _she_urges_and_is_answered(applicant, officer, look)
    _she_withdraws(applicant, number, look)


def statutory_day(page: Page, path: str) -> str:
    """The last day by law, as the case page of the desk tells it."""
    page.goto(path)
    found = DAY.search(page.locator(".clock-box").get_by_text("法定期限").locator("xpath=..").inner_text())
    assert found
    return found[0]


def short(text: str) -> str:
    """The first day in a text as the applicant's pages write it, without the year."""
    found = DAY.search(text)
    assert found
    return found[0].split("年")[1]


def _extended(head: food.Desk, look: Look) -> None:
    page = head.page
    page.goto(head.path)
    page.get_by_text("延期", exact=True).click()
    page.get_by_label("延长几个工作日").fill("6")
    page.get_by_role("button", name="批准延期，并书面告知").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "desk, extension refused")
    page.get_by_label("延长几个工作日").fill("5")
    page.get_by_label("为什么在期限内办不完").fill(REASON)
    page.get_by_role("button", name="批准延期，并书面告知").click()
    expect(page.get_by_text("延期 5 个工作日")).to_be_visible()
    expect(page.get_by_role("button", name="批准延期，并书面告知")).to_have_count(0)
    # Whoever still has the form of before open is told why it is no longer possible.
    again = walk.post(page, f"{head.path}extend/", ex_added="5", ex_reason="还是不够")
    assert again.status == 409
    assert "期限只能延长一次" in again.text()


def _told_to_the_applicant(page: Page, number: str, day: str, look: Look) -> None:
    walk.wait_for(page, f"/cases/{number}/", "延期告知书（PDF）")
    page.goto(f"/cases/{number}/")
    progress = page.locator("#progress")
    expect(progress).to_contain_text(re.compile(rf"法定期限到(\d{{4}}年)?{day}"))
    expect(progress).to_contain_text("经马建国批准，法定期限延长了 5 个工作日，只能延长这一次")
    expect(progress).to_contain_text(REASON)
    look(page, "case, extended")


def _a_hearing_is_opened(officer: food.Desk, look: Look) -> None:
    page, today = officer.page, datetime.now(CITY).date()
    page.goto(officer.path)
    page.get_by_text("开始特别程序（不计时）").click()
    asked = {"sp_kind": "听证", "sp_why": "相邻住户要求听证", "sp_done_by": "云溪市市场监督管理局法规科"}
    days = {"sp_start": today.isoformat(), "sp_end": (today + timedelta(days=9)).isoformat()}
    walk.answer(page, {**asked, **days})
    look(page, "desk, special procedure")
    page.get_by_role("button", name="开始，并书面告知").click()
    expect(page.locator(".clock-box")).to_contain_text("不计时（听证）")
    page.goto("/desk/?light=pause")
    row = page.get_by_role("row").filter(has_text=officer.number)
    expect(row).to_contain_text("不计时（听证）")
    expect(row).to_contain_text(f"特别程序，到 {today + timedelta(days=9):%m-%d}")
    look(page, "work list, not counted")


def _each_day_is_explained(desk: Page, applicant: Page, number: str, look: Look) -> None:
    ends = short(statutory_day(desk, f"/desk/cases/{number}/"))
    desk.get_by_role("link", name=re.compile("^逐日看期限怎样算")).click()
    rows = desk.locator("table").first.get_by_role("row")
    expect(rows.filter(has_text="第 1 日")).to_have_count(1)
    expect(rows.filter(has_text="听证期间不计时（行政许可法第四十五条）")).not_to_have_count(0)
    expect(rows.filter(has_text="延长的期限")).to_have_count(5)
    expect(rows.last).to_contain_text("第 15 日 最后一天")
    assert short(rows.last.inner_text()) == ends
    look(desk, "desk, clock")
    applicant.goto(f"/cases/{number}/")
    expect(applicant.locator("#progress")).to_contain_text("听证期间，不计时")
    look(applicant, "case, clock stopped", public=True)
    applicant.get_by_role("link", name="看每一天怎么算的").click()
    rows = applicant.locator("table").first.get_by_role("row")
    expect(rows.filter(has_text="听证期间不计时（行政许可法第四十五条）")).not_to_have_count(0)
    expect(rows.last).to_contain_text("第 15 天")
    expect(rows.last).to_contain_text(ends)
    look(applicant, "clock, stopped", public=True)


def _the_hearing_ends(officer: food.Desk) -> None:
    page = officer.page
    page.goto(officer.path)
    page.get_by_text("结束听证").click()
    page.get_by_label("结果", exact=True).fill("听证没有提出新的事实")
    page.get_by_role("button", name="结束，恢复计时").click()
    expect(page.get_by_text("开始特别程序（不计时）")).to_be_visible()


def _she_urges_and_is_answered(page: Page, officer: food.Desk, look: Look) -> None:
    page.goto(f"/cases/{officer.number}/")
    page.get_by_role("link", name="催办").click()
    look(page, "urge", public=True)
    page.get_by_role("textbox").first.fill("店面已经装修好了，想早点开业。")
    page.get_by_role("button", name="催办").click()
    expect(page.locator("#progress")).to_contain_text("您催办了")
    officer.page.goto("/desk/")
    expect(officer.page.get_by_role("row").filter(has_text=officer.number)).to_contain_text("催办")
    officer.page.goto(officer.path)
    officer.page.get_by_label("答复", exact=True).fill("设备装好后两天内到现场核查。")
    look(officer.page, "desk, urged")
    officer.page.get_by_role("button", name="答复").click()
    page.reload()
    expect(page.locator("#progress")).to_contain_text("设备装好后两天内到现场核查")


def _she_withdraws(page: Page, number: str, look: Look) -> None:
    page.get_by_role("link", name="撤回申请").click()
    look(page, "withdraw", public=True)
    page.get_by_role("textbox").first.fill("换一个地方开店，先不办了。")
    page.get_by_role("button", name="撤回这件申请").click()
    walk.wait_for_outcome(page, "已撤回")
    look(page, "case, withdrawn")
