"""An old-age allowance: entered at her home, through three levels, paid for two months, stopped by a death.

The clock of the demo is moved for the second month: it runs last (see conftest).
"""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys import walk
from tests.journeys.conftest import Enter, Look
from tests.journeys.days import Days
from tests.journeys.food import Desk, visit

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


HERSELF = ("15400000009", NAME, ID_NUMBER)
LIST = "/desk/benefits/{0:%Y-%m}/"


def test_an_allowance_is_paid_for_two_months_and_stops_after_a_death(enter: Enter, days: Days, look: Look) -> None:
    number = _entered_at_her_home(enter("田秀"), look)
    _through_three_levels(enter, number, days, look)
    _paid(enter("徐静"), enter("罗兰"), days.today, look)
    _she_sees_it(enter(HERSELF), number, look)
    days.move_to(_following(days.today))
    payer = enter("徐静")
    _paid(payer, enter("罗兰"), days.today)
    _her_death_is_reported(payer, number, days.today, look)
    days.move_to(_following(days.today))
    _she_is_no_longer_on_the_list(enter("徐静"), days.today, look)


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
    receipt = str(page.get_by_role("link", name="保存凭证（PDF）").get_attribute("href"))
    assert page.request.get(receipt).body().startswith(b"%PDF")
    look(page, "window, handed in")
    page.goto("/desk/window/")
    look(page, "window, with a case of today")
    return number


def _through_three_levels(enter: Enter, number: str, days: Days, look: Look) -> None:
    street = Desk(enter("高峰"), number)
    street.take_up()
    expect(street.page.locator("main")).to_contain_text("田秀代录，申请人在场")
    street.page.get_by_role("button", name="受理", exact=True).click()
    village = Desk(enter("田秀"), number)
    village.take_up()
    # The account is none of the village's business.
    assert "6299018100000000427" not in village.page.content()
    look(village.page, "desk, village check")
    found = {"item.alive_seen": "true", "item.hukou_seen": "true", "item.seen_how": "走访"}
    walk.answer(village.page, {**visit(days.now), **found})
    village.page.get_by_role("button", name="写好，提交记录").click()
    Desk(enter.unseen("何苗"), number).do(outcome="agree", note="健在和户籍核对过，拟同意")
    county = Desk(enter("罗兰"), number)
    county.take_up()
    county.page.get_by_label(re.compile("^确认发放")).check()
    county.page.get_by_role("button", name="作出决定").click()
    expect(county.page.locator("#act")).to_contain_text("现在没有等您办的")


def _paid(payer: Page, second: Page, today: date, look: Look | None = None) -> None:
    """One month: drawn up, not confirmed by the same person, confirmed by another, sent, paid."""
    words = _text(today)
    walk.wait_for(payer, "/desk/benefits/", f"起草{words}的名单")
    payer.goto("/desk/benefits/")
    payer.get_by_role("button", name=f"起草{words}的名单").click()
    expect(payer.get_by_role("row").filter(has_text=NAME)).to_contain_text("50.00 元")
    expect(payer.get_by_role("button", name=re.compile("^确认"))).to_have_count(0)
    second.goto(LIST.format(today))
    if look:
        look(second, "payment list, to be confirmed")
    second.get_by_role("button", name=f"确认{words}的名单").click()
    expect(second.get_by_role("button", name="送出发放")).to_have_count(0)
    payer.reload()
    payer.get_by_role("button", name="送出发放").click()
    walk.wait_for(payer, payer.url, "发放完")
    payer.reload()
    expect(payer.get_by_role("row").filter(has_text=NAME)).to_contain_text("已到账")
    if look:
        look(payer, "payment list, paid")
        payer.goto("/desk/benefits/")
        look(payer, "payment lists")


def _she_sees_it(page: Page, number: str, look: Look) -> None:
    """She has a telephone now."""
    page.goto(f"/cases/{number}/")
    expect(page.locator("#progress")).to_contain_text("田秀代您填写")
    page.get_by_role("link", name="看每个月发多少").click()
    expect(page.get_by_role("row").filter(has_text="50.00 元")).to_contain_text("已到账")
    look(page, "my benefits", public=True)


def _her_death_is_reported(page: Page, number: str, today: date, look: Look) -> None:
    page.goto(f"/desk/benefits/of/{number}/")
    expect(page.get_by_role("row").filter(has_text="已到账")).to_have_count(2)
    page.get_by_role("button", name="登记，书面告知").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "benefit, report refused")
    died = today - timedelta(days=3)
    walk.answer(page, {"what": "deceased_on", "day": died.isoformat(), "source": "家属提交的死亡医学证明"})
    page.get_by_role("button", name="登记，书面告知").click()
    walk.wait_for(page, f"/desk/benefits/of/{number}/", "停发告知书")
    page.goto(f"/desk/benefits/of/{number}/")
    halts = page.get_by_role("region", name="暂停和停发")
    expect(halts).to_contain_text(f"从{_text(_following(today))}起停发")
    expect(halts).to_contain_text(f"{NAME}于{died.year}年{died.month}月{died.day}日死亡")
    letter = str(page.get_by_role("link", name=re.compile("^停发告知书")).get_attribute("href"))
    assert page.request.get(letter).body().startswith(b"%PDF")
    look(page, "benefit, stopped")


def _she_is_no_longer_on_the_list(page: Page, today: date, look: Look) -> None:
    page.goto("/desk/benefits/")
    page.get_by_role("button", name=f"起草{_text(today)}的名单").click()
    expect(page.get_by_text("这个月没有要发的钱")).to_be_visible()
    changes = page.get_by_role("region", name="和上个月比")
    expect(changes).to_contain_text(f"从{_text(today)}起停发：家属提交的死亡医学证明显示，{NAME}于")
    look(page, "payment list, nobody")


def _text(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _following(day: date) -> date:
    """The middle of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=15)
