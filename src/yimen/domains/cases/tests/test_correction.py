"""补正: the applicant changes what was asked for, and nothing else; then the days to answer run again."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.add_material import add_material
from yimen.domains.cases.actions.remove_material import remove_material
from yimen.domains.cases.actions.save_correction import save_correction
from yimen.domains.cases.actions.supply_correction import supply_correction
from yimen.domains.cases.errors import NotComplete, NotOpenForChange
from yimen.domains.cases.materials import handed_in
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, declined, notices, steps
from yimen.domains.cases.tests.test_request_correction import AREA
from yimen.ground.errors import Stale
from yimen.ground.files.tests import uploads
from yimen.ground.processes.actions.fire_timers import fire_due_timers
from yimen.ground.processes.queries import open_tasks_of

LATER = NOW + timedelta(days=3)


@pytest.fixture
def asked(cast: Cast) -> Case:
    """The drawing and the floor area are asked for."""
    return make.correcting(cast, points=(make.LAYOUT_LACKS, AREA))


def type_in(cast: Cast, case: Case, now=LATER, **typed: object):
    return save_correction(actor=cast.chen_jing.actor(now), case=case, typed=typed, now=now)


def supply(cast: Cast, case: Case, now=LATER) -> Case:
    supply_correction(actor=cast.chen_jing.actor(now), case=case, task=task_of(case), now=now)
    drain(now)
    return fresh(case)


def test_what_was_asked_for_may_be_changed(cast: Cast, asked: Case) -> None:
    assert type_in(cast, asked, floor_area=["120"]) == []
    assert fresh(asked).answers["floor_area"] == "120"


@pytest.mark.parametrize("key", ["kitchen_area", "subject_name", "no_such_field"])
def test_nothing_else_may_be_changed(cast: Cast, asked: Case, key: str) -> None:
    before = asked.answers
    with pytest.raises(NotOpenForChange, match="没有要求改"):
        type_in(cast, asked, floor_area=["120"], **{key: ["1"]})
    assert fresh(asked).answers == before


def test_what_is_typed_wrong_is_kept_and_said(cast: Cast, asked: Case) -> None:
    (failure,) = type_in(cast, asked, floor_area=["很大"])
    assert failure.key == "floor_area"
    assert fresh(asked).answers["floor_area"] == "很大"
    make.hand_in(asked, "m3", now=LATER)
    with pytest.raises(NotComplete, match="1 处没填好"):
        supply(cast, asked)


def test_a_further_question_that_the_change_brings_up_is_open_too(cast: Cast) -> None:
    agent = {"kind": "field", "key": "is_agent", "why": "提交的人不是经营者"}
    case = make.correcting(cast, points=(agent,))
    failures = type_in(cast, case, is_agent=["true"])
    assert {one.key for one in failures} == {"agent_name", "agent_id", "agent_mobile"}
    assert {one.key for one in type_in(cast, fresh(case), agent_name=["林芳"])} == {"agent_id", "agent_mobile"}


def test_an_old_file_is_no_answer_to_the_notice(cast: Cast, asked: Case) -> None:
    with pytest.raises(NotComplete, match="1 份材料没有上传"):
        supply(cast, asked)
    assert fresh(asked).status == "correcting"
    make.hand_in(asked, "m3", now=LATER)
    assert supply(cast, asked).status == "submitted"


def test_a_new_file_that_was_taken_back_is_no_answer_either(cast: Cast, asked: Case) -> None:
    make.hand_in(asked, "m3", now=LATER)
    new = handed_in(asked)[-1]
    remove_material(actor=cast.chen_jing.actor(LATER), case=asked, row=new.pk, now=LATER)
    with pytest.raises(NotComplete):
        supply(cast, asked)


def test_no_other_material_is_open(cast: Cast, asked: Case) -> None:
    with pytest.raises(NotOpenForChange):
        add_material(
            actor=cast.chen_jing.actor(LATER),
            case=asked,
            material="m6",
            upload=uploads.upload(uploads.png(), "设备.png"),
            now=LATER,
        )


def test_the_days_to_answer_run_again_from_the_corrected_papers(cast: Cast, asked: Case) -> None:
    make.hand_in(asked, "m3", now=LATER)
    case = supply(cast, asked)
    assert (case.correction.supplied_on, case.answer_by) == (date(2026, 11, 23), date(2026, 11, 30))
    task = task_of(case)
    assert (task.node, task.due_on) == ("check-again", date(2026, 11, 30))
    assert steps(case) == ["submitted", "correction-asked", "correction-supplied"]


def test_after_hours_they_are_received_on_the_next_working_day(cast: Cast, asked: Case) -> None:
    friday = at(11, 27, 18)
    make.hand_in(asked, "m3", now=friday)
    case = supply(cast, asked, friday)
    assert (case.correction.supplied_on, case.answer_by) == (date(2026, 11, 30), date(2026, 12, 7))


def test_supplied_the_same_day_is_not_before_the_notice(cast: Cast, asked: Case) -> None:
    make.hand_in(asked, "m3", now=NOW + timedelta(minutes=5))
    case = supply(cast, asked, NOW + timedelta(minutes=5))
    assert case.correction.supplied_on == date(2026, 11, 20)


def test_supplying_twice_is_stale(cast: Cast, asked: Case) -> None:
    task = task_of(asked)
    make.hand_in(asked, "m3", now=LATER)
    supply(cast, asked)
    with pytest.raises(Stale):
        supply_correction(actor=cast.chen_jing.actor(LATER), case=asked, task=task, now=LATER)
    with pytest.raises(Stale):
        type_in(cast, asked, floor_area=["99"])


def test_the_open_request_in_the_inbox_is_settled(cast: Cast, asked: Case) -> None:
    make.hand_in(asked, "m3", now=LATER)
    case = supply(cast, asked)
    (notice,) = notices(case, "correction-asked")
    assert not notice.is_open
    assert len(notices(case, "correction-supplied")) == 1


def overdue(case: Case) -> Case:
    """The day that was aimed at has passed; the acceptor has the case back."""
    late = at(12, 19)
    fire_due_timers(lambda: late)
    drain(late)
    return fresh(case)


def test_when_nothing_comes_an_officer_looks_and_nothing_is_refused_by_itself(cast: Cast, asked: Case) -> None:
    case = overdue(asked)
    assert (case.status, task_of(case).node) == ("correcting", "check-again")
    assert case.closed_at is None


def test_what_comes_late_is_taken_as_long_as_nothing_is_decided(cast: Cast, asked: Case) -> None:
    case, late = overdue(asked), at(12, 21)
    make.hand_in(case, "m3", now=late)
    supply_correction(actor=cast.chen_jing.actor(late), case=case, task=None, now=late)
    drain(late)
    case = fresh(case)
    assert (case.status, case.answer_by) == ("submitted", date(2026, 12, 28))
    assert task_of(case).due_on == date(2026, 12, 28)


def test_what_comes_after_the_refusal_to_accept_is_too_late(cast: Cast, asked: Case) -> None:
    case, late = overdue(asked), at(12, 21)
    make.hand_in(case, "m3", now=late)
    declined(case, cast.wang_fang, "still-incomplete", facts="到期没有补正", now=late)
    with pytest.raises(Stale):
        supply_correction(actor=cast.chen_jing.actor(late), case=case, task=None, now=late)


def test_the_applicants_own_task_ends_with_the_supply_whoever_names_it(cast: Cast, asked: Case) -> None:
    make.hand_in(asked, "m3", now=LATER)
    supply_correction(actor=cast.chen_jing.actor(LATER), case=asked, task=None, now=LATER)
    drain(LATER)
    assert [one.node for one in open_tasks_of("case", asked.number)] == ["check-again"]


def test_a_new_address_moves_the_case_to_its_street(cast: Cast) -> None:
    address = {"kind": "field", "key": "biz_address", "why": "门牌和布局图不一致"}
    case = make.correcting(cast, points=(address,))
    assert case.region is not None and case.region.code == "990181002"
    assert type_in(cast, case, biz_address={"street": "990181001", "detail": "桂花路 18 号 1 层"}) == []
    case = supply(cast, case)
    assert case.region is not None and case.region.code == "990181001"
