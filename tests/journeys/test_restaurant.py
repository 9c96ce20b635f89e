"""开办餐饮店“一件事”: one form, four departments, one correction, one refusal, one visit, one handing over."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import food, restaurant, walk
from tests.journeys.conftest import City, Look
from yimen.engines.clock import read_holidays
from yimen.ground.calendar.actions.load_orders import ANNOUNCED
from yimen.ground.calendar.moment import CITY

Enter = Callable[[str], Page]


FOUND = {
    "food": food.FOUND,
    "fire-inspection": {"site_exits_clear": "true", "site_exits_found": "2", "site_fire_equipment": "true"},
    "sign": {"site_sign_place": "true", "site_sign_clear": "true"},
    "tobacco": {"site_apart": "true", "site_school_m": "20", "site_place_same": "true"},
}
SECOND = {"food": "孙健", "fire-inspection": "韩雪", "sign": "梁静", "tobacco": "丁敏"}
FIRST = {"food": "吴磊", "fire-inspection": "秦朗", "sign": "陆平", "tobacco": "贺东"}
HEAD = {"food": "郑红", "fire-inspection": "韩雪", "sign": "梁静", "tobacco": "丁敏"}


@pytest.fixture
def days(city: City) -> Iterator[Callable[[int], None]]:
    """Moves the city's clock on; it is set back when the journey is over."""

    def move(by: int) -> None:
        city.run("demo", "clock", str(by))

    yield move
    city.run("demo", "clock", "0")


def test_four_departments_decide_one_application(enter: Enter, days: Callable[[int], None], look: Look) -> None:
    applicant = _again(enter, "陈静")
    number = _one_form_for_four(applicant, look)
    _the_sign_is_corrected_while_food_is_accepted(enter, applicant, number, look)
    ahead = _all_come_on_one_date(enter, applicant, number, look)
    days(ahead)
    _each_writes_down_what_it_saw(enter, number, ahead)
    _three_are_granted_and_one_refused(enter, number)
    _handed_over_together(enter, number, look)


def _one_form_for_four(page: Page, look: Look) -> str:
    page.goto(f"/s/{restaurant.SERVICE}/")
    expect(page.get_by_role("heading", name="一张表，分成几件事同时办")).to_be_visible()
    look(page, "joint service", public=True)
    told = restaurant.answers("everything-with-inspection", needs_drain=False)
    number = restaurant.submitted(page, told)
    walk.wait_for(page, f"/cases/{number}/", "户外招牌设施设置")
    page.goto(f"/cases/{number}/")
    walk.wait_for_outcome(page, "4 个部门分头在办，还有 4 件没办完")
    expect(page.locator(".lane")).to_have_count(4)
    look(page, "joint case, begun", public=True)
    return number


def _the_sign_is_corrected_while_food_is_accepted(enter: Enter, applicant: Page, number: str, look: Look) -> None:
    sign = restaurant.lane(_again(enter, "陆平"), number, "sign")
    sign.take_up()
    expect(sign.page.get_by_role("heading", name=re.compile("^开办餐饮店"))).to_be_visible()
    look(sign.page, "desk, part of a joint application")
    sign.page.get_by_role("link", name="一次告知补正").click()
    sign.page.locator("[value='field.sign_width']").check()
    sign.page.locator("[name='why.field.sign_width']").fill("效果图上的宽度和填的不一样，核对后改")
    sign.page.get_by_role("button", name="告知申请人补正").click()
    expect(sign.page.get_by_role("heading", name="一次告知的补正")).to_be_visible()
    restaurant.lane(_again(enter, "王芳"), number, "food").do(outcome="accept")
    walk.wait_for(applicant, f"/cases/{number}/", "其他部分照常办，不用等。")
    applicant.goto(f"/cases/{number}/")
    look(applicant, "joint case, one part to be corrected", public=True)
    applicant.get_by_role("link", name=re.compile("^去补正：户外招牌")).click()
    applicant.get_by_role("textbox", name=re.compile("宽")).fill("6.2")
    applicant.get_by_role("button", name="交回补正材料").click()
    applicant.wait_for_url(f"**/cases/{sign.number}/")
    sign.do(outcome="accept")


