import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make as cases
from yimen.ground.audit.models import Entry
from yimen.ground.documents.queries import document_of
from yimen.ground.documents.subject import Subject
from yimen.ground.processes.actions.claim import claim
from yimen.portals.desk.tests import make
from yimen.portals.desk.tests.make import Window


@pytest.fixture
def case(cast: Cast) -> Case:
    return make.received(cast.chen_jing, healthy_staff="2")


@pytest.fixture
def desk(case: Case, staff: make.Staff) -> Window:
    found = make.window(staff.wang_fang, case)
    found.claim()
    return found


def test_a_free_task_is_claimed_before_it_is_done(case: Case, staff: make.Staff) -> None:
    desk = make.window(staff.wang_fang, case)
    page = desk.page()
    assert "领取并办理" in page
    assert desk.path("correct") not in page
    assert desk.browser.get(desk.path("correct"))["Location"] == desk.path("review")
    desk.claim()
    assert "领取并办理" not in desk.page()


def test_a_task_given_back_is_free_again(desk: Window) -> None:
    assert desk.post("release").status == 302
    assert make.task_of(desk.case).claimed_by is None
    # Not in one's hands any more: nothing to give back.
    assert desk.post("release").status == 409


def test_accepting_starts_the_clock_and_brings_the_notice(desk: Window) -> None:
    assert "承诺 5个工作日，到2026年11月27日（周五）" in make.words(desk.page())
    assert desk.post(outcome="accept").status == 302
    cases.drain()
    case = cases.fresh(desk.case)
    assert (case.status, str(case.promised_on), str(case.statutory_on)) == ("accepted", "2026-11-27", "2026-12-04")
    assert "受理通知书" in desk.page()


def test_an_act_that_is_none_is_refused(desk: Window) -> None:
    sent = desk.post(outcome="grant")
    assert sent.status == 422
    assert "选一种办法" in sent.html
    assert cases.fresh(desk.case).status == "submitted"


def test_a_colleague_who_has_it_is_named_and_nobody_else_acts(cast: Cast, case: Case, staff: make.Staff) -> None:
    claim(officer=staff.li_min, task=make.task_of(case), now=NOW)
    desk = make.window(staff.wang_fang, case)
    assert "由 李敏 领取" in make.words(desk.page())
    sent = desk.post(outcome="accept")
    assert sent.status == 409
    assert "李敏" in sent.html
    assert cases.fresh(case).status == "submitted"


# 不予受理


def test_not_accepting_names_the_reason_and_brings_the_decision(desk: Window) -> None:
    sent = desk.post(outcome="decline", ground="small-catering", facts="现场量过，用餐和操作一共 45 平方米")
    assert sent.status == 302
    cases.drain()
    case = cases.fresh(desk.case)
    assert case.status == "not-accepted"
    document = document_of(Subject("case", case.number), "refuse-acceptance")
    assert document is not None
    assert document.data["facts"] == ["现场量过，用餐和操作一共 45 平方米"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"facts": "看过"}, "ground"),
        ({"ground": "nothing", "facts": "看过"}, "ground"),
        ({"ground": "small-catering", "facts": " "}, "facts"),
        ({"ground": "elsewhere", "facts": "店在外地"}, "competent_body"),
        ({"ground": "barred-one-year", "facts": "处理过"}, "barred_until"),
        ({"ground": "barred-one-year", "facts": "处理过", "barred_until": "明年"}, "barred_until"),
        ({"ground": "still-incomplete", "facts": "还缺"}, "ground"),
    ],
)
def test_a_refusal_to_accept_says_at_its_field_what_lacks(desk: Window, typed: dict[str, str], field: str) -> None:
    sent = desk.post(outcome="decline", **typed)
    assert sent.status == 422
    assert f'href="#f-{field}"' in sent.html
    assert f'id="f-{field}"' in sent.html
    assert '<details class="more way" open>' in sent.html
    assert typed["facts"].strip() in sent.html
    assert cases.fresh(desk.case).status == "submitted"


def test_who_is_competent_stands_in_the_decision(desk: Window) -> None:
    sent = desk.post(
        outcome="decline", ground="elsewhere", facts="经营场所在青岚市", competent_body="青岚市市场监督管理局"
    )
    assert sent.status == 302
    cases.drain()
    document = document_of(Subject("case", desk.case.number), "refuse-acceptance")
    assert document is not None
    assert document.data["competent_body"] == "青岚市市场监督管理局"


