"""受理: when the clock of the decision starts."""

from datetime import date, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.accept import accept
from yimen.domains.cases.actions.request_correction import request_correction
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.errors import WrongOutcome
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, evidence, kinds, paper, seal_away, steps
from yimen.ground.accounts.models import Account
from yimen.ground.documents.check import check_seals
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.fire_timers import fire_due_timers
from yimen.ground.processes.models import Task


def say(case: Case, officer: Account, *, now=NOW, task: Task | None = None) -> Case:
    accept(actor=officer.actor(now), case=case, task=task or task_of(case), now=now)
    drain(now)
    return fresh(case)


@pytest.mark.printed
def test_accepted_in_time_the_clock_starts_on_that_day_and_the_body_seals_the_notice_32_1_5(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    case = say(case, cast.wang_fang, now=at(11, 24))
    assert (case.status, case.accepted_on, case.clock_event) == ("accepted", date(2026, 11, 24), "受理")
    notice = paper(case, "acceptance")
    assert notice.data["ground"] == "complete"
    assert (notice.data["accepted_on"], notice.data["statutory_by"]) == ("2026-11-24", "2026-12-08")
    assert notice.body == case.body
    assert check_seals(notice.read())[0].good
    assert steps(case) == ["submitted", "accepted"]


def test_on_the_fifth_working_day_it_is_still_in_time_32_1_4(cast: Cast) -> None:
    case = say(make.submitted(cast.chen_jing), cast.wang_fang, now=at(11, 27, 23, 59))
    assert (case.accepted_on, case.clock_event) == (date(2026, 11, 27), "受理")


def test_late_it_counts_from_the_day_the_papers_were_received_32_1_4(cast: Cast) -> None:
    case = say(make.submitted(cast.chen_jing), cast.wang_fang, now=at(11, 30))
    assert case.accepted_on == date(2026, 11, 20)
    assert case.clock_event == "视为受理（行政许可法第三十二条第一款第四项）"
    assert (case.promised_on, case.statutory_on) == (date(2026, 11, 27), date(2026, 12, 4))
    assert paper(case, "acceptance").data["ground"] == "deemed"
    assert "accepted" in steps(case)


def test_what_was_asked_for_and_never_came_may_be_enough_after_all(cast: Cast) -> None:
    case = make.correcting(cast)
    with pytest.raises(WrongOutcome):
        say(case, cast.wang_fang)
    later = at(12, 19)
    fire_due_timers(lambda: later)
    case = say(case, cast.wang_fang, now=later)
    assert (case.status, case.accepted_on) == ("accepted", date(2026, 12, 19))
    assert paper(case, "acceptance").data["ground"] == "complete"


def test_after_the_correction_it_counts_from_acceptance_and_the_notice_says_so(cast: Cast) -> None:
    case = say(make.corrected(cast), cast.wang_fang, now=NOW + timedelta(days=4))
    assert (case.accepted_on, case.clock_event) == (date(2026, 11, 24), "受理")
    notice = paper(case, "acceptance").data
    assert (notice["ground"], notice["supplied_on"]) == ("corrected", "2026-11-23")


def test_silence_after_the_correction_accepts_from_the_corrected_papers(cast: Cast) -> None:
    case = make.corrected(cast)
    assert case.answer_by == date(2026, 11, 30)
    case = say(case, cast.wang_fang, now=at(12, 1))
    assert case.accepted_on == date(2026, 11, 23)
    assert paper(case, "acceptance").data["ground"] == "deemed"


def test_before_office_hours_the_same_day_counts(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing, now=at(11, 23, 7, 30))
    assert case.received_on == date(2026, 11, 23)
    case = say(case, cast.wang_fang, now=at(11, 23, 8, 0))
    assert case.accepted_on == date(2026, 11, 23)


def test_after_hours_papers_count_from_monday_but_who_accepts_them_on_saturday_has_received_them(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing, now=at(11, 20, 19))
    assert (case.received_on, case.answer_by) == (date(2026, 11, 23), date(2026, 11, 30))
    case = say(case, cast.wang_fang, now=at(11, 21, 9))
    assert (case.received_on, case.accepted_on) == (date(2026, 11, 21), date(2026, 11, 21))
    assert case.promised_on == date(2026, 11, 27)


def test_corrected_papers_brought_after_hours_may_be_accepted_the_same_evening(cast: Cast) -> None:
    case = make.corrected(cast, later=at(11, 23, 18))
    assert case.correction.supplied_on == date(2026, 11, 24)
    case = say(case, cast.wang_fang, now=at(11, 23, 18, 30))
    assert case.accepted_on == date(2026, 11, 23)
    assert paper(case, "acceptance").data["supplied_on"] == "2026-11-23"


def test_the_evidence_names_the_officer_the_post_and_the_day(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    accept(actor=cast.wang_fang.actor(NOW), case=case, task=task_of(case), now=NOW)
    entry = evidence(case, "accept")
    assert (entry.actor_name, entry.details) == ("王芳", {"accepted_on": "2026-11-20", "deemed": False})
    assert "受理岗" in entry.authority


def test_acceptance_is_in_the_audit_once(cast: Cast) -> None:
    case = make.accepted(cast)
    assert evidence(case, "accept").actor_name == "王芳"


def test_a_second_acceptance_is_stale(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    task = task_of(case)
    say(case, cast.wang_fang)
    with pytest.raises(Stale):
        say(case, cast.wang_fang, task=task, now=at(11, 23))
    assert fresh(case).accepted_on == date(2026, 11, 20)


def test_a_withdrawn_application_is_not_accepted_and_the_sentence_says_why(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    task = task_of(case)
    withdraw(actor=cast.chen_jing.actor(NOW), case=case, reason="", now=NOW)
    with pytest.raises(Stale, match="申请人刚刚撤回了"):
        say(case, cast.wang_fang, task=task)


def test_a_task_of_another_case_is_never_taken_for_this_one(cast: Cast) -> None:
    case, other = make.submitted(cast.chen_jing), make.submitted(cast.zhang_wei)
    with pytest.raises(ValueError, match="does not belong"):
        say(case, cast.wang_fang, task=task_of(other))


def test_while_the_seal_is_away_the_day_stands_and_the_notice_follows(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.submitted(cast.chen_jing)
    with monkeypatch.context() as away:
        seal_away(away)
        case = say(case, cast.wang_fang)
        assert (case.status, case.accepted_on) == ("submitted", date(2026, 11, 20))
        assert kinds(case) == ["receipt"]
    later = NOW + timedelta(days=7)
    drain(later)
    case = fresh(case)
    assert (case.status, case.accepted_on) == ("accepted", date(2026, 11, 20))
    assert paper(case, "acceptance").data["accepted_on"] == "2026-11-20"


def test_once_accepted_nothing_more_is_asked_for_correction(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    task = task_of(case)
    say(case, cast.wang_fang)
    with pytest.raises(Stale):
        request_correction(actor=cast.wang_fang.actor(NOW), case=case, task=task, points=[make.LAYOUT_LACKS], now=NOW)
