"""The first door as a newcomer walks it: from the home page to a certificate, and to a refusal with reasons."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import walk


def test_a_newcomer_gets_a_certificate_that_anyone_can_verify(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("我想开家小店")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="个体工商户设立登记").first.click()
    expect(page.get_by_text("多久办好")).to_be_visible()

    page.get_by_role("link", name="开始办理").first.click()
    page.get_by_label("手机号").fill("１５４ 0000 0001")
    page.get_by_role("button", name="发送验证码").click()
    code = re.search(r"\d{6}", page.locator(".note").inner_text())
    assert code
    page.get_by_label("验证码").fill(code[0])
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]

    walk.fill_all(page, number, name="云溪市桂花路小面馆", street="990181001", detail="桂花路 18 号 1 层")
    walk.submit(page, number)
    expect(page.get_by_role("heading", name="收件凭证")).to_be_visible()
    walk.wait_for_outcome(page, "营业执照已经签发")
    page.get_by_role("link", name="验真").click()
    expect(page.get_by_role("heading", name="这张证照是真的，有效")).to_be_visible()
    expect(page.get_by_text("云溪市桂花路小面馆")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("990181199005120110")


def test_a_forbidden_place_goes_to_an_officer_and_ends_in_a_refusal_with_reasons(page: Page) -> None:
    walk.sign_in_as(page, "陈静")
    number = walk.start(page)
    walk.fill_all(page, number, name="云溪市学府路文具店", street="990181002", detail="学府路 6 号", scope="B0201")
    walk.submit(page, number)
    walk.wait_for_outcome(page, "由登记审查员看")

    walk.sign_in_as(page, "李敏", "/desk/")
    row = page.get_by_role("row").filter(has_text=number)
    row.get_by_role("link", name="个体工商户设立登记").first.click()
    page.get_by_role("button", name="领取并办理").click()
    page.get_by_label(re.compile("^不予登记")).check()
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_role("alert")).to_contain_text("不予登记要写明理由")
    page.locator("input[name=ground]").first.check()
    page.get_by_label("查明的事实和说明").fill("经核对经营场所库，学府路 6 号在本市公布的禁设区域内。")
    page.get_by_role("button", name="作出决定").click()
    page.wait_for_load_state()

    walk.sign_in_as(page, "陈静", f"/cases/{number}/")
    walk.wait_for_outcome(page, "行政复议")
    expect(page.locator("#progress")).to_contain_text("市场主体登记管理条例第十一条")
    href = page.get_by_role("link", name="不予登记通知书").first.get_attribute("href")
    answer = page.request.get(str(href))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