def test_a_ground_that_needs_a_correction_first_is_not_offered(desk: Window) -> None:
    assert "一次告知补正以后，申请材料仍然不齐全" not in desk.page()


# 补正


def test_the_notice_of_correction_offers_everything_seen_with_the_findings_as_draft(desk: Window) -> None:
    page = desk.page("correct")
    for value in ("field.healthy_staff", "field.contact_mobile", "material.m3", "material.m5"):
        assert f'name="point" value="{value}"' in page
    assert page.count("有健康证明的人数比接触直接入口食品的人数少") >= 2
    # What the acceptor may not see, the checklist's sentences about it included, stays away.
    assert "还没有到现场看" not in page


def test_all_points_go_out_in_one_notice(desk: Window) -> None:
    why = {"why.field.healthy_staff": "健康证明要够 4 个人", "why.material.m3": "布局图没有标出操作流程"}
    assert desk.post("correct", point=["field.healthy_staff", "material.m3"], **why).status == 302
    cases.drain()
    case = cases.fresh(desk.case)
    assert case.status == "correcting"
    assert [(one["key"], one["why"], one["basis"]) for one in case.correction.points] == [
        ("healthy_staff", "健康证明要够 4 个人", "行政许可法第三十二条第一款第四项"),
        ("m3", "布局图没有标出操作流程", "行政许可法第三十二条第一款第四项"),
    ]
    page = make.words(desk.page())
    assert "等申请人补正，尚未受理" in page
    assert "健康证明要够 4 个人" in page


def test_a_point_without_a_why_is_refused_and_keeps_everything(desk: Window) -> None:
    sent = desk.post(
        "correct",
        point=["field.healthy_staff", "material.m3"],
        **{"why.field.healthy_staff": "", "why.material.m3": "缺流程"},
    )
    assert sent.status == 422
    assert 'href="#f-why.field.healthy_staff"' in sent.html
    assert "缺流程" in sent.html
    assert sent.html.count("checked") == 2
    assert cases.fresh(desk.case).status == "submitted"


def test_a_notice_without_a_point_is_refused(desk: Window) -> None:
    sent = desk.post("correct")
    assert sent.status == 422
    assert "至少勾选一项" in sent.html


@pytest.mark.parametrize("point", ["field.nothing", "material.m99", "x", "field.", "fact.food_crime"])
def test_a_point_that_is_none_of_the_services_is_refused(desk: Window, point: str) -> None:
    sent = desk.post("correct", point=point, **{f"why.{point}": "补"})
    assert sent.status in (404, 422)
    assert cases.fresh(desk.case).status == "submitted"


def test_a_second_notice_is_refused(desk: Window) -> None:
    one = {"point": "field.healthy_staff", "why.field.healthy_staff": "不够"}
    assert desk.post("correct", **one).status == 302
    assert desk.post("correct", **one).status == 409
    assert Entry.objects.filter(action="request-correction").count() == 1


# 当场更正


def test_a_slip_is_mended_on_the_spot_with_the_applicants_word(desk: Window) -> None:
    assert f"{desk.path('mend')}?key=healthy_staff" in desk.page()
    sent = desk.post("mend", key="healthy_staff", field="healthy_staff", healthy_staff="4", agreed_by="陈静在窗口确认")
    assert sent.status == 302
    assert cases.fresh(desk.case).answers["healthy_staff"] == 4
    assert "陈静在窗口确认" in desk.page()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"healthy_staff": "很多", "agreed_by": "本人"}, "healthy_staff"), ({"healthy_staff": "4"}, "agreed_by")],
)
def test_a_mend_that_does_not_fit_is_refused(desk: Window, typed: dict[str, str], field: str) -> None:
    sent = desk.post("mend", key="healthy_staff", field="healthy_staff", **typed)
    assert sent.status == 422
    assert f'href="#f-{field}"' in sent.html
    assert typed["healthy_staff"] in sent.html
    assert cases.fresh(desk.case).answers["healthy_staff"] == 2


def test_what_the_post_does_not_see_is_not_mended(cast: Cast, staff: make.Staff) -> None:
    case = make.accepted(cast.chen_jing, staff)
    desk = make.window(staff.wu_lei, case)
    desk.claim()
    for key in ("safety_manager_id", "nothing", "rep_id"):
        assert desk.browser.get(desk.path("mend"), {"key": key}).status_code in (404, 409)
    sent = desk.post("mend", key="floor_area", field="floor_area", floor_area="1", agreed_by="本人")
    assert sent.status == 409
    assert cases.fresh(case).answers["floor_area"] != "1"
