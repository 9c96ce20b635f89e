"""A joint application on one page: lanes with their departments, which decides the whole, what waits for the person."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, browser_of, reading_once
from yimen.domains.cases.actions.hand_over_together import hand_over_together
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import grounds_of
from yimen.domains.cases.tests import make_food, make_restaurant, make_service
from yimen.domains.cases.tests import make_joint as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.catalogue.actions.publish import publish
from yimen.engines.service.tests import joint_shop
from yimen.ground.accounts.models import Account
from yimen.ground.audit import SYSTEM
from yimen.portals.citizen.tests.read import cells, open_case, section, text_of, top

PARTS = "分成几件事办"


@pytest.fixture
def joint(cast: Cast) -> Case:
    return make.submitted(cast)


def test_every_lane_has_its_name_department_clock_and_state(cast: Cast, joint: Case) -> None:
    make.accepted(cast, make.lane(joint, "food"))
    answer = open_case(cast.chen_jing, joint)
    bars = section(answer, "各部分的进度")
    assert "食品" in bars and "大店" in bars and bars.count("云溪市市场监督管理局") == 2
    assert "承诺 5 个工作日" in bars
    assert len(cells(answer, 0)) == len(cells(answer, 1)) == 5


def test_the_page_says_which_part_is_the_last(cast: Cast, joint: Case) -> None:
    make.accepted(cast, make.lane(joint, "food"))
    said = top(open_case(cast.chen_jing, joint))
    assert "1 个部门分头在办，还有 2 件没办完" in said
    assert "照承诺" in said and "最晚的是“大店”，它还没有受理" in said
    make.accepted(cast, make.lane(joint, "large"))
    assert "前全部办完，最晚的是“食品”" in top(open_case(cast.chen_jing, joint))


def test_a_correction_of_one_part_leads_to_its_own_page_and_says_that_the_others_go_on(cast: Cast, joint: Case) -> None:
    food = make.lane(joint, "food")
    points = [make_food.LAYOUT_LACKS]
    request_correction(actor=cast.wang_fang.actor(NOW), case=food, task=task_of(food), points=points, now=NOW)
    drain(NOW)
    answer = open_case(cast.chen_jing, joint)
    assert "食品等您补正" in top(answer) and "其他部分照常办" in top(answer)
    assert f'href="/apply/{food.number}/correction/"' in answer.content.decode()
    assert browser_of(cast.chen_jing).get(f"/apply/{food.number}/correction/").status_code == 200


def test_of_a_refused_part_the_page_says_that_the_others_stand_and_what_can_be_done(cast: Cast, joint: Case) -> None:
    food = make.lane(joint, "food")
    ground = grounds_of(food, every=True)[0]["condition"]
    make.decided(cast, food, "refuse", grounds=[ground])
    make.decided(cast, make.lane(joint, "large"))
    answer = open_case(cast.chen_jing, fresh(joint))
    assert "已办结" in top(answer) and "办好 1 件，1 件没办成" in top(answer)
    assert "没办成的：食品。办好的照样有效" in top(answer)
    rows = section(answer, PARTS)
    assert "不予许可" in rows and "准予许可" in rows and "接下来怎么办 ：食品" in rows
    assert "食品经营许可证" in section(answer, "您的证照")


def test_the_history_tells_of_all_parts_in_order_of_time(cast: Cast, joint: Case) -> None:
    make.accepted(cast, make.lane(joint, "large"))
    make.accepted(cast, make.lane(joint, "food"), NOW + timedelta(hours=1))
    told = section(open_case(cast.chen_jing, joint), "全部经过")
    assert told.index("您提交了申请") < told.index("大店：已受理") < told.index("食品：已受理")


def test_papers_handed_over_together_are_told_once(cast: Cast) -> None:
    case = make.submitted(cast, together=True)
    for part in ("food", "large"):
        make.decided(cast, make.lane(case, part))
    told = {"received_by": "陈静", "place": "3 号窗口", "now": NOW}
    hand_over_together(actor=cast.wang_fang.actor(NOW), case=fresh(case), task=task_of(case), **told)
    history = section(open_case(cast.chen_jing, case), "全部经过")
    assert history.count("文书一起交给您了") == 1 and "当面送达了" not in history
    lane = section(open_case(cast.chen_jing, make.lane(case, "food")), "全部经过")
    assert "当面送达了准予行政许可决定书" in lane


def test_there_is_one_receipt_and_the_parts_lead_back_to_the_whole(cast: Cast, joint: Case) -> None:
    answer = open_case(cast.chen_jing, joint)
    assert text_of(answer).count("收件凭证") >= 1 and joint.number in text_of(answer)
    lane = open_case(cast.chen_jing, make.lane(joint, "food")).content.decode()
    assert f'href="/cases/{joint.number}/"' in lane and f"/cases/{joint.number}-1/papers/receipt" not in lane


def test_what_was_filled_in_is_shown_once_for_all(cast: Cast, joint: Case) -> None:
    shown = text_of(open_case(cast.chen_jing, joint, "answers"))
    assert shown.count("经营面积（㎡）") == 1


def test_the_whole_stands_once_in_the_list_and_says_what_waits(cast: Cast, joint: Case) -> None:
    shown = browser_of(cast.chen_jing).get("/me/cases/").content.decode()
    assert joint.number in shown and f"{joint.number}-1" not in shown


def test_taking_back_the_whole_keeps_what_is_decided(cast: Cast, joint: Case) -> None:
    make.decided(cast, make.lane(joint, "food"))
    assert open_case(cast.chen_jing, joint, "withdraw").status_code == 200
    withdraw(actor=cast.chen_jing.actor(NOW), case=fresh(joint), reason="", now=NOW)
    drain(NOW)
    said = top(open_case(cast.chen_jing, fresh(joint)))
    assert "已撤回" in said and "已经决定的部分照样有效" in said


def test_nobody_else_sees_the_whole_or_a_part(cast: Cast, joint: Case) -> None:
    for case in (joint, make.lane(joint, "food")):
        assert open_case(cast.zhang_wei, case).status_code == 404


def test_the_service_page_tells_of_every_part_and_what_comes_out(cast: Cast) -> None:
    make.published()
    said = text_of(browser_of(cast.chen_jing).get("/s/joint-shop/"))
    assert "一张表，分成几件事同时办" in said and "大的店要办" in said
    assert said.count("食品经营许可证") >= 2


def test_of_parts_that_follow_each_other_the_service_page_says_so(cast: Cast) -> None:
    said = text_of(browser_of(cast.chen_jing).get("/s/newborn/"))
    assert "一张表，一件办成了接着办下一件" in said and "同时办" not in said.partition("一张表，一件")[2][:200]


def test_a_part_inside_the_whole_is_listed_nowhere_and_its_page_leads_to_the_whole(cast: Cast) -> None:
    make.published()
    browser = browser_of(cast.chen_jing)
    for page in ("/s/", "/s/?q=食品", "/"):
        assert "joint-shop-large" not in browser.get(page).content.decode()
    for page in ("", "guide/", "begin/"):
        assert browser.get(f"/s/joint-shop-large/{page}").status_code == 200
    assert 'href="/s/joint-shop/"' in browser.get("/s/joint-shop-large/").content.decode()
    assert "里的一部分" not in text_of(browser.get("/s/food-business-license/"))


def test_a_part_that_the_whole_has_no_more_has_no_page(cast: Cast) -> None:
    make.published()
    with reading_once():
        publish(actor=SYSTEM, files=joint_shop.files_of_food_only(), now=NOW)
    for page in ("", "guide/", "begin/"):
        assert browser_of(cast.chen_jing).get(f"/s/joint-shop-large/{page}").status_code == 404


def test_the_check_page_shows_each_answer_once_and_the_papers_of_all_parts(cast: Cast) -> None:
    case = make.filled(cast)
    said = text_of(browser_of(cast.chen_jing).get(f"/apply/{case.number}/check/"))
    assert said.count("修改：经营面积（㎡）") == 1
    assert "用于食品、大店" in said and "只给云溪市市场监督管理局看" in said
    assert "主要设备设施、经营布局、操作流程" in said


def test_only_departments_that_still_have_it_are_counted(cast: Cast) -> None:
    name = "handed-over-before-the-fire-check"
    joint = make_restaurant.submitted(cast, name)
    assert "3 个部门分头在办，还有 3 件没办完" in top(open_case(cast.chen_jing, joint))
    for outcome in ("accept", "grant"):
        make_restaurant.do(cast, make_restaurant.lane(joint, "fire-commitment"), outcome)
    assert "2 个部门分头在办，还有 2 件没办完" in top(open_case(cast.chen_jing, fresh(joint)))


@pytest.fixture
def sun_xiaomei(cast: Cast) -> Account:
    return Account.objects.get(login="15400000018")


def test_of_parts_that_follow_each_other_the_page_says_what_comes_next_and_when_all_is_done(
    sun_xiaomei: Account,
) -> None:
    case = make_service.submitted(sun_xiaomei, "newborn", "everything-from-the-start")
    said = top(open_case(sun_xiaomei, case))
    assert "还有 1 件没办完" in said
    assert "12月4日" in said and "“出生医学证明（首次签发）”办成以后，接着办预防接种证办理、出生登记（落户）" in said
    assert "后面还有：预防接种证办理、出生登记（落户）、城乡居民医保参保登记、社会保障卡申领" in said
    assert "不用您再来" in said


def test_what_was_never_begun_is_named_when_an_earlier_part_was_refused(sun_xiaomei: Account) -> None:
    case = make_service.submitted(sun_xiaomei, "newborn", "everything-from-the-start")
    case = make_service.handled(case, "certificate-refused")
    said = top(open_case(sun_xiaomei, case))
    assert "办好 0 件，1 件没办成" in said
    assert "没有开始办的：预防接种证办理、出生登记（落户）、城乡居民医保参保登记、社会保障卡申领" in said


def test_when_all_parts_are_granted_nothing_is_left_to_begin(sun_xiaomei: Account) -> None:
    case = make_service.submitted(sun_xiaomei, "newborn", "everything-from-the-start")
    said = top(open_case(sun_xiaomei, make_service.handled(case, "everything-from-the-start")))
    assert "全部办好了" in said and "没有开始办的" not in said
