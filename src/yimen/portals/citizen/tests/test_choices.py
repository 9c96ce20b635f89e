"""After one part was refused the applicant chooses: go on with the rest, apply anew for it alone, appeal, take back."""

import pytest

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import grounds_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests import make_joint as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.catalogue.queries import current_version, definition
from yimen.portals.citizen.tests.read import open_case, post_to, section, text_of, top

FOOD, LARGE = "“食品”接下来怎么办", "“大店”接下来怎么办"


@pytest.fixture
def joint(cast: Cast) -> Case:
    return make.submitted(cast)


@pytest.fixture
def refused(cast: Cast, joint: Case) -> Case:
    food = make.lane(joint, "food")
    return make.decided(cast, food, "refuse", grounds=[grounds_of(food, every=True)[0]["condition"]])


def declined(cast: Cast, case: Case, ground: str) -> Case:
    told = {"ground": ground, "facts": "面积 40 平方米", "competent_body": "", "barred_until": None}
    decline(actor=cast.wang_fang.actor(NOW), case=case, task=task_of(case), now=NOW, **told)
    drain(NOW)
    return fresh(case)


def draft_of(cast: Cast) -> Case:
    return Case.objects.get(applicant=cast.chen_jing.person, status=Status.DRAFT)


def test_while_the_others_run_the_whole_says_what_was_refused_and_what_to_choose(
    cast: Cast, joint: Case, refused: Case
) -> None:
    answer = open_case(cast.chen_jing, fresh(joint))
    assert "没办成的：食品。别的照常办；怎么办由您选" in top(answer)
    told = section(answer, FOOD)
    assert refused.reasons[0]["sentence"] in told and "不予许可" in told
    assert "还在办的照常办：大店。" in told and "没有“食品”，要它才能做的事先不要做" in told
    assert "单独重新申请这一部分" in told
    assert "60 日内向云溪市人民政府申请行政复议" in told and "6 个月内向云溪市人民法院提起行政诉讼" in told
    assert "看不予行政许可决定书" in told and "撤回还没决定的部分" in told
    assert 'href="#choose-food"' in answer.content.decode()


def test_when_all_is_decided_the_granted_parts_stand_and_nothing_is_left_to_take_back(
    cast: Cast, joint: Case, refused: Case
) -> None:
    make.decided(cast, make.lane(joint, "large"))
    told = section(open_case(cast.chen_jing, fresh(joint)), FOOD)
    assert "办成的照样有效，您不用做什么：大店。" in told
    assert "撤回" not in told and "还在办" not in told


def test_nothing_is_to_be_chosen_while_nothing_was_refused(cast: Cast, joint: Case) -> None:
    make.decided(cast, make.lane(joint, "food"))
    assert "接下来怎么办" not in text_of(open_case(cast.chen_jing, fresh(joint)))


def test_the_own_page_of_the_part_offers_the_same(cast: Cast, joint: Case, refused: Case) -> None:
    answer = open_case(cast.chen_jing, refused)
    told = section(answer, FOOD)
    assert "还在办的照常办：大店。" in told and "单独重新申请这一部分" in told and "行政复议" in told
    assert text_of(answer).count("申请行政复议，") == 1
    assert f'action="/cases/{refused.number}/again/"' in answer.content.decode()


def test_one_press_begins_the_part_alone_and_the_form_says_what_to_mend(cast: Cast, joint: Case, refused: Case) -> None:
    answer = post_to(cast.chen_jing, refused, "again")
    draft = draft_of(cast)
    assert (answer.status_code, answer["Location"]) == (302, f"/apply/{draft.number}/")
    browser = browser_of(cast.chen_jing)
    for page in ("", "premises/", "materials/", "check/"):
        said = text_of(browser.get(f"/apply/{draft.number}/{page}"))
        assert "上次没办成的理由，这次改好再交" in said and refused.reasons[0]["sentence"] in said, page
        assert "现场看到的和申报的不一样" in said
    assert (
        f'value="{refused.answers["floor_area"]}"' in browser.get(f"/apply/{draft.number}/premises/").content.decode()
    )
    assert "布局图.png" in text_of(browser.get(f"/apply/{draft.number}/materials/"))


