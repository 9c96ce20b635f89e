"""An old-age allowance: entered at her home, through three levels, paid for two months, stopped by a death.

The clock of the demo is moved for the second month. It runs last (see conftest) and sets the clock back.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import City, Look
from tests.journeys.food import Desk, visit
from yimen.ground.calendar.moment import CITY

Enter = Callable[..., Page]
NAME, ID_NUMBER = "王桂英", "990181194304080427"
ANSWERS = {
    "elder": {
        "elder_name": NAME,
        "id_no": ID_NUMBER,
        "hukou_area": "990181004001",
        "live_in_city": "true",
        "live_address.street": "990181004",
        "live_address.detail": "云岭村 3 组 9 号",
    },
    "contact": {"is_agent": "false", "contact_name": "王建", "contact_mobile": "15400000007"},
    "account": {
        "pay_way": "社会保障卡",
        "card_in_use": "true",
        "account_name": NAME,
        "bank_account": "6299018100000000427",
    },
}


WANG_GUIYING = ("15400000009", NAME, ID_NUMBER)


@dataclass
class Time:
    """The demo's clock: moved on to the middle of a month, and set back at the end."""

    city: City

    def today(self) -> date:
        return date.fromisoformat(self.city.run("demo", "clock", "0").strip()[-10:])


@pytest.fixture
def move(city: City) -> Iterator[Callable[[int], None]]:
    """Moves the city on by days; at the end it stands in real time again."""
    yield lambda days: city.run("demo", "clock", str(days)) and None
    city.run("demo", "clock", "0")


def test_an_allowance_is_paid_for_two_months_and_stops_after_a_death(enter: Enter, city: City, look: Look) -> None:
    helper = enter("田秀")
    number = _entered_at_her_home(helper, look)
    _accepted_seen_reviewed_confirmed(enter, number, look)
    print(number)


def _entered_at_her_home(page: Page, look: Look) -> str:
    page.goto("/desk/window/")
    page.get_by_label("申请人姓名").fill(NAME)
    page.get_by_label("身份证号码").fill("９９０１８１１９４３０４０８０４２７")
    page.get_by_role("button", name="核对身份").click()
    expect(page.get_by_text(f"在场的申请人：{NAME}")).to_be_visible()
    page.get_by_role("searchbox").fill("老人补贴")
    page.get_by_role("button", name="搜索").click()
    look(page, "window, services")
    page.get_by_role("button", name=re.compile("^开始代录.*高龄津贴")).click()
    page.wait_for_url("**/apply/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    expect(page.get_by_text(f"正在为 {NAME} 代录，{NAME}在场")).to_be_visible()
    for section, answers in ANSWERS.items():
        walk.open_section(page, number, section)
        walk.answer(page, answers)
        walk.go_on(page)
    page.goto(f"/apply/{number}/check/")
    page.locator("[name=confirmed]").check()
    page.get_by_role("button", name=re.compile(f"^替 {NAME} 提交")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "check at the window, refused")
    page.locator("[name=confirmed]").check()
    page.locator("[name=promise]").check()
    page.get_by_role("button", name=re.compile(f"^替 {NAME} 提交")).click()
    page.wait_for_url(f"**/desk/window/{number}/")
    expect(page.get_by_role("heading", name="收件凭证")).to_be_visible(timeout=30_000)
    who = page.locator("aside")
    expect(who).to_contain_text(NAME)
    expect(who).to_contain_text("田秀")
    print(page.locator("main").inner_text())
    look(page, "window, handed in")
    return number


def _accepted_seen_reviewed_confirmed(enter, number, look) -> None:
    street = Desk(enter("高峰"), number)
    street.take_up()
    street.page.get_by_role("button", name="受理", exact=True).click()
    village = Desk(enter("田秀"), number)
    village.take_up()
    print(village.page.locator("main").inner_text())
    look(village.page, "x")
    walk.answer(village.page, {**visit(), "item.alive_seen": "true", "item.hukou_seen": "true", "item.seen_how": "走访"})
    village.page.get_by_role("button", name="写好，提交记录").click()
    reviewer = Desk(enter("何苗"), number)
    reviewer.do(outcome="agree", note="健在和户籍核对过，拟同意")
    county = Desk(enter("罗兰"), number)
    county.take_up()
    county.page.get_by_label(re.compile("^确认发放")).check()
    county.page.get_by_role("button", name="作出决定").click()
    pay = enter("徐静")
    walk.wait_for(pay, "/desk/benefits/", "的名单</button>")
    pay.goto("/desk/benefits/")
    print(pay.locator("main").inner_text())
    pay.get_by_role("button", name=re.compile("^起草")).click()
    print(pay.url,pay.locator("main").inner_text())
