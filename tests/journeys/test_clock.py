"""The clock of a food licence: extended once by the head, stopped by a hearing, and each day explained."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import Look
from yimen.ground.calendar.moment import CITY

Enter = Callable[..., Page]
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
REASON = "冷食专间的设备还在安装，核查要等设备装好。"


def test_the_head_extends_once_and_a_hearing_stops_the_clock(enter: Enter, look: Look) -> None:
    applicant = enter("陈静")
    number = food.submitted(applicant)
    food.Desk(enter("王芳"), number).do(outcome="accept")
    officer, head = food.Desk(enter("吴磊"), number), food.Desk(enter("马建国"), number)
    officer.take_up()
    expect(officer.page.get_by_text("延期", exact=True)).to_have_count(0)
    assert walk.post(officer.page, f"{officer.path}extend/", ex_added="5", ex_reason=REASON).status == 403
    before = statutory_day(officer.page)
    _extended(head, look)
    after = statutory_day(head.page)
    assert after != before
    _told_to_the_applicant(applicant, number, after, look)
    _a_hearing_is_opened(officer, look)
    _each_day_is_explained(officer.page, applicant, number, after, look)
    _the_hearing_ends(officer)
    _she_urges_and_is_answered(applicant, officer, look)
    _she_withdraws(applicant, number, look)


def statutory_day(page: Page) -> str:
    """The last day by law, as the case page of the desk tells it."""
    page.reload()
    found = DAY.search(page.locator(".clock-box").get_by_text("法定期限").locator("xpath=..").inner_text())
    assert found
    return found[0]


def _extended(head: food.Desk, look: Look) -> None:
    page = head.page
    page.goto(head.path)
    page.get_by_text("延期", exact=True).click()
    page.get_by_role("button", name="批准延期，并书面告知").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "desk, extension refused")
    page.get_by_label("延长几个工作日").fill("6")
    page.get_by_label("为什么在期限内办不完").fill(REASON)
    page.get_by_role("button", name="批准延期，并书面告知").click()
    expect(page.get_by_role("alert")).to_contain_text("5")
    page.get_by_label("延长几个工作日").fill("5")
    page.get_by_role("button", name="批准延期，并书面告知").click()
    expect(page.get_by_text("延期 5 个工作日")).to_be_visible()
    expect(page.get_by_role("button", name="批准延期，并书面告知")).to_have_count(0)
    # Whoever still has the form of before is told why it is no longer possible.
    again = walk.post(page, f"{head.path}extend/", ex_added="5", ex_reason="还是不够")
    assert again.status == 409
    print(re.sub(r"<[^>]+>"," ",again.text())[:3000])


def _told_to_the_applicant(page: Page, number: str, day: str, look: Look) -> None:
    walk.wait_for(page, f"/cases/{number}/", "延期告知书（PDF）")
    page.goto(f"/cases/{number}/")
    print(page.locator("#progress").inner_text())
    expect(page.locator("#progress")).to_contain_text("经马建国批准，法定期限延长了 5 个工作日")
    expect(page.locator("#progress")).to_contain_text(REASON)


def _a_hearing_is_opened(officer: food.Desk, look: Look) -> None:
    page, today = officer.page, datetime.now(CITY).date()
    page.goto(officer.path)
    page.get_by_text("开始特别程序（不计时）").click()
    walk.answer(
        page,
        {
            "sp_kind": "听证",
            "sp_why": "相邻住户要求听证",
            "sp_done_by": "云溪市市场监督管理局法规科",
            "sp_start": today.isoformat(),
            "sp_end": (today + timedelta(days=9)).isoformat(),
        },
    )
    look(page, "desk, special procedure")
    page.get_by_role("button", name="开始，并书面告知").click()
    page.wait_for_load_state()
    print(page.url, page.locator("main").inner_text()[:700])
    expect(page.locator(".clock-box")).to_contain_text("不计时")
    page.goto("/desk/?light=pause")
    row = page.get_by_role("row").filter(has_text=officer.number)
    print(row.inner_text())
    expect(row).to_contain_text("不计时（听证）")


def _each_day_is_explained(desk: Page, applicant: Page, number: str, day: str, look: Look) -> None:
    desk.goto(f"/desk/cases/{number}/clock/")
    print(desk.locator("main").inner_text())
    look(desk, "desk, clock")
    applicant.goto(f"/cases/{number}/")
    print(applicant.locator("#progress").inner_text())
    look(applicant, "case, clock stopped", public=True)
    applicant.get_by_role("link", name="看每一天怎么算的").click()
    print(applicant.locator("main").inner_text())
    look(applicant, "clock, stopped", public=True)
def _the_hearing_ends(officer): pass
def _she_urges_and_is_answered(applicant, officer, look): pass
def _she_withdraws(*a): pass