def _all_come_on_one_date(enter: Enter, applicant: Page, number: str, look: Look) -> int:
    """The days until then."""
    restaurant.lane(_again(enter, "吴磊"), number, "food").do(outcome="agree", note="材料齐全，拟同意")
    restaurant.lane(_again(enter, "陆平"), number, "sign").do(outcome="agree", note="尺寸合适，拟同意")
    for part, who in (("fire-inspection", "秦朗"), ("tobacco", "贺东")):
        restaurant.lane(_again(enter, who), number, part).do(outcome="accept")
    desk = restaurant.lane(_again(enter, "吴磊"), number, "food")
    desk.take_up()
    today = datetime.now(CITY).date()
    day = _working_day_after(today)
    desk.page.get_by_label("哪一天", exact=True).fill(f"{day:%Y-%m-%d}")
    desk.page.get_by_label("几点", exact=True).fill("9:30")
    desk.page.get_by_role("button", name="约定并通知申请人").click()
    expect(desk.page.get_by_text("联合踏勘：")).to_be_visible()
    look(desk.page, "desk, joint visit")
    applicant.goto(f"/cases/{number}/")
    expect(applicant.get_by_text("各部门一起上门看现场，只来这一次")).to_be_visible()
    return (day - today).days


def _working_day_after(day: date) -> date:
    calendar = read_holidays(json.loads(path.read_text(encoding="utf-8")) for path in ANNOUNCED.glob("*.json"))
    day += timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def _each_writes_down_what_it_saw(enter: Enter, number: str, ahead: int) -> None:
    """All on the date that was arranged; every session has ended meanwhile."""
    there = datetime.now(CITY) + timedelta(days=ahead)
    when = {"visited_on": f"{there:%Y-%m-%d}", "visited_time": f"{there:%H:%M}"}
    for part, found in FOUND.items():
        first = restaurant.lane(_again(enter, FIRST[part]), number, part)
        # 吴磊 has taken his visit, to arrange the date.
        act = first.go_on if part == "food" else first.do
        act(outcome="done", **when, **{f"item.{key}": value for key, value in found.items()})
        restaurant.lane(_again(enter, SECOND[part]), number, part).confirm()


def _three_are_granted_and_one_refused(enter: Enter, number: str) -> None:
    restaurant.lane(_again(enter, "贺东"), number, "tobacco").do(outcome="object", note="离小学 20 米，不符合合理布局")
    for part in ("food", "fire-inspection", "sign"):
        restaurant.lane(_again(enter, HEAD[part]), number, part).do(outcome="grant")
    told = {"ground": "k2", "note": "现场量到离学府小学大门 20 米，不符合本地合理布局规定的 50 米。"}
    restaurant.lane(_again(enter, "丁敏"), number, "tobacco").do(outcome="refuse", **told)


def _handed_over_together(enter: Enter, number: str, look: Look) -> None:
    window = food.Desk(_again(enter, "王芳"), number)
    window.take_up()
    expect(window.page.get_by_text("各部门都办完了，下面的文书一次交给申请人")).to_be_visible()
    window.page.get_by_role("button", name="已当面交给申请人").click()
    expect(window.page.get_by_role("alert")).to_contain_text("没有写在哪里收下的")
    look(window.page, "desk, handing over together")
    window.page.get_by_label("在哪里收下的").fill("政务服务中心 3 号窗口")
    window.page.get_by_role("button", name="已当面交给申请人").click()
    applicant = _again(enter, "陈静")
    walk.wait_for(applicant, f"/cases/{number}/", "办好 3 件，1 件没办成")
    applicant.goto(f"/cases/{number}/")
    expect(applicant.get_by_role("heading", name="食品经营许可证", exact=True)).to_be_visible()
    expect(applicant.get_by_text("没办成的：烟草专卖零售许可证核发")).to_be_visible()
    look(applicant, "joint case, concluded", public=True)
    applicant.goto(f"/cases/{number}-{restaurant.PLACES['tobacco']}/")
    expect(applicant.get_by_text(re.compile("行政复议")).first).to_be_visible()
    look(applicant, "part of a joint case, refused", public=True)
    _the_refused_part_is_applied_for_alone(applicant, number, look)


def _the_refused_part_is_applied_for_alone(page: Page, number: str, look: Look) -> None:
    page.goto(f"/cases/{number}/")
    choices = page.get_by_role("region", name="“烟草专卖零售许可证核发”接下来怎么办")
    expect(choices.get_by_text("香烟不能卖，别的照常")).to_be_visible()
    choices.get_by_role("button", name="重新申请").click()
    page.wait_for_url("**/apply/**")
    expect(page.get_by_text("上次没办成的理由，这次改好再交")).to_be_visible()
    expect(page.get_by_text("学府小学").first).to_be_visible()
    look(page, "begun again after a refusal", public=True)
    draft = page.url
    page.goto(f"/cases/{number}/")
    expect(page.get_by_text("您已经重新申请这一部分")).to_be_visible()
    expect(page.get_by_role("button", name="重新申请")).to_have_count(0)
    page.goto(draft)
    expect(page.get_by_role("heading", name="烟草专卖零售许可证核发")).to_be_visible()


def _again(enter: Enter, name: str) -> Page:
    """Signed in anew, for moving the clock, here or in a journey before, has ended every session."""
    page = enter("")
    walk.sign_in_as(page, name)
    return page
