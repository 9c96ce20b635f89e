"""One form, several departments: each part a case of its own, one receipt, one end when the last part has ended."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.hand_over_together import hand_over_together, still_to_hand_over
from yimen.domains.cases.actions.read_document import read_document
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.save_correction import save_correction
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.errors import ReasonMissing, TooEarlyToUrge
from yimen.domains.cases.lanes import begin_lane, lanes_of, whole_promise
from yimen.domains.cases.models import Case
from yimen.domains.cases.queries import cases_of, grounds_of
from yimen.domains.cases.states import Status
from yimen.domains.cases.tests import make_food
from yimen.domains.cases.tests import make_joint as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.models import Document

TODAY = legal_day(NOW)


@pytest.fixture
def joint(cast: Cast) -> Case:
    return make.submitted(cast)


def kinds(case: Case) -> list[str]:
    return sorted(Document.objects.filter(subject_reference=case.number).values_list("kind", flat=True))


def test_each_chosen_part_is_a_case_with_its_own_number_at_the_day_of_receipt(joint: Case) -> None:
    assert joint.status == Status.IN_PARTS
    assert [(one.part, one.number, one.status) for one in lanes_of(joint)] == [
        ("food", f"{joint.number}-1", Status.SUBMITTED),
        ("large", f"{joint.number}-2", Status.SUBMITTED),
    ]
    for one in lanes_of(joint):
        assert (one.received_on, one.answer_by) == (joint.received_on, joint.answer_by)


def test_a_part_that_is_not_needed_has_no_case(cast: Cast) -> None:
    assert [one.part for one in lanes_of(make.submitted(cast, make.SMALL))] == ["food"]


def test_there_is_one_receipt_for_the_whole(joint: Case) -> None:
    assert kinds(joint) == ["receipt"]
    assert [kinds(one) for one in lanes_of(joint)] == [[], []]


def test_a_paper_handed_in_once_lies_in_every_lane_that_needs_it(joint: Case) -> None:
    handed = {(one.material, one.file_id) for one in joint.materials.all()}
    assert {material for material, _ in handed} >= {"m3"}
    for one in lanes_of(joint):
        assert {(there.material, there.file_id) for there in one.materials.all()} == handed


def test_the_applicant_has_one_application(cast: Cast, joint: Case) -> None:
    assert cast.chen_jing.person is not None
    assert [one.number for one in cases_of(cast.chen_jing.person)] == [joint.number]


def test_one_lane_asks_for_a_correction_while_the_other_goes_on(cast: Cast, joint: Case) -> None:
    food, large = make.lane(joint, "food"), make.lane(joint, "large")
    points = [make_food.LAYOUT_LACKS]
    request_correction(actor=cast.wang_fang.actor(NOW), case=food, task=task_of(food), points=points, now=NOW)
    drain(NOW)
    large = make.accepted(cast, large)
    assert (fresh(food).status, large.status) == (Status.CORRECTING, Status.ACCEPTED)
    assert fresh(food).accepted_on is None and large.accepted_on == TODAY
    later = NOW + timedelta(days=2)
    make_food.hand_in(fresh(food), "m3", now=later)
    supply_correction(actor=cast.chen_jing.actor(later), case=fresh(food), task=task_of(food), now=later)
    drain(later)
    food = make.accepted(cast, fresh(food), later)
    assert food.accepted_on == legal_day(later)


def test_the_whole_ends_with_its_last_part_and_not_before(cast: Cast, joint: Case) -> None:
    make.decided(cast, make.lane(joint, "food"))
    assert fresh(joint).status == Status.IN_PARTS
    make.decided(cast, make.lane(joint, "large"))
    done = fresh(joint)
    assert (done.status, done.closed_at) == (Status.CONCLUDED, NOW)
    assert [one.status for one in lanes_of(done)] == [Status.GRANTED, Status.GRANTED]
    for one in lanes_of(done):
        assert {"acceptance", "grant-permit"} <= set(kinds(one))


def test_one_part_is_refused_and_the_other_stands(cast: Cast, joint: Case) -> None:
    food = make.lane(joint, "food")
    ground = grounds_of(food, every=True)[0]["condition"]
    refused = make.decided(cast, food, "refuse", grounds=[ground])
    granted = make.decided(cast, make.lane(joint, "large"))
    assert (refused.status, granted.status) == (Status.REFUSED, Status.GRANTED)
    assert fresh(joint).status == Status.CONCLUDED
    assert "refuse-permit" in kinds(refused) and "grant-permit" in kinds(granted)


def test_one_department_does_not_accept_and_the_other_goes_on(cast: Cast, joint: Case) -> None:
    food = make.lane(joint, "food")
    decline(
        actor=cast.wang_fang.actor(NOW),
        case=food,
        task=task_of(food),
        ground="small-catering",
        facts="面积 40 平方米",
        competent_body="",
        barred_until=None,
        now=NOW,
    )
    drain(NOW)
    assert fresh(food).status == Status.NOT_ACCEPTED
    assert make.decided(cast, make.lane(joint, "large")).status == Status.GRANTED
    assert fresh(joint).status == Status.CONCLUDED


def test_the_applicant_takes_one_part_back_and_the_other_goes_on(cast: Cast, joint: Case) -> None:
    withdraw(actor=cast.chen_jing.actor(NOW), case=make.lane(joint, "large"), reason="先开小的", now=NOW)
    drain(NOW)
    assert make.lane(joint, "large").status == Status.WITHDRAWN
    assert make.decided(cast, make.lane(joint, "food")).status == Status.GRANTED
    assert fresh(joint).status == Status.CONCLUDED


def test_taking_back_the_whole_takes_back_what_is_not_decided(cast: Cast, joint: Case) -> None:
    make.decided(cast, make.lane(joint, "food"))
    withdraw(actor=cast.chen_jing.actor(NOW), case=fresh(joint), reason="不开了", now=NOW)
    drain(NOW)
    assert fresh(joint).status == Status.WITHDRAWN
    assert [one.status for one in lanes_of(joint)] == [Status.GRANTED, Status.WITHDRAWN]


def test_a_part_that_is_asked_for_twice_is_made_once(joint: Case) -> None:
    before = make.lane(joint, "food")
    assert begin_lane(joint.number, "food", NOW).reference == before.number
    assert joint.lanes.count() == 2


def test_the_promise_of_the_whole_is_that_of_its_latest_lane(cast: Cast, joint: Case) -> None:
    estimate = whole_promise(lanes_of(joint), TODAY)
    assert estimate is not None and not estimate.is_known
    make.accepted(cast, make.lane(joint, "food"))
    large = make.accepted(cast, make.lane(joint, "large"), NOW + timedelta(days=3))
    known = whole_promise(lanes_of(joint), legal_day(NOW + timedelta(days=3)))
    assert known is not None
    assert (known.lane, known.day, known.is_known) == (large, large.promised_on, True)


def test_a_decided_whole_promises_nothing_more(cast: Cast, joint: Case) -> None:
    make.decided(cast, make.lane(joint, "food"))
    make.decided(cast, make.lane(joint, "large"))
    assert whole_promise(lanes_of(joint), TODAY) is None


def test_the_whole_is_not_urged_but_the_part_that_takes_long(cast: Cast, joint: Case) -> None:
    with pytest.raises(TooEarlyToUrge, match="分给几个部门办"):
        urge(actor=cast.chen_jing.actor(NOW), case=joint, text="快一点", now=NOW)
    urge(actor=cast.chen_jing.actor(NOW), case=make.lane(joint, "food"), text="快一点", now=NOW)
    assert make.lane(joint, "food").urges.count() == 1


@pytest.fixture
def to_hand_over(cast: Cast) -> Case:
    """Both parts are decided; the window has the papers."""
    case = make.submitted(cast, together=True)
    for part in ("food", "large"):
        make.decided(cast, make.lane(case, part))
    return fresh(case)


def test_everything_is_handed_over_at_once_with_a_proof_for_each_paper(cast: Cast, to_hand_over: Case) -> None:
    case, papers = to_hand_over, still_to_hand_over(to_hand_over)
    assert {lane.part for lane, _ in papers} == {"food", "large"} and case.status == Status.IN_PARTS
    rows = hand_over_together(
        actor=cast.wang_fang.actor(NOW),
        case=case,
        task=task_of(case),
        received_by="陈静",
        place="政务服务中心 3 号窗口",
        now=NOW,
    )
    drain(NOW)
    assert len(rows) == len(papers) > 2 and still_to_hand_over(case) == []
    assert fresh(case).status == Status.CONCLUDED


def test_what_was_opened_online_is_not_delivered_again(cast: Cast, to_hand_over: Case) -> None:
    lane, document = still_to_hand_over(to_hand_over)[0]
    read_document(actor=cast.chen_jing.actor(NOW), case=lane, document=document, now=NOW)
    assert document not in [one for _, one in still_to_hand_over(to_hand_over)]


@pytest.mark.parametrize("typed", [{"received_by": " "}, {"place": ""}])
def test_without_who_took_it_and_where_nothing_is_handed_over(
    cast: Cast, to_hand_over: Case, typed: dict[str, str]
) -> None:
    told = {"received_by": "陈静", "place": "3 号窗口", **typed}
    before = len(still_to_hand_over(to_hand_over))
    with pytest.raises(ReasonMissing):
        hand_over_together(
            actor=cast.wang_fang.actor(NOW), case=to_hand_over, task=task_of(to_hand_over), now=NOW, **told
        )
    assert len(still_to_hand_over(to_hand_over)) == before


def corrected_staff(cast: Cast, joint: Case) -> None:
    """The food part asks for the number of staff again, and 陈静 gives another."""
    food = make.lane(joint, "food")
    point = {"kind": "field", "key": "staff_count", "why": "和健康证明的人数对不上", "basis": "食品安全法第四十五条"}
    request_correction(actor=cast.wang_fang.actor(NOW), case=food, task=task_of(food), points=[point], now=NOW)
    drain(NOW)
    later, actor = NOW + timedelta(hours=1), cast.chen_jing.actor(NOW)
    save_correction(actor=actor, case=fresh(food), typed={"staff_count": "7"}, now=later)
    supply_correction(actor=actor, case=fresh(food), task=task_of(food), now=later)
    drain(later)


def test_what_was_corrected_for_one_department_is_taken_over_where_nothing_is_accepted_yet(
    cast: Cast, joint: Case
) -> None:
    corrected_staff(cast, joint)
    assert fresh(joint).answers["staff_count"] == 7
    assert make.lane(joint, "large").answers["staff_count"] == 7


def test_a_department_that_has_accepted_is_told_and_keeps_what_it_accepted(cast: Cast, joint: Case) -> None:
    before = make.accepted(cast, make.lane(joint, "large")).answers["staff_count"]
    corrected_staff(cast, joint)
    large = make.lane(joint, "large")
    assert large.answers["staff_count"] == before != 7
    (told,) = large.steps.filter(kind="corrected-elsewhere")
    assert "一共几个人干活" in told.note and fresh(joint).answers["staff_count"] == 7
