"""不予受理: each reason with what it must say (行政许可法 32(1)(1), (2), (5); 78; 79)."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.decline import decline
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.clocks import set_days
from yimen.domains.cases.errors import ReasonMissing, TimeRefused, WrongOutcome
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import (
    UNPRINTABLE,
    at,
    declined,
    evidence,
    kinds,
    notices,
    paper,
    steps,
)
from yimen.ground.calendar.moment import legal_day
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.errors import Stale
from yimen.ground.processes.models import Instance, Task


def done(case: Case, now=NOW) -> Case:
    drain(now)
    return fresh(case)


def nothing_happened(case: Case) -> bool:
    now = fresh(case)
    return (now.status, now.declined) == ("submitted", {}) and Task.objects.filter(
        act="accept", closed_at=None
    ).exists()


REASONS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (
        "prepackaged-only",
        {"facts": "只卖瓶装饮料"},
        {"permit_basis": "食品安全法第三十五条第一款；行政许可法第三十二条第一款第一项"},
    ),
    ("elsewhere", {}, {"competent_body": "临江市市场监督管理局"}),
    ("barred-one-year", {"barred_until": date(2027, 3, 1)}, {"barred_until": "2027-03-01"}),
    ("barred-three-years", {"barred_until": date(2029, 3, 1)}, {"barred_until": "2029-03-01"}),
]


@pytest.mark.printed
@pytest.mark.parametrize(("ground", "given", "said"), REASONS)
def test_the_decision_says_reason_facts_and_both_remedies(
    cast: Cast, ground: str, given: dict[str, Any], said: dict[str, str]
) -> None:
    case = make.submitted(cast.chen_jing)
    declined(case, cast.wang_fang, ground, **given)
    case = done(case)
    assert (case.status, case.word) == ("not-accepted", "未办成")
    document = paper(case, "refuse-acceptance")
    assert document.data["facts"] == [given.get("facts", "经营场所在临江市，不在云溪市")]
    assert {key: document.data[key] for key in said} == said
    assert (document.data["body"]["review_body"], document.data["body"]["court"]) == (
        "云溪市人民政府",
        "云溪市人民法院",
    )
    assert document.body == case.body
    assert check_seals(document.read())[0].good
    assert case.closed_at is not None
    assert Instance.objects.get(subject_ref=case.number).ended_with == "not-accepted"


def test_still_incomplete_names_the_notice_that_was_not_answered_32_1_5(cast: Cast) -> None:
    case = make.corrected(cast)
    later = at(11, 24)
    declined(case, cast.wang_fang, "still-incomplete", facts="重交的布局图仍然没有画出专间", now=later)
    case = done(case, later)
    told = paper(case, "refuse-acceptance").data
    assert (told["correction_number"], told["correction_on"]) == (paper(case, "correction").number, "2026-11-20")


def test_incomplete_without_having_asked_is_no_reason_32_1_4(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="还没有告知过补正"):
        declined(case, cast.wang_fang, "still-incomplete", facts="没有布局图")
    assert nothing_happened(case)


@pytest.mark.parametrize("body", ["", "  "])
def test_not_our_power_names_whose_it_is_32_1_2(cast: Cast, body: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="向谁申请"):
        declined(case, cast.wang_fang, competent_body=body)
    assert nothing_happened(case)


@pytest.mark.parametrize("ground", ["barred-one-year", "barred-three-years"])
def test_a_bar_without_its_last_day_is_refused_78_79(cast: Cast, ground: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="哪一天"):
        declined(case, cast.wang_fang, ground)
    assert nothing_happened(case)


@pytest.mark.parametrize(
    ("ground", "until"),
    [
        ("barred-one-year", date(2026, 11, 19)),
        ("barred-one-year", date(2027, 11, 21)),
        ("barred-three-years", date(2029, 11, 21)),
    ],
)
def test_a_bar_that_is_over_or_longer_than_the_law_allows_is_refused_78_79(
    cast: Cast, ground: str, until: date
) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing):
        declined(case, cast.wang_fang, ground, barred_until=until)
    assert nothing_happened(case)


def test_after_five_working_days_it_is_accepted_and_cannot_be_declined_32_1_4(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(TimeRefused, match="视为受理"):
        declined(case, cast.wang_fang, now=at(11, 28))
    assert nothing_happened(case)
    declined(case, cast.wang_fang, now=at(11, 27))
    assert done(case, at(11, 27)).status == "not-accepted"


@pytest.mark.parametrize("ground", ["", "because"])
def test_only_a_reason_of_the_service_will_do(cast: Cast, ground: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="没有选"):
        declined(case, cast.wang_fang, ground)


def test_without_facts_it_is_refused(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="查明的情况"):
        declined(case, cast.wang_fang, facts="\n ")


@pytest.mark.parametrize("part", ["facts", "competent_body"])
def test_what_cannot_be_printed_is_refused_while_the_officer_can_mend_it(cast: Cast, part: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(MissingGlyphs):
        declined(case, cast.wang_fang, **{part: f"临{UNPRINTABLE}市"})
    assert nothing_happened(case)


def test_after_acceptance_the_step_does_not_offer_it(cast: Cast) -> None:
    with pytest.raises(WrongOutcome):
        declined(make.accepted(cast), cast.wang_fang)


def test_between_the_officer_and_the_worker_it_can_no_longer_be_withdrawn(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    declined(case, cast.wang_fang)
    with pytest.raises(Stale, match="已经有了决定"):
        withdraw(actor=cast.chen_jing.actor(NOW), case=case, reason="", now=NOW)
    assert done(case).status == "not-accepted"


def test_the_applicant_is_told_once_and_the_evidence_names_the_ground(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    declined(case, cast.wang_fang)
    case = done(case)
    (notice,) = notices(case, "not-accepted")
    assert notice.title == "不予受理：食品经营许可（新办）"
    assert evidence(case, "decline").details == {"ground": "elsewhere"}
    assert kinds(case) == ["receipt", "refuse-acceptance"]
    assert steps(case) == ["submitted", "officer-decline", "not-accepted", "delivered"]


def test_papers_that_are_declined_before_the_office_opens_were_received_by_then(cast: Cast) -> None:
    """Supplied on a Saturday and looked at on the same day: the days follow what was done, not the office hours."""
    saturday = NOW + timedelta(days=1)
    case = make.corrected(cast, later=saturday)
    decline(
        actor=cast.wang_fang.actor(saturday),
        case=case,
        task=task_of(case),
        ground="produce-only",
        facts="只卖蔬菜水果",
        now=saturday,
    )
    case = fresh(case)
    assert case.correction.supplied_on == legal_day(saturday)
    assert set_days(case, saturday) == []
