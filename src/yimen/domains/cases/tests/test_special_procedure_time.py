"""特别程序 that has begun: closed, told to take longer or shorter, ended by the decision (行政许可法 45)."""

from datetime import date, datetime

import pytest

from tests.cast import Cast
from yimen.domains.cases.actions.close_special_procedure import close_special_procedure
from yimen.domains.cases.actions.tell_more_time import tell_more_time
from yimen.domains.cases.clocks import light_of
from yimen.domains.cases.errors import ReasonMissing, TimeRefused
from yimen.domains.cases.models import Case, SpecialProcedure
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import (
    UNPRINTABLE,
    at,
    notices,
    papers,
    ready,
    say,
    seal_away,
    special,
    steps,
)
from yimen.ground.accounts.models import Account
from yimen.ground.documents.errors import MissingGlyphs, SealUnavailable
from yimen.ground.errors import Stale


@pytest.fixture
def running(cast: Cast) -> Case:
    """Accepted on Friday 20 November: promised by the 27th, by statute the 4th of December."""
    return make.accepted(cast)


def close(case: Case, officer: Account, row: SpecialProcedure, now: datetime, result: str = "检测合格") -> Case:
    close_special_procedure(actor=officer.actor(now), case=case, procedure=row.pk, result=result, now=now)
    drain(now)
    return fresh(case)


def more(
    case: Case, officer: Account, row: SpecialProcedure, until: date, now: datetime, why: str = "样品要复测"
) -> Case:
    tell_more_time(actor=officer.actor(now), case=case, procedure=row.pk, planned_end=until, why=why, now=now)
    drain(now)
    return fresh(case)


def test_closed_early_the_clock_runs_from_the_next_working_day(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    case = close(running, cast.wu_lei, row, at(11, 24))
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 1), date(2026, 12, 8))
    task = task_of(case)
    assert (task.due_on, task.paused_until) == (date(2026, 12, 1), date(2026, 11, 24))
    assert steps(case)[-1] == "special-procedure-closed"
    (notice,) = notices(case, "special-closed")
    assert "承诺12月1日前办结" in notice.text


def test_what_goes_beyond_the_told_time_is_counted_for_nobody_was_told_45(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    assert light_of(fresh(running), at(11, 30)).state != "stopped"
    case = close(running, cast.wu_lei, row, at(12, 2))
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 4), date(2026, 12, 11))


def test_closed_after_the_told_time_nobody_is_told_that_the_clock_only_runs_from_now(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    case = close(running, cast.wu_lei, row, at(12, 2))
    assert "从下一个工作日起" not in notices(case, "special-closed")[0].text


def test_closed_while_another_still_stops_it_nobody_is_told_that_the_clock_runs(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    special(running, cast.wu_lei, kind="鉴定", planned_end=date(2026, 12, 11))
    case = close(running, cast.wu_lei, row, at(11, 24))
    assert "从下一个工作日起" not in notices(case, "special-closed")[0].text


def test_closing_needs_a_result_and_happens_once(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    with pytest.raises(ReasonMissing):
        close(running, cast.wu_lei, row, at(11, 24), result=" ")
    close(running, cast.wu_lei, row, at(11, 24))
    with pytest.raises(Stale, match="已经结束"):
        close(running, cast.wu_lei, row, at(11, 25))


def test_what_has_not_begun_cannot_have_ended(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    with pytest.raises(TimeRefused):
        close(running, cast.wu_lei, row, at(11, 22))


def test_another_cases_procedure_is_not_closed(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    other = make.submitted(cast.zhang_wei)
    with pytest.raises(Stale):
        close(other, cast.wu_lei, row, at(11, 24))
    assert SpecialProcedure.objects.get().ended is None


def test_more_time_is_told_in_writing_before_the_told_time_is_over_45(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    case = more(running, cast.wu_lei, row, date(2026, 12, 2), at(11, 27))
    assert (case.promised_on, case.statutory_on) == (date(2026, 12, 9), date(2026, 12, 16))
    told = [one for one in papers(case) if one.kind == "special-procedure"]
    assert [one.data["ends_on"] for one in told] == ["2026-11-27", "2026-12-02"]
    assert told[1].data["why"] == "样品要复测"
    assert told[0].number != told[1].number
    assert task_of(case).due_on == date(2026, 12, 9)


def test_the_applicant_hears_of_each_new_time_once(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    more(running, cast.wu_lei, row, date(2026, 12, 2), at(11, 25))
    case = more(running, cast.wu_lei, row, date(2026, 12, 4), at(11, 27))
    told = [one.text for one in notices(case, "special-")]
    assert len(told) == 3
    assert "12月2日" in told[1] and "12月4日" in told[2]


def test_after_the_told_time_the_clock_runs_and_more_time_comes_too_late_45(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    with pytest.raises(TimeRefused, match="照常计时"):
        more(running, cast.wu_lei, row, date(2026, 12, 4), at(11, 30))
    assert fresh(running).promised_on == date(2026, 12, 4)


def test_less_time_never_counts_days_that_have_passed_uncounted(cast: Cast, running: Case) -> None:
    row = special(running, cast.wu_lei)
    with pytest.raises(TimeRefused):
        more(running, cast.wu_lei, row, date(2026, 11, 23), at(11, 26))
    assert more(running, cast.wu_lei, row, date(2026, 11, 26), at(11, 26)).promised_on == date(2026, 12, 3)


@pytest.mark.parametrize(("why", "refusal"), [("", ReasonMissing), (f"{UNPRINTABLE}", MissingGlyphs)])
def test_more_time_says_why(cast: Cast, running: Case, why: str, refusal: type[Exception]) -> None:
    row = special(running, cast.wu_lei)
    with pytest.raises(refusal):
        more(running, cast.wu_lei, row, date(2026, 12, 2), at(11, 25), why=why)
    assert SpecialProcedure.objects.get().later_notices == []


def test_more_time_without_a_seal_is_no_time(cast: Cast, running: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    row = special(running, cast.wu_lei)
    with monkeypatch.context() as away:
        seal_away(away)
        with pytest.raises(SealUnavailable):
            more(running, cast.wu_lei, row, date(2026, 12, 2), at(11, 25))
    assert SpecialProcedure.objects.get().later_notices == []
    assert fresh(running).promised_on == date(2026, 12, 4)


def test_a_decision_ends_what_still_stops_the_clock(cast: Cast) -> None:
    case = ready(cast)
    special(case, cast.wu_lei, start=date(2026, 11, 20))
    say(case, cast.zheng_hong, "grant", note="检测结果已到，合格", now=at(11, 24))
    drain(at(11, 24))
    assert fresh(case).status == "granted"
    assert not SpecialProcedure.objects.filter(ended=None).exists()
