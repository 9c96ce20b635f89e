"""当场更正: slips are mended with the applicant's word before acceptance (行政许可法 32(1)(3))."""

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.correct_on_the_spot import correct_on_the_spot
from yimen.domains.cases.errors import NotOpenForChange, ReasonMissing
from yimen.domains.cases.models import Case, Correction
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import fresh, task_of
from yimen.domains.cases.tests.make_steps import declined, evidence, kinds, steps
from yimen.ground.accounts.models import Account
from yimen.ground.errors import Stale

AGREED = "申请人本人在窗口确认"


def mend(case: Case, officer: Account, key: str, typed: object, *, agreed_by: str = AGREED, now=NOW) -> Case:
    correct_on_the_spot(actor=officer.actor(now), case=case, key=key, typed=typed, agreed_by=agreed_by, now=now)
    return fresh(case)


def test_a_slip_is_mended_and_nothing_is_told_or_waits_32_1_3(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    due = task_of(case).due_on
    case = mend(case, cast.wang_fang, "floor_area", ["９6"])
    assert case.answers["floor_area"] == "96"
    assert (case.status, kinds(case), task_of(case).due_on) == ("submitted", ["receipt"], due)
    assert not Correction.objects.exists()


def test_as_often_as_needed(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    for area in ("90", "95", "96"):
        case = mend(case, cast.wang_fang, "floor_area", [area])
    assert case.answers["floor_area"] == "96"
    assert steps(case).count("corrected-on-the-spot") == 3


def test_while_a_correction_is_waited_for_too(cast: Cast) -> None:
    assert mend(make.correcting(cast), cast.wang_fang, "floor_area", ["96"]).status == "correcting"


def test_who_agreed_and_how_stands_in_history_and_evidence(cast: Cast) -> None:
    case = mend(make.submitted(cast.chen_jing), cast.wang_fang, "floor_area", ["96"])
    assert case.steps.get(kind="corrected-on-the-spot").note == f"经营面积（㎡）（{AGREED}）"
    entry = evidence(case, "correct-on-the-spot")
    assert (entry.actor_name, entry.details) == ("王芳", {"field": "floor_area", "agreed_by": AGREED})


def test_a_value_from_a_register_loses_its_source(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    case.sources = {**case.sources, "contact_name": {"source": "人口库", "as_of": "2026-11-20"}}
    case.save(update_fields=["sources"])
    assert "contact_name" not in mend(case, cast.wang_fang, "contact_name", ["陈小静"]).sources


@pytest.mark.parametrize("agreed", ["", " \n"])
def test_without_the_applicants_word_nothing_is_changed(cast: Cast, agreed: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="怎样同意"):
        mend(case, cast.wang_fang, "floor_area", ["96"], agreed_by=agreed)
    assert fresh(case).answers["floor_area"] == "86"


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("floor_area", ["很大"]),
        ("floor_area", [""]),
        ("floor_area", ["0"]),
        ("contact_mobile", ["1540000"]),
        ("format", ["网店"]),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_name(cast: Cast, key: str, typed: object) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(NotOpenForChange) as refused:
        mend(case, cast.wang_fang, key, typed)
    assert refused.value.sentence.startswith(("经营面积（㎡）：", "联系人手机：", "店属于哪一种（主体业态）："))
    assert fresh(case).answers == case.answers


def test_a_value_against_another_answer_is_refused(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(NotOpenForChange, match="经营面积"):
        mend(case, cast.wang_fang, "floor_area", ["20"])
    assert fresh(case).answers["floor_area"] == "86"


def test_a_field_that_the_form_does_not_have_is_refused(cast: Cast) -> None:
    with pytest.raises(NotOpenForChange, match="没有这一项"):
        mend(make.submitted(cast.chen_jing), cast.wang_fang, "no_such_field", ["1"])


def test_after_acceptance_it_is_too_late(cast: Cast) -> None:
    case = make.accepted(cast)
    with pytest.raises(Stale, match="已经受理"):
        mend(case, cast.wang_fang, "floor_area", ["96"])
    assert fresh(case).answers["floor_area"] == "86"


def test_it_is_too_late_as_soon_as_the_officer_has_accepted(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    accept(actor=cast.wang_fang.actor(NOW), case=case, task=task_of(case), now=NOW)
    with pytest.raises(Stale):
        mend(case, cast.wang_fang, "floor_area", ["96"])


def test_it_is_too_late_as_soon_as_the_officer_has_declined(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    declined(case, cast.wang_fang)
    with pytest.raises(Stale):
        mend(case, cast.wang_fang, "floor_area", ["96"])


def test_a_change_that_brings_up_further_questions_is_no_slip(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(NotOpenForChange):
        mend(case, cast.wang_fang, "is_agent", ["true"])
    assert fresh(case).answers["is_agent"] is False


def test_a_new_address_moves_the_case_to_its_street(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    case = mend(case, cast.wang_fang, "biz_address", {"street": "990181001", "detail": "桂花路 18 号 1 层"})
    assert case.region is not None and case.region.code == "990181001"
