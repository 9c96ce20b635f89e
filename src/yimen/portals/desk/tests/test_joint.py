"""A joint application on the desk: each department has its part and no more; the window hands over what all decided."""

import pytest

from tests.cast import NOW, Cast, browser_of
from yimen.domains.cases.actions.hand_over_together import still_to_hand_over
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.models import Case, JointVisit
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests import make as cases
from yimen.domains.cases.tests import make_food, make_joint, make_restaurant
from yimen.portals.desk.tests import make


@pytest.fixture
def joint(cast: Cast) -> Case:
    return make_joint.submitted(cast, together=True)


def test_a_part_says_to_what_it_belongs_and_how_far_the_others_are(staff: make.Staff, cast: Cast, joint: Case) -> None:
    make_joint.accepted(cast, make_joint.lane(joint, "large"))
    words = make.words(make.window(staff.wang_fang, make_joint.lane(joint, "food")).page())
    assert joint.number in words and "食品（这一件）" in words
    assert "大店" in words and "一张表分给几个部门" in words


def test_the_parts_stand_in_the_work_list_each_for_itself(staff: make.Staff, joint: Case) -> None:
    shown = cases_listed(staff, joint)
    assert shown == {f"{joint.number}-1", f"{joint.number}-2"}


def test_the_window_hands_over_together_what_all_have_decided(staff: make.Staff, cast: Cast, joint: Case) -> None:
    for part in ("food", "large"):
        make_joint.decided(cast, make_joint.lane(joint, part))
    window = make.window(staff.wang_fang, cases.fresh(joint))
    window.claim()
    page = make.words(window.page())
    assert "各部门都办完了，下面的文书一次交给申请人" in page and page.count("准予行政许可决定书") == 2
    sent = window.post(outcome="done", received_by="陈静", place="政务服务中心 3 号窗口")
    assert sent.status == 302
    cases.drain(NOW)
    assert cases.fresh(joint).status == Status.CONCLUDED and still_to_hand_over(joint) == []


def waiting_for_one(cast: Cast) -> Case:
    """The window may hand over what is decided; the large part is not waited for."""
    joint = make_joint.submitted(cast, together=True, later="large")
    make_joint.decided(cast, make_joint.lane(joint, "food"))
    return cases.fresh(joint)


def test_the_window_is_told_which_part_is_still_open_and_hands_over_what_stands(staff: make.Staff, cast: Cast) -> None:
    joint = waiting_for_one(cast)
    window = make.window(staff.wang_fang, joint)
    window.claim()
    page = make.words(window.page())
    assert "各部门都办完了" not in page and "下面的文书已经做好，可以现在一次交给申请人" in page
    assert "大店还没有受理" in page and f"{joint.number}-2" in page
    assert "申请人愿意等的，等它们决定了再一起交" in page and page.count("准予行政许可决定书") == 1
    sent = window.post(outcome="done", received_by="陈静", place="政务服务中心 3 号窗口")
    assert sent.status == 302
    cases.drain(NOW)
    assert cases.fresh(joint).status == Status.IN_PARTS and still_to_hand_over(joint) == []
    make_joint.decided(cast, make_joint.lane(joint, "large"))
    assert cases.fresh(joint).status == Status.CONCLUDED
    assert {lane.number for lane, _ in still_to_hand_over(joint)} == {f"{joint.number}-2"}


@pytest.mark.parametrize(("stage", "said"), [("correcting", "等申请人补正"), ("accepted", "已经受理，还没有决定")])
def test_the_window_is_told_how_far_the_open_part_is(staff: make.Staff, cast: Cast, stage: str, said: str) -> None:
    joint = waiting_for_one(cast)
    large = make_joint.lane(joint, "large")
    if stage == "accepted":
        make_joint.accepted(cast, large)
    else:
        told = {"points": [make_food.LAYOUT_LACKS], "task": cases.task_of(large)}
        request_correction(actor=cast.wang_fang.actor(NOW), case=large, now=NOW, **told)
        cases.drain(NOW)
    window = make.window(staff.wang_fang, joint)
    window.claim()
    assert said in make.words(window.page())


def test_without_a_place_nothing_is_handed_over_and_the_name_stays(staff: make.Staff, cast: Cast, joint: Case) -> None:
    for part in ("food", "large"):
        make_joint.decided(cast, make_joint.lane(joint, part))
    window = make.window(staff.wang_fang, cases.fresh(joint))
    window.claim()
    sent = window.post(outcome="done", received_by="陈静的丈夫", place="")
    assert sent.status == 422
    assert 'href="#f-place"' in sent.html and "陈静的丈夫" in sent.html
    assert len(still_to_hand_over(joint)) > 2


def cases_listed(staff: make.Staff, joint: Case) -> set[str]:
    page = browser_of(staff.wang_fang).get("/desk/").content.decode()
    return {number for number in (joint.number, f"{joint.number}-1", f"{joint.number}-2") if f">{number}<" in page}


def test_an_inspector_arranges_one_date_for_all_on_the_page(staff: make.Staff, cast: Cast, joint: Case) -> None:
    for part in ("food", "large"):
        make_joint.to_visit(cast, make_joint.lane(joint, part))
    window = make.window(staff.wu_lei, make_joint.lane(joint, "food"))
    assert "约定联合踏勘" not in make.words(window.page())
    window.claim()
    assert "约定联合踏勘" in make.words(window.page())
    refused = window.post("joint-visit", visit_day="2026-11-23", visit_clock="上午")
    assert refused.status == 422 and "几点几分" in refused.html and "2026-11-23" in refused.html
    assert window.post("joint-visit", visit_day="2026-11-23", visit_clock="9:30").status == 302
    other = make.words(make.window(staff.sun_jian, make_joint.lane(joint, "large")).page())
    assert "联合踏勘" in other and "9:30" in other and "吴磊约定" in other


def test_who_has_no_visit_in_hand_arranges_nothing(staff: make.Staff, cast: Cast, joint: Case) -> None:
    window = make.window(staff.wang_fang, make_joint.lane(joint, "food"))
    window.claim()
    assert window.post("joint-visit", visit_day="2026-11-23", visit_clock="9:30").status == 409
    assert not JointVisit.objects.exists()


def test_a_fire_permit_by_commitment_is_handed_over_and_its_check_is_told_to_come(
    staff: make.Staff, cast: Cast
) -> None:
    name = "handed-over-before-the-fire-check"
    joint = make_restaurant.submitted(cast, name)
    joint = make_restaurant.worked(cast, joint, name, until="handover")
    window = make.window(staff.wang_fang, joint)
    window.claim()
    page = make.words(window.page())
    assert "各部门都办完了" not in page and "已经决定，还有一步：许可后的现场核查" in page
    assert "决定都有了，不影响现在交" in page
    assert page.count("准予行政许可决定书") == 3 and "消防安全检查意见书" in page
    assert window.post(outcome="done", received_by="陈静", place="3 号窗口").status == 302
    cases.drain(NOW)
    assert cases.fresh(joint).status == Status.IN_PARTS and still_to_hand_over(joint) == []
