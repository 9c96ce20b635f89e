"""延期: once, by the head, before the limit has run out, with the reasons told (行政许可法 42)."""

from datetime import date, datetime

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.extend import extend, may_extend
from yimen.domains.cases.errors import NoteTooLong, NotTheHead, ReasonMissing, TimeRefused
from yimen.domains.cases.models import Case, Extension
from yimen.domains.cases.tests import make_allowance as allowance
from yimen.domains.cases.tests import make_food as food
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import (
    UNPRINTABLE,
    at,
    evidence,
    notices,
    paper,
    ready,
    say,
    seal_away,
    special,
)
from yimen.ground.accounts.models import Account
from yimen.ground.documents.check import check_seals
from yimen.ground.documents.errors import MissingGlyphs, SealUnavailable
from yimen.ground.errors import Stale

WHY = "食品处理区要等排烟管道改完才能看"


@pytest.fixture
def running(cast: Cast) -> Case:
    """Accepted on Friday 20 November: promised by the 27th, by statute the 4th of December."""
    return food.accepted(cast)


def lengthen(case: Case, officer: Account, added: int = 5, reason: str = WHY, now: datetime = NOW) -> Case:
    extend(officer=officer, case=case, added=added, reason=reason, now=now)
    drain(now)
    return fresh(case)


def not_extended(case: Case) -> bool:
    return not Extension.objects.exists() and fresh(case).statutory_on == date(2026, 12, 4)


def test_the_head_extends_the_statute_and_not_the_promise_42(cast: Cast, running: Case) -> None:
    case = lengthen(running, cast.ma_jianguo)
    assert (case.promised_on, case.statutory_on) == (date(2026, 11, 27), date(2026, 12, 11))
    assert task_of(case).due_on == date(2026, 11, 27)


@pytest.mark.printed
def test_the_notice_says_reason_approver_and_new_day_42(cast: Cast, running: Case) -> None:
    notice = paper(lengthen(running, cast.ma_jianguo, 3), "extension")
    said = notice.data
    assert (said["old_by"], said["new_by"], said["extended_by"]) == ("2026-12-04", "2026-12-09", "3个工作日")
    assert (said["reasons"], said["approved_by"], said["approved_on"]) == ([WHY], "head", "2026-11-20")
    assert notice.body == running.body
    assert check_seals(notice.read())[0].good


@pytest.mark.parametrize("who", ["zheng_hong", "wu_lei", "wang_fang", "zhou_tao", "luo_lan"])
def test_nobody_but_the_head_of_the_body_extends_42(cast: Cast, running: Case, who: str) -> None:
    officer = getattr(cast, who)
    assert not may_extend(officer, running, NOW)
    with pytest.raises(NotTheHead, match="本行政机关负责人"):
        lengthen(running, officer)
    assert not_extended(running)


def test_whoever_is_head_no_longer_extends_nothing(cast: Cast, running: Case) -> None:
    cast.ma_jianguo.appointments.update(until=NOW)
    with pytest.raises(NotTheHead):
        lengthen(running, cast.ma_jianguo)


def test_once_only_42(cast: Cast, running: Case) -> None:
    lengthen(running, cast.ma_jianguo, 2)
    with pytest.raises(TimeRefused, match="只能延长一次"):
        lengthen(running, cast.ma_jianguo, 1)
    assert Extension.objects.get().added == 2


@pytest.mark.parametrize("added", [0, -1, 6, 20])
def test_not_longer_than_the_rule_allows(cast: Cast, running: Case, added: int) -> None:
    with pytest.raises(TimeRefused, match="最多可以延长5个工作日"):
        lengthen(running, cast.ma_jianguo, added)
    assert not_extended(running)


def test_on_the_last_day_it_is_still_in_time_and_the_day_after_it_is_not(cast: Cast, running: Case) -> None:
    with pytest.raises(TimeRefused, match="届满"):
        lengthen(running, cast.ma_jianguo, now=at(12, 5, 9))
    assert not_extended(running)
    assert lengthen(running, cast.ma_jianguo, now=at(12, 4, 17)).statutory_on == date(2026, 12, 11)


def test_a_special_procedure_lengthens_the_time_in_which_it_may_be_extended(cast: Cast, running: Case) -> None:
    special(running, cast.wu_lei)
    assert lengthen(running, cast.ma_jianguo, now=at(12, 11)).statutory_on == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [("", ReasonMissing), (" \n", ReasonMissing), ("长" * 2001, NoteTooLong), (f"等{UNPRINTABLE}", MissingGlyphs)],
)
def test_the_reasons_are_told_42(cast: Cast, running: Case, reason: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        lengthen(running, cast.ma_jianguo, reason=reason)
    assert not_extended(running)


def test_without_the_sealed_notice_nothing_is_extended_42(
    cast: Cast, running: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        seal_away(away)
        with pytest.raises(SealUnavailable):
            lengthen(running, cast.ma_jianguo)
    drain()
    assert not_extended(running)
    assert notices(running, "extended") == []


def test_only_between_acceptance_and_decision(cast: Cast) -> None:
    with pytest.raises(Stale):
        lengthen(food.submitted(cast.chen_jing), cast.ma_jianguo)
    case = ready(cast)
    say(case, cast.zheng_hong, "grant")
    with pytest.raises(Stale):
        lengthen(case, cast.ma_jianguo)


def test_a_matter_without_an_article_on_extension_has_none(cast: Cast) -> None:
    case = allowance.accepted(cast)
    for officer in (cast.luo_lan, cast.ma_jianguo):
        with pytest.raises(TimeRefused, match="没有条文"):
            lengthen(case, officer)
    assert not Extension.objects.exists()


def test_the_applicant_is_told_once_with_reason_and_day(cast: Cast, running: Case) -> None:
    case = lengthen(running, cast.ma_jianguo)
    (notice,) = notices(case, "extended")
    assert notice.text == f"经马建国批准，法定期限延长到12月11日。理由：{WHY}"
    assert evidence(case, "extend").details == {"added": 5}
