"""逾期不告知的，自收到申请材料之日起即为受理 (行政许可法 32(1)(4))."""

from datetime import date, datetime

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases import jobs
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.deem_accepted import deem_accepted
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, notices, paper, steps
from yimen.ground.calendar.daily import Incomplete
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.claim import claim


def run(moment: datetime) -> int:
    accepted: int = jobs.deem_accepted_cases.call(moment.isoformat())
    drain(moment)
    return accepted


def test_the_daily_job_accepts_what_nobody_has_answered_from_the_day_of_receipt(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    assert run(at(11, 28, 0, 5)) == 1
    case = fresh(case)
    assert (case.status, case.accepted_on) == ("accepted", date(2026, 11, 20))
    assert paper(case, "acceptance").data["ground"] == "deemed"
    assert steps(case) == ["submitted", "deemed"]
    assert "按法律视为受理" in notices(case, "accepted")[0].text


def test_not_a_day_early(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    assert run(at(11, 27, 23, 59)) == 0
    assert fresh(case).accepted_on is None


def test_days_off_are_not_counted_before_silence_accepts(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing, now=at(9, 28))
    assert case.answer_by == date(2026, 10, 10)
    assert run(at(10, 10, 12)) == 0
    assert run(at(10, 11)) == 1


def test_a_second_run_accepts_nothing_twice(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    assert [run(at(11, 28)), run(at(11, 29))] == [1, 0]
    assert steps(fresh(case)).count("deemed") == 1


def test_while_the_applicant_owes_the_correction_silence_accepts_nothing(cast: Cast) -> None:
    case = make.correcting(cast)
    assert run(at(12, 10)) == 0
    assert fresh(case).status == "correcting"


def test_silence_after_the_correction_accepts_from_the_corrected_papers(cast: Cast) -> None:
    case = make.corrected(cast)
    assert (run(at(11, 30)), run(at(12, 1))) == (0, 1)
    assert fresh(case).accepted_on == date(2026, 11, 23)


def test_a_task_that_an_officer_has_taken_is_deemed_all_the_same(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    claim(officer=cast.wang_fang, task=task_of(case), now=NOW)
    assert run(at(11, 28)) == 1


def test_an_officer_at_the_same_moment_wins_and_the_job_finds_nothing_to_do(cast: Cast) -> None:
    case, late = make.submitted(cast.chen_jing), at(11, 28)
    before = fresh(case)
    accept(actor=cast.wang_fang.actor(late), case=case, task=task_of(case), now=late)
    # The job has read its row before the officer's commit.
    assert deem_accepted(case=before, now=late) is False
    drain(late)
    assert steps(fresh(case)) == ["submitted", "accepted"]
    assert fresh(case).accepted_on == date(2026, 11, 20)


def test_the_job_at_the_same_moment_wins_and_the_officer_is_told(cast: Cast) -> None:
    case, late = make.submitted(cast.chen_jing), at(11, 28)
    task = task_of(case)
    assert deem_accepted(case=case, now=late) is True
    with pytest.raises(Stale):
        accept(actor=cast.wang_fang.actor(late), case=case, task=task, now=late)


def test_one_case_that_cannot_be_accepted_is_named_and_does_not_keep_the_others_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = make.submitted(cast.chen_jing), make.submitted(cast.zhang_wei)
    assert broken.pk < good.pk

    def one_breaks(*, case: Case, now: datetime) -> bool:
        if case.pk == broken.pk:
            raise ValueError("a row that nobody expected")
        return deem_accepted(case=case, now=now)

    monkeypatch.setattr(jobs, "deem_accepted", one_breaks)
    with pytest.raises(Incomplete, match=f"办成 1 项，没办成：{broken.number}$"):
        run(at(11, 28))
    drain(at(11, 28))
    assert fresh(good).status == "accepted"
