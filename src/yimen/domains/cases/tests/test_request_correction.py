"""补正告知: once, everything, before acceptance (行政许可法 32(1)(4))."""

from datetime import date
from typing import Any

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.errors import AlreadyTold, NoteTooLong, NotOpenForChange, ReasonMissing, WrongOutcome
from yimen.domains.cases.models import Case, Correction
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import UNPRINTABLE, at, evidence, kinds, notices, paper, steps
from yimen.ground.accounts.models import Account
from yimen.ground.documents.errors import MissingGlyphs
from yimen.ground.processes.models import Timer

AREA = {"kind": "field", "key": "floor_area", "why": "和布局图上的 120 平方米不一致", "basis": "行政许可法第三十一条"}


def ask(case: Case, officer: Account, points: Any, *, now=NOW) -> Case:
    request_correction(actor=officer.actor(now), case=case, task=task_of(case), points=points, now=now)
    drain(now)
    return fresh(case)


def nothing_asked(case: Case) -> bool:
    return not Correction.objects.exists() and fresh(case).status == "submitted" and task_of(case).act == "accept"


def test_everything_that_lacks_is_told_at_once_sealed_by_the_deciding_body(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [make.LAYOUT_LACKS, AREA])
    assert case.status == "correcting"
    notice = paper(case, "correction")
    assert [one["what"] for one in notice.data["points"]] == [
        "主要设备设施、经营布局、操作流程文件",
        "经营面积（㎡）",
    ]
    assert notice.data["points"][1]["basis"] == "行政许可法第三十一条"
    assert notice.body == case.body
    assert notice.data["supply_by"] == "2026-12-18"


def test_the_clock_has_not_begun_and_nothing_is_paused(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [AREA])
    assert (case.accepted_on, case.promised_on, case.statutory_on) == (None, None, None)
    task = task_of(case)
    assert (task.act, task.post, task.due_on, task.paused_until) == ("supplement", None, None, None)


def test_the_applicants_last_day_ends_at_midnight(cast: Cast) -> None:
    ask(make.submitted(cast.chen_jing), cast.wang_fang, [AREA])
    assert Timer.objects.get(closed_at=None).due_at == at(12, 19, 0)


def test_a_point_without_an_article_rests_on_32_1_4(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [{**AREA, "basis": " "}])
    assert case.correction.points[0]["basis"] == "行政许可法第三十二条第一款第四项"


def test_a_second_notice_is_refused_32_1_4(cast: Cast) -> None:
    case = make.corrected(cast)
    with pytest.raises(WrongOutcome):
        ask(case, cast.wang_fang, [AREA])
    task = task_of(case)
    # Not even where a service's process would offer it.
    task.outcomes = ["accept", "correct", "decline"]
    task.save(update_fields=["outcomes"])
    with pytest.raises(AlreadyTold, match="只能一次告知"):
        request_correction(actor=cast.wang_fang.actor(NOW), case=case, task=task, points=[AREA], now=at(11, 23))
    assert Correction.objects.count() == 1


def test_after_five_working_days_it_is_too_late_to_ask_32_1_4(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(AlreadyTold, match="即为受理"):
        ask(case, cast.wang_fang, [AREA], now=at(11, 28))
    assert nothing_asked(case)


def test_on_the_fifth_working_day_it_may_still_be_asked(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [AREA], now=at(11, 27, 20))
    assert case.correction.told_on == date(2026, 11, 27)


def test_a_notice_without_a_point_is_refused(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="还没有写要补正什么"):
        ask(case, cast.wang_fang, [])
    assert nothing_asked(case)


@pytest.mark.parametrize(
    "point",
    [
        {**AREA, "key": "no_such_field"},
        {**AREA, "kind": "material"},
        {**AREA, "kind": "certificate"},
        {"kind": "material", "key": "m99", "why": "缺"},
        {"why": "缺"},
    ],
)
def test_only_what_the_service_asks_for_can_be_asked_again_31(cast: Cast, point: dict[str, str]) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(NotOpenForChange):
        ask(case, cast.wang_fang, [AREA, point])
    assert nothing_asked(case)


@pytest.mark.parametrize("why", ["", "  \n　"])
def test_each_point_says_why(cast: Cast, why: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(ReasonMissing, match="经营面积（㎡）"):
        ask(case, cast.wang_fang, [make.LAYOUT_LACKS, {**AREA, "why": why}])
    assert nothing_asked(case)


@pytest.mark.parametrize("part", ["why", "basis"])
def test_what_cannot_be_printed_is_refused_while_the_officer_can_mend_it(cast: Cast, part: str) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(MissingGlyphs, match="U\\+E000"):
        ask(case, cast.wang_fang, [{**AREA, part: f"缺{UNPRINTABLE}字"}])
    assert nothing_asked(case)


def test_a_reason_longer_than_a_page_is_refused_and_not_cut(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    with pytest.raises(NoteTooLong):
        ask(case, cast.wang_fang, [{**AREA, "why": "长" * 2001}])
    assert nothing_asked(case)


def test_the_same_point_twice_is_told_once(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [AREA, AREA])
    assert len(paper(case, "correction").data["points"]) == 1


def test_asked_on_saturday_for_papers_that_count_from_monday_they_are_received_by_then(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing, now=at(11, 20, 20))
    assert case.received_on == date(2026, 11, 23)
    case = ask(case, cast.wang_fang, [AREA], now=at(11, 21, 9))
    assert (case.received_on, case.correction.told_on) == (date(2026, 11, 21), date(2026, 11, 21))
    assert paper(case, "correction").data["received_on"] == "2026-11-21"


def test_the_applicant_is_asked_once_to_act_with_the_day(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [make.LAYOUT_LACKS, AREA])
    (notice,) = notices(case, "correction-asked")
    assert (notice.kind, notice.due_on, notice.is_open) == ("act", date(2026, 12, 18), True)
    assert notice.title == "要补正 2 处：食品经营许可（新办）"


def test_the_evidence_names_the_officer_and_the_points(cast: Cast) -> None:
    case = ask(make.submitted(cast.chen_jing), cast.wang_fang, [make.LAYOUT_LACKS, AREA])
    entry = evidence(case, "request-correction")
    assert (entry.actor_name, entry.details) == ("王芳", {"points": ["m3", "floor_area"]})
    assert steps(case) == ["submitted", "correction-asked"]
    assert kinds(case) == ["receipt", "correction"]
