"""开办餐饮店“一件事”: one form, four departments, one correction, one refusal, one visit, one handing over."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import restaurant, walk
from tests.journeys.conftest import Enter, Look
from tests.journeys.days import Days
from tests.journeys.offices import FIRST, WHY_WIDTH, WINDOW, Offices
from tests.journeys.restaurant import PLACES


def test_four_departments_decide_one_application(enter: Enter, days: Days, look: Look) -> None:
    applicant = enter("陈静")
    number = _one_form_for_four(applicant, look)
    offices = Offices(enter, number)
    _the_sign_is_corrected_while_food_is_accepted(offices, applicant, look)
    _all_come_on_one_date(offices, applicant, days, look)
    days.move_to(days.next_working_day())
    offices.leave()
    offices.write_down_what_they_saw(days)
    offices.grant_three_and_refuse_one()
    _handed_over_together(offices, look)
    _she_reads_what_came_of_it(enter("陈静"), number, look)


def _one_form_for_four(page: Page, look: Look) -> str:
    page.goto(f"/s/{restaurant.SERVICE}/")
    expect(page.get_by_role("heading", name="一张表，分成几件事同时办")).to_be_visible()
    look(page, "joint service", public=True)
    number = restaurant.submitted(page, restaurant.ANSWERS)
    walk.wait_for(page, f"/cases/{number}/", "户外招牌设施设置")
    page.goto(f"/cases/{number}/")
    walk.wait_for_outcome(page, "4 个部门分头在办，还有 4 件没办完")
    expect(page.locator(".lane")).to_have_count(4)
    look(page, "joint case, begun", public=True)
    return number


def _the_sign_is_corrected_while_food_is_accepted(offices: Offices, applicant: Page, look: Look) -> None:
    sign = offices.desk("sign", FIRST["sign"])
    sign.take_up()
    expect(sign.page.get_by_role("heading", name=re.compile("^开办餐饮店"))).to_be_visible()
    look(sign.page, "desk, part of a joint application")
    sign.page.get_by_role("link", name="一次告知补正").click()
    sign.page.locator("[value='field.sign_width']").check()
    sign.page.locator("[name='why.field.sign_width']").fill(WHY_WIDTH)
    sign.page.get_by_role("button", name="告知申请人补正").click()
    expect(sign.page.get_by_role("heading", name="一次告知的补正")).to_be_visible()
    offices.accept("food")
    walk.wait_for(applicant, f"/cases/{offices.number}/", "其他部分照常办，不用等。")
    applicant.goto(f"/cases/{offices.number}/")
    look(applicant, "joint case, one part to be corrected", public=True)
    applicant.get_by_role("link", name=re.compile("^去补正：户外招牌")).click()
    applicant.get_by_role("textbox", name=re.compile("宽")).fill("6.2")
    applicant.get_by_role("button", name="交回补正材料").click()
    applicant.wait_for_url(f"**/cases/{sign.number}/")
    offices.accept("sign")


def _all_come_on_one_date(offices: Offices, applicant: Page, days: Days, look: Look) -> None:
    offices.agree("food", "材料齐全，拟同意")
    offices.agree("sign", "尺寸合适，拟同意")
    offices.accept("fire-inspection", "tobacco")
    desk = offices.desk("food", FIRST["food"])
    desk.take_up()
    desk.page.get_by_label("哪一天", exact=True).fill(f"{days.next_working_day():%Y-%m-%d}")
    desk.page.get_by_label("几点", exact=True).fill("9:30")
    desk.page.get_by_role("button", name="约定并通知申请人").click()
    expect(desk.page.get_by_text("联合踏勘：")).to_be_visible()
    look(desk.page, "desk, joint visit")
    applicant.goto(f"/cases/{offices.number}/")
    expect(applicant.get_by_text("各部门一起上门看现场，只来这一次")).to_be_visible()


def _handed_over_together(offices: Offices, look: Look) -> None:
    window = offices.desk("", WINDOW)
    window.take_up()
    expect(window.page.get_by_text("各部门都办完了，下面的文书一次交给申请人")).to_be_visible()
    window.page.get_by_role("button", name="已当面交给申请人").click()
    expect(window.page.get_by_role("alert")).to_contain_text("没有写在哪里收下的")
    look(window.page, "desk, handing over together")
    window.page.get_by_label("在哪里收下的").fill("政务服务中心 3 号窗口")
    window.page.get_by_role("button", name="已当面交给申请人").click()
    expect(window.page.locator("#act")).to_contain_text("现在没有等您办的")


def _she_reads_what_came_of_it(applicant: Page, number: str, look: Look) -> None:
    walk.wait_for(applicant, f"/cases/{number}/", "办好 3 件，1 件没办成")
    applicant.goto(f"/cases/{number}/")
    expect(applicant.get_by_role("heading", name="食品经营许可证", exact=True)).to_be_visible()
    expect(applicant.get_by_text("没办成的：烟草专卖零售许可证核发")).to_be_visible()
    look(applicant, "joint case, concluded", public=True)
    applicant.goto(f"/cases/{number}-{PLACES['tobacco']}/")
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
