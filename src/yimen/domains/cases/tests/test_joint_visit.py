"""联合踏勘: the departments that must see the place come on one date, and each writes down what it saw for itself."""

from datetime import datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.arrange_joint_visit import arrange_joint_visit, taking_part
from yimen.domains.cases.actions.record_inspection import record_inspection
from yimen.domains.cases.errors import ReasonMissing, TimeRefused
from yimen.domains.cases.models import Case, Inspection, JointVisit
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests import make_joint as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.ground.errors import Stale
from yimen.ground.messages.models import Notice

# NOW is a Friday: three days later is the Monday.
MONDAY = NOW + timedelta(days=3)


@pytest.fixture
def joint(cast: Cast) -> Case:
    """Both departments have to see the place."""
    case = make.submitted(cast)
    for part in ("food", "large"):
        make.to_visit(cast, make.lane(case, part))
    return fresh(case)


def arrange(cast: Cast, joint: Case, at: datetime = MONDAY, part: str = "food", now: datetime = NOW) -> JointVisit:
    lane = make.lane(joint, part)
    return arrange_joint_visit(officer=cast.wu_lei, case=lane, task=task_of(lane), visit_at=at, now=now)


def write_down(cast: Cast, lane: Case, visited_at: datetime) -> Inspection:
    told = {"second": cast.sun_jian, "found": make_food.IN_ORDER, "note": ""}
    return record_inspection(
        officer=cast.wu_lei, case=lane, task=task_of(lane), visited_at=visited_at, now=visited_at, **told
    )


def test_all_who_must_see_the_place_come_on_one_date_and_the_applicant_is_told_once(cast: Cast, joint: Case) -> None:
    visit = arrange(cast, joint)
    drain(NOW)
    assert (visit.parts, visit.visit_at, visit.arranged_by) == (["food", "large"], MONDAY, "吴磊")
    (notice,) = Notice.objects.filter(title__startswith="一起上门看现场")
    assert "11月23日" in notice.text and "只来这一次" in notice.text
    for lane in taking_part(joint):
        assert lane.steps.filter(kind="joint-visit").exists()


def test_each_department_writes_down_its_own_visit_of_that_day(cast: Cast, joint: Case) -> None:
    arrange(cast, joint)
    for part in ("food", "large"):
        write_down(cast, make.lane(joint, part), MONDAY + timedelta(minutes=30))
    assert Inspection.objects.filter(case__parent=joint).count() == 2


def test_a_visit_of_another_day_is_not_taken_before_the_date_is_changed(cast: Cast, joint: Case) -> None:
    arrange(cast, joint)
    tuesday = MONDAY + timedelta(days=1)
    with pytest.raises(ReasonMissing, match="约好的联合踏勘是 2026-11-23"):
        write_down(cast, make.lane(joint, "food"), tuesday)
    again = arrange(cast, joint, tuesday + timedelta(hours=1), part="large", now=MONDAY)
    assert again.earlier[0]["visit_at"] == MONDAY.isoformat() and JointVisit.objects.count() == 1
    assert write_down(cast, make.lane(joint, "food"), tuesday + timedelta(hours=2)).pk


@pytest.mark.parametrize(
    "at, said",
    [
        (NOW - timedelta(hours=1), "已经过了"),
        (NOW + timedelta(days=1), "不上班"),
        (NOW + timedelta(days=60), "法定期限到"),
    ],
)
def test_a_date_that_cannot_be_is_refused(cast: Cast, joint: Case, at: datetime, said: str) -> None:
    with pytest.raises(TimeRefused, match=said):
        arrange(cast, joint, at)
    assert not JointVisit.objects.exists()


def test_after_somebody_was_there_the_date_stays(cast: Cast, joint: Case) -> None:
    arrange(cast, joint)
    write_down(cast, make.lane(joint, "food"), MONDAY + timedelta(minutes=5))
    with pytest.raises(Stale, match="已经写了现场记录"):
        arrange(cast, joint, MONDAY + timedelta(days=1), part="large", now=MONDAY + timedelta(hours=1))


def test_a_part_that_is_decided_does_not_come_along(cast: Cast) -> None:
    case = make.submitted(cast)
    make.decided(cast, make.lane(case, "food"))
    assert [lane.part for lane in taking_part(case)] == ["large"]


def test_a_case_that_stands_alone_has_nobody_to_come_along(cast: Cast) -> None:
    alone = make_food.on_site(cast)
    with pytest.raises(Stale, match="只有一个部门办"):
        arrange_joint_visit(officer=cast.wu_lei, case=alone, task=task_of(alone), visit_at=MONDAY, now=NOW)