def test_pressing_twice_gives_the_one_draft_and_the_pages_lead_to_it(cast: Cast, joint: Case, refused: Case) -> None:
    first, second = post_to(cast.chen_jing, refused, "again"), post_to(cast.chen_jing, refused, "again")
    assert first["Location"] == second["Location"]
    draft = draft_of(cast)
    for case in (fresh(joint), refused):
        answer = open_case(cast.chen_jing, case)
        assert f"您已经重新申请这一部分：{draft.number}" in text_of(answer).replace("： ", "：")
        assert "/again/" not in answer.content.decode()


def test_a_part_inside_the_joint_folder_has_its_page_and_is_applied_for_alone(cast: Cast, joint: Case) -> None:
    large = make.lane(joint, "large")
    make.decided(cast, large, "refuse", grounds=[grounds_of(large, every=True)[0]["condition"]])
    post_to(cast.chen_jing, large, "again")
    draft = draft_of(cast)
    browser = browser_of(cast.chen_jing)
    hub = browser.get(f"/apply/{draft.number}/").content.decode()
    assert 'href="/s/joint-shop-large/"' in hub
    page = browser.get("/s/joint-shop-large/")
    assert "里的一部分" in text_of(page) and 'href="/s/joint-shop/"' in page.content.decode()


def test_a_part_that_needs_no_permit_says_where_to_go_instead_of_asking_again(cast: Cast, joint: Case) -> None:
    lane = declined(cast, make.lane(joint, "food"), "small-catering")
    told = section(open_case(cast.chen_jing, fresh(joint)), FOOD)
    assert "现在不能重新申请" in told and lane.declined["instead"] in told and "行政复议" in told
    assert "单独重新申请" not in told and "没有“食品”" not in told
    answer = post_to(cast.chen_jing, lane, "again")
    assert answer.status_code == 422 and lane.declined["instead"] in answer.content.decode()
    assert not Case.objects.filter(status=Status.DRAFT).exists()


def test_a_part_that_was_taken_back_can_be_had_alone_later(cast: Cast, joint: Case) -> None:
    withdraw(actor=cast.chen_jing.actor(NOW), case=make.lane(joint, "large"), reason="", now=NOW)
    drain(NOW)
    told = section(open_case(cast.chen_jing, fresh(joint)), LARGE)
    assert "已撤回" in told and "单独重新申请这一部分" in told and "行政复议" not in told
    post_to(cast.chen_jing, make.lane(joint, "large"), "again")
    said = text_of(browser_of(cast.chen_jing).get(f"/apply/{draft_of(cast).number}/"))
    assert "上次填的和交的材料已经带过来，核对好再交" in said and "没办成的理由" not in said


def test_a_stranger_and_a_visitor_begin_nothing(cast: Cast, joint: Case, refused: Case) -> None:
    assert post_to(cast.zhang_wei, refused, "again").status_code == 404
    assert browser_of(None).post(f"/cases/{refused.number}/again/").status_code == 302
    assert browser_of(cast.chen_jing).get(f"/cases/{refused.number}/again/").status_code == 405
    assert not Case.objects.filter(status=Status.DRAFT).exists()


def test_a_part_that_is_open_or_granted_is_not_begun_again(cast: Cast, joint: Case) -> None:
    food = make.decided(cast, make.lane(joint, "food"))
    for case in (food, make.lane(joint, "large"), fresh(joint)):
        answer = post_to(cast.chen_jing, case, "again")
        assert answer.status_code == 409 and "办成的照样有效" in answer.content.decode()


def test_a_matter_of_its_own_that_was_refused_goes_the_same_way(cast: Cast) -> None:
    case = make_food.decided(cast, "refuse", grounds=["k2"], note="生熟加工共用一个操作台")
    assert f'action="/cases/{case.number}/again/"' in open_case(cast.chen_jing, case).content.decode()
    post_to(cast.chen_jing, case, "again")
    assert draft_of(cast).answers["staff_count"] == case.answers["staff_count"]
    said = text_of(open_case(cast.chen_jing, case))
    assert f"您已经重新申请：{draft_of(cast).number}" in said.replace("： ", "：")


def test_the_restaurant_says_of_every_part_what_may_not_be_done_without_it(cast: Cast) -> None:
    assert all(one["without"] for one in definition(current_version("open-restaurant")).meta["parts"])


def test_the_history_of_both_names_the_other(cast: Cast, joint: Case, refused: Case) -> None:
    post_to(cast.chen_jing, refused, "again")
    assert f"新的办件号 {draft_of(cast).number}" in section(open_case(cast.chen_jing, refused), "全部经过")
