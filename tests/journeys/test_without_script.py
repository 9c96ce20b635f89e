"""The whole way without JavaScript: old phones, strict browsers, a script that did not arrive."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import walk


def test_everything_works_without_script(enter: Callable[..., Page]) -> None:
    page = enter(java_script_enabled=False)
    mobile, name, id_number = walk.LIU_YANG
    page.goto("/")
    page.get_by_role("searchbox").fill("夫妻店")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="个体工商户设立登记").first.click()

    page.get_by_label("在租来的地方").check()
    page.get_by_role("button", name="回答 3 个问题").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_label(re.compile("^和家人一起")).check()
    page.get_by_role("button", name="下一题").click()
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("alert")).to_contain_text("拿不准就选“还不确定”")
    page.get_by_label("还不确定").check()
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("heading", name="您要准备的")).to_be_visible()

    page.get_by_role("link", name="开始办理").click()
    walk.sign_in_by_code(page, mobile)
    # Whoever was confirmed in another journey of this city is not asked again.
    if "/me/identity/" in page.url:
        walk.confirm_identity(page, name, id_number)
    page.get_by_role("button", name="好，开始填").click()
    number = page.url.rstrip("/").rsplit("/", 1)[1]

    page.get_by_role("link", name="接着填").first.click()
    _fill_family(page)
    walk.open_section(page, number, "name")
    trade_name = page.get_by_label("名称", exact=True)
    walk.choose(page, "是", trade_name, script=False)
    trade_name.fill("云溪市刘洋小吃店")
    walk.go_on(page)
    # The guide was told where the shop is, so the address is asked at once.
    page.get_by_label("街道（乡镇）").select_option("990181001")
    page.get_by_label("详细地址").fill("人民路 40 号 1 层")
    walk.go_on(page)
    page.locator("input[value=A0101]").check()
    page.get_by_label("一共几个人干活").fill("2")
    page.get_by_role("button", name="稍后再填").click()
    expect(page.get_by_text("还剩 1 项")).to_be_visible()
    walk.open_section(page, number, "contact")
    walk.go_on(page)
    walk.submit(page, number)
    walk.refresh_until(page, "营业执照已经签发")

    page.get_by_role("link", name="验真").click()
    expect(page.get_by_role("heading", name="这张证照是真的，有效")).to_be_visible()
    _an_officer_revokes_it(enter(java_script_enabled=False), page, number)


def _fill_family(page: Page) -> None:
    """The guide was told that the family works too; rows are added and removed by round trips."""
    page.locator("[name='family.0.name']").fill("何婷")
    page.locator("[name='family.0.id_no']").fill("990181199207080620")
    page.get_by_role("button", name=re.compile("^再加一项")).click()
    expect(page.locator("[name='family.0.name']")).to_have_value("何婷")
    page.locator("[name='family.1.name']").fill("赵秀兰")
    page.get_by_role("button", name=re.compile("^删除.*第 2 项")).click()
    expect(page.locator("[name='family.1.name']")).to_have_count(0)
    walk.go_on(page)


def _an_officer_revokes_it(desk: Page, public: Page, number: str) -> None:
    walk.sign_in_as(desk, "李敏", f"/desk/cases/{number}/")
    desk.get_by_text("作废这张证照").click()
    desk.get_by_role("button", name="作废证照").click()
    expect(desk.get_by_role("alert")).to_contain_text("理由")
    desk.get_by_label("作废的理由").fill("经营者申请注销登记（市场主体登记管理条例第三十一条）")
    desk.get_by_role("button", name="作废证照").click()
    public.reload()
    expect(public.get_by_role("heading", name="这张证照已作废")).to_be_visible()
    expect(public.get_by_text("经营者申请注销登记")).to_be_visible()
