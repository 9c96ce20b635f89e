"""A request for government information, from the applicant to the sealed answer (政府信息公开条例 33, 36)."""

from datetime import date

from tests.cast import Cast
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_scenario as make
from yimen.domains.cases.tests.make import fresh, task_of
from yimen.domains.cases.tests.make_steps import kinds, paper, special


def searched(cast: Cast, kind: str) -> Case:
    """Registered, searched and checked against the law; the head has the task."""
    case = make.accepted(make.submitted("info-disclosure-request", "provided", cast.zhang_wei), "yeqing")
    found = {"answer_kind": kind, "third_party_says": "不涉及第三方", "where_found": "查了 2025 年全部发文"}
    return make.agreed(make.found(case, "yeqing", found), "songyan")


def test_twenty_working_days_run_from_the_day_of_receipt(cast: Cast) -> None:
    case = make.accepted(make.submitted("info-disclosure-request", "provided", cast.zhang_wei), "yeqing")
    assert case.statutory_on == date(2026, 12, 18)
    assert task_of(case).node == "search"


def test_the_time_for_asking_a_third_party_is_not_counted(cast: Cast) -> None:
    case = make.accepted(make.submitted("info-disclosure-request", "third-party-agrees", cast.zhang_wei), "yeqing")
    row = special(
        case,
        make.by("yeqing"),
        kind="征求第三方和其他机关意见",
        required_by="政府信息公开条例第三十二条",
        why="表里有一家企业的经营数据",
        done_by="云溪市桂花超市有限公司",
        start=date(2026, 11, 23),
        planned_end=date(2026, 11, 27),
    )
    assert "第三十三条第三款" in row.article
    assert fresh(case).statutory_on == date(2026, 12, 25)
    assert paper(case, "special-procedure").data["article"] == row.article


def test_what_may_be_disclosed_is_answered_in_the_words_of_the_officer(cast: Cast) -> None:
    case = make.decided(searched(cast, "予以公开"), "songyan", "grant", note="办件量统计表一份，发到您的邮箱")
    assert case.status == "granted"
    assert kinds(case) == ["receipt", "answer-disclosure"]
    said = paper(case, "answer-disclosure").data
    assert said["answer"] == ["办件量统计表一份，发到您的邮箱"]
    assert said["basis"] == ["《政府信息公开条例》第三十三条、第三十六条"]


def test_what_does_not_exist_is_answered_with_reason_and_article(cast: Cast) -> None:
    case = searched(cast, "信息不存在")
    case = make.decided(case, "songyan", "refuse", grounds=["c4"], note="检索了 2025 年全部发文，没有这份统计表")
    assert case.status == "refused"
    assert kinds(case) == ["receipt", "refuse-disclosure"]
    (reason,) = paper(case, "refuse-disclosure").data["reasons"]
    assert reason["basis"] == "政府信息公开条例第三十六条第四项"
