"""A food licence from the first search to the rating: corrected, seen on site by two, granted; and one refused."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page, expect

from tests.journeys import food, walk
from tests.journeys.conftest import City, Enter, Look
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.tests import papers

FACTS = "现场核查看到生食加工台和熟食出餐口共用一条通道，没有分开的时间和隔断。"


def test_a_food_licence_with_one_correction_and_a_site_visit_is_granted(enter: Enter, look: Look) -> None:
    applicant = enter("陈静")
    number = _she_applies(applicant, look)
    window = food.Desk(enter("王芳"), number)
    _one_notice_with_all_points(window, look)
    _she_mends_exactly_that(applicant, number, look)
    _accepted_after_the_correction(window, applicant)
    inspector = food.Desk(enter("吴磊"), number)
    _reviewed(inspector, look)
    _seen_by_two(inspector, food.Desk(enter("孙健"), number), look)
    _granted(food.Desk(enter("郑红"), number), look)
    _she_reads_the_decision_and_has_the_licence(applicant, number, look)
    _she_is_told_all_of_it(applicant, look)
    _she_rates(applicant, number, "非常满意", look)


def _she_applies(page: Page, look: Look) -> str:
    page.goto("/")
    page.get_by_role("searchbox").fill("开饭店办证")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name=re.compile("食品经营许可")).first.click()
    page.get_by_role("link", name="开始办理").first.click()
    page.get_by_role("button", name="好，开始填").click()
    page.wait_for_url("**/apply/**")
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    for section, answers in food.ANSWERS.items():
        walk.open_section(page, number, section)
        walk.answer(page, answers)
        walk.go_on(page)
    page.goto(f"/apply/{number}/materials/")
    page.get_by_role("button", name=re.compile("^上传")).click()
    expect(page.get_by_role("alert")).to_contain_text("还没有选文件")
    _hand_in(page, food.DRAWING)
    expect(page.get_by_text("传好了 1 个文件")).to_be_visible()
    look(page, "materials, handed in", public=True)
    walk.submit(page, number)
    walk.wait_for_outcome(page, "等部门告知是否受理")
    expect(page.get_by_role("heading", name="收件凭证")).to_be_visible()
    look(page, "case, received")
    return number


def _hand_in(page: Page, file: object) -> None:
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name=re.compile("^上传")).click()
    page.wait_for_load_state()


def _one_notice_with_all_points(window: food.Desk, look: Look) -> None:
    page = window.page
    page.goto("/desk/")
    page.get_by_role("row").filter(has_text=window.number).get_by_role("link", name=food.SERVICE_NAME).first.click()
    page.get_by_role("button", name=food.TAKE).click()
    look(page, "desk, acceptance")
    page.get_by_role("link", name="一次告知补正").click()
    page.get_by_role("button", name="告知申请人补正").click()
    expect(page.get_by_role("alert")).to_contain_text("至少勾选一项")
    page.locator("[value='field.healthy_staff']").check()
    page.locator("[name='why.field.healthy_staff']").fill("健康证明的人数和电话里说的不一样，核对后改")
    page.locator("[value='material.m3']").check()
    page.get_by_role("button", name="告知申请人补正").click()
    expect(page.get_by_role("alert")).to_contain_text("写清缺什么")
    look(page, "desk, correction refused")
    page.locator("[name='why.material.m3']").fill("布局图没有画出冷食专间的位置，在图上标出来")
    page.get_by_role("button", name="告知申请人补正").click()
    expect(page.get_by_role("heading", name="一次告知的补正")).to_be_visible()


def _she_mends_exactly_that(page: Page, number: str, look: Look) -> None:
    walk.wait_for(page, f"/cases/{number}/", "去补正")
    page.goto("/me/inbox/")
    look(page, "inbox, to do", public=True)
    page.get_by_role("button", name=re.compile("^去补正")).first.click()
    expect(page.get_by_role("heading", name="补正：改好这 2 处，再交回来")).to_be_visible()
    look(page, "correction", public=True)
    notice = page.request.get(str(page.get_by_role("link", name="打开补正告知书").get_attribute("href")))
    assert notice.body().startswith(b"%PDF")
    # What was not asked for stays as it was.
    assert not page.request.get(f"/apply/{number}/premises/").url.endswith("/premises/")
    walk.post(page, f"/apply/{number}/correction/", field="floor_area", asked="floor_area", floor_area="860")
    page.reload()
    page.get_by_role("textbox", name="其中几个人有有效的健康证明").fill("５")
    _hand_in(page, {**food.DRAWING, "name": "新布局图.png"})
    expect(page.get_by_role("link", name="新布局图.png")).to_be_visible()
    expect(page.get_by_role("textbox", name="其中几个人有有效的健康证明")).to_have_value("5")
    page.goto(f"/cases/{number}/")
    look(page, "case, to be corrected", public=True)
    page.get_by_role("link", name="去补正").click()
    page.get_by_role("button", name="交回补正材料").click()
    page.wait_for_url(f"**/cases/{number}/")
    walk.wait_for_outcome(page, "补正的材料收到了")
    answers = page.request.get(f"/cases/{number}/answers/").text()
    assert "860" not in answers
    assert "86" in answers


def _accepted_after_the_correction(window: food.Desk, applicant: Page) -> None:
    window.take_up()
    expect(window.page.get_by_text("已经一次告知过补正，不能再次要求补正")).to_be_visible()
    expect(window.page.get_by_role("link", name="一次告知补正")).to_have_count(0)
    expect(window.page.get_by_role("link", name=re.compile("^新布局图.png"))).to_be_visible()
    window.page.get_by_role("button", name="受理", exact=True).click()
    expect(window.page.locator("#act")).to_contain_text("现在没有等您办的")
    applicant.goto(f"/cases/{window.number}/")
    walk.wait_for_outcome(applicant, "正在办：")
    expect(applicant.get_by_role("link", name="受理通知书（PDF）")).to_be_visible()


def _reviewed(officer: food.Desk, look: Look) -> None:
    officer.take_up()
    page = officer.page
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(re.compile("^同意")).check()
    page.get_by_label("审查意见").fill("材料齐全，场所布局合理，拟同意")
    look(page, "desk, review")
    page.get_by_role("button", name="提交意见").click()
    page.wait_for_load_state()


def _seen_by_two(first: food.Desk, second: food.Desk, look: Look) -> None:
    first.take_up()
    page = first.page
    walk.answer(page, {**food.visit(), **food.found(site_health_cards="5")})
    page.get_by_role("button", name="写好，交给同事确认").click()
    expect(page.get_by_role("alert")).to_contain_text("两名以上")
    look(page, "desk, inspection refused")
    page.get_by_label(re.compile("^孙健")).check()
    page.get_by_role("button", name="写好，交给同事确认").click()
    expect(page.locator("#act")).to_contain_text("等 孙健 确认")
    page = second.page
    page.goto("/desk/")
    page.get_by_role("row").filter(has_text=second.number).get_by_role("link", name=food.SERVICE_NAME).first.click()
    expect(page.locator("#act")).to_contain_text("吴磊 写的记录")
    look(page, "desk, confirmation of a visit")
    page.get_by_role("button", name="我在现场，确认记录").click()
    expect(page.locator("#act")).to_contain_text("现在没有等您办的")


def _granted(head: food.Desk, look: Look) -> None:
    head.take_up()
    page = head.page
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(re.compile("^准予许可")).check()
    look(page, "desk, decision")
    page.get_by_role("button", name="作出决定").click()
    expect(page.locator("#act")).to_contain_text("现在没有等您办的")


def _she_reads_the_decision_and_has_the_licence(page: Page, number: str, look: Look) -> None:
    page.goto(f"/cases/{number}/")
    walk.wait_for_outcome(page, "食品经营许可证已经签发")
    decision = page.locator(".doc").filter(has_text="准予行政许可决定书")
    expect(decision).to_contain_text("打开就是送达")
    paper = page.request.get(str(decision.get_by_role("link").first.get_attribute("href")))
    assert paper.headers["content-type"] == "application/pdf"
    walk.wait_for(page, f"/cases/{number}/", '送达回证<span class="vh">：准予行政许可决定书')
    page.reload()
    expect(decision).to_contain_text("已阅")
    proof = decision.get_by_role("link", name=re.compile("^送达回证"))
    assert page.request.get(str(proof.get_attribute("href"))).body().startswith(b"%PDF")
    look(page, "case, granted and delivered", public=True)
    page.goto(f"/cases/{number}/clock/")
    look(page, "clock of a decided case", public=True)
    page.goto(f"/cases/{number}/")
    licence = page.get_by_role("link", name="打开食品经营许可证（PDF）")
    assert page.request.get(str(licence.get_attribute("href"))).body().startswith(b"%PDF")
    page.get_by_role("link", name="验真").click()
    expect(page.get_by_role("heading", name="这张证照是真的，有效")).to_be_visible()
    expect(page.get_by_text(food.SHOP)).to_be_visible()


def _she_is_told_all_of_it(page: Page, look: Look) -> None:
    page.goto("/me/inbox/")
    page.get_by_role("link", name=re.compile("^知道就行")).click()
    told = page.locator("main .rows > li")
    titles = ["准予许可", "已受理", "补正材料收到了", "要补正 2 处", "已收到您的申请"]
    expect(told.first).to_contain_text(titles[0])
    assert [one.split("：")[0] for one in told.locator("b:first-child").all_inner_texts()[:5]] == titles
    expect(told.filter(has_text="要补正 2 处").first).to_contain_text("已办好")
    look(page, "inbox, to know")


def _she_rates(page: Page, number: str, grade: str, look: Look) -> None:
    page.goto(f"/cases/{number}/")
    page.get_by_role("link", name="去评价").click()
    look(page, "feedback", public=True)
    page.get_by_role("button", name="提交评价").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(grade, exact=True).check()
    page.get_by_role("button", name="提交评价").last.click()
    expect(page.get_by_role("heading", name="已收到您的评价")).to_be_visible()
    look(page, "feedback, given")


def test_crossing_flows_are_refused_with_reasons_and_remedies(enter: Enter, city: City, look: Look) -> None:
    applicant = enter("陈静")
    number = food.submitted(applicant)
    food.inspected(enter, number, site_no_cross="false")
    _refused(food.Desk(enter("郑红"), number), look)
    _she_reads_why(applicant, number, city, look)
    _she_rates(applicant, number, "不满意", look)
    expect(applicant.locator("main")).to_contain_text("核实")
    _the_follow_up_is_on_the_desk(enter("马建国"), look)


def _refused(head: food.Desk, look: Look) -> None:
    head.take_up()
    page = head.page
    expect(page.locator("#act")).to_contain_text("核对表有 1 条没有通过")
    page.get_by_label(re.compile("^不予许可")).check()
    page.get_by_role("button", name="作出决定").click()
    expect(page.get_by_role("alert")).to_contain_text("不予许可")
    look(page, "desk, decision refused")
    page.locator("[name=ground][value=k2]").check()
    page.get_by_label("查明的事实和说明").fill(FACTS)
    page.get_by_role("button", name="作出决定").click()
    expect(page.locator("#act")).to_contain_text("现在没有等您办的")


def _she_reads_why(page: Page, number: str, city: City, look: Look) -> None:
    walk.wait_for(page, f"/cases/{number}/", "不予行政许可决定书（PDF）")
    page.goto(f"/cases/{number}/")
    for words in (
        FACTS,
        "原料、半成品、成品没有分开，或者流程有交叉（食品安全法第三十三条第一款第四项）",
        "可自收到之日起 60 日内向云溪市人民政府申请行政复议",
        "也可在 6 个月内向云溪市人民法院提起行政诉讼",
    ):
        expect(page.locator("#progress")).to_contain_text(words)
    link = page.get_by_role("link", name="不予行政许可决定书（PDF）")
    paper = page.request.get(str(link.get_attribute("href"))).body()
    # The browser's driver keeps an event loop in this thread; the check starts one of its own.
    with ThreadPoolExecutor() as aside:
        seals = aside.submit(check_seals, paper, [city.var / "seals" / "root.pem"]).result()
    assert [(one.signer, one.good) for one in seals] == [("云溪市市场监督管理局（样例）", True)]
    if shutil.which("pdftotext"):
        text = papers.text_of(paper)
        assert "60日内向云溪市人民政府申请行政复议" in text
        assert "6个月内向云溪市人民法院提起行政诉讼" in text
        assert FACTS in text
    look(page, "case, refused", public=True)


def _the_follow_up_is_on_the_desk(page: Page, look: Look) -> None:
    page.goto("/desk/feedback/")
    row = page.get_by_role("row").filter(has_text=food.SERVICE_NAME)
    expect(row).to_contain_text("不满意")
    expect(row).to_contain_text("等核实")
    look(page, "follow-ups")
    row.get_by_role("link", name=re.compile("^处理")).click()
    expect(page.locator("main")).to_contain_text("没有留电话")
    look(page, "follow-up")
