"""The calendar changes: the days of open cases move, and whoever was told another day is told the new one, once."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases import jobs
from yimen.domains.cases.actions.give_opinion import give_opinion
from yimen.domains.cases.actions.recompute_days import recompute_days
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.capabilities import CAPABILITIES
from yimen.domains.cases.models import Case
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, declined, kinds, notices, ready, say, special, steps
from yimen.ground.calendar.actions.correct_day import DayKind, correct_day
from yimen.ground.errors import DomainError
from yimen.ground.outbox.models import Delivery
from yimen.ground.outbox.registry import listener
from yimen.ground.processes.models import Timer

WEDNESDAY = date(2026, 11, 25)


def day_off(cast: Cast, day: date = WEDNESDAY, kind: DayKind = DayKind.OFF, now: datetime = NOW) -> None:
    correct_day(
        actor=cast.li_min.actor(now), day=day, kind=kind, name="大雪停工", reason="市政府〔2026〕31号通知", now=now
    )


def test_days_tasks_and_light_follow(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast)
    drain()
    case = fresh(case)
    assert (case.promised_on, case.statutory_on) == (date(2026, 11, 30), date(2026, 12, 7))
    assert task_of(case).due_on == date(2026, 11, 30)


def test_a_day_that_is_worked_by_order_brings_them_forward(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast, date(2026, 11, 22), DayKind.WORKED)
    drain()
    assert fresh(case).promised_on == date(2026, 11, 26)


def test_applicant_and_officer_are_told_the_new_day_once(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast)
    drain()
    told = notices(case, "moved-")
    assert sorted(one.account.name if one.account else one.person.name for one in told) == ["吴磊", "陈静"]
    assert {one.text for one in told} == {"放假安排有变动，原来告知的11月27日改到11月30日。"}
    # The statute's last day is for supervision: the history keeps it.
    assert steps(fresh(case)).count("day-moved") == 2


def test_delivered_again_after_midnight_nobody_is_told_twice(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast)
    drain()
    again = Delivery.objects.filter(listener="cases.tell-day-moved")
    assert again.count() == 2
    for one in again:
        target = listener(one.listener)
        target.react(target.event(**one.payload), NOW + timedelta(days=1))
    assert len(notices(case, "moved-")) == 2


def test_there_and_back_and_there_again_on_one_day_the_last_word_is_right(cast: Cast) -> None:
    case = make.accepted(cast)
    for minute, kind in enumerate((DayKind.OFF, DayKind.PLAIN, DayKind.OFF)):
        moment = NOW + timedelta(minutes=minute)
        day_off(cast, kind=kind, now=moment)
        drain(moment)
    told = [one.text for one in notices(case, "moved-") if one.person is not None]
    assert [text[-9:] for text in told] == ["改到11月30日。", "改到11月27日。", "改到11月30日。"]


def test_a_change_elsewhere_in_the_year_moves_nothing_and_tells_nobody(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast, date(2026, 12, 24))
    drain()
    assert notices(case, "moved-") == []
    assert "day-moved" not in steps(fresh(case))


def test_the_day_to_answer_moves_before_acceptance(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    day_off(cast)
    drain()
    assert (fresh(case).answer_by, task_of(case).due_on) == (date(2026, 11, 30), date(2026, 11, 30))
    assert {one.text for one in notices(case, "moved-")} == {"放假安排有变动，原来告知的11月27日改到11月30日。"}


def test_a_day_off_inside_a_special_procedure_moves_nothing(cast: Cast) -> None:
    case = make.accepted(cast)
    special(case, cast.wu_lei)
    before = fresh(case).promised_on
    day_off(cast)
    drain()
    assert fresh(case).promised_on == before


def test_while_we_wait_for_the_applicant_nobody_is_told_of_our_own_day(cast: Cast) -> None:
    case = make.correcting(cast)
    day_off(cast)
    drain()
    assert notices(case, "moved-answer_by") == []


def ended(cast: Cast, how: str) -> Case:
    if how == "granted":
        return make.granted(cast)
    case = make.accepted(cast) if how == "withdrawn" else make.submitted(cast.chen_jing)
    if how == "withdrawn":
        withdraw(actor=cast.chen_jing.actor(NOW), case=case, reason="", now=NOW)
    else:
        declined(case, cast.wang_fang)
    drain()
    return fresh(case)


@pytest.mark.parametrize("how", ["granted", "withdrawn", "not-accepted"])
def test_what_has_ended_stays_as_it_was_told(cast: Cast, how: str) -> None:
    case = ended(cast, how)
    before = (case.answer_by, case.promised_on, case.statutory_on, case.deliver_by, steps(case))
    day_off(cast)
    drain()
    assert recompute_days(case=case, now=NOW) == []
    case = fresh(case)
    assert (case.answer_by, case.promised_on, case.statutory_on, case.deliver_by, steps(case)) == before
    assert notices(case, "moved-") == []


def test_a_decided_case_keeps_its_days_and_only_delivery_moves(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_now(reference: str, *, now: datetime) -> dict[str, object]:
        raise DomainError("邮政停运", "恢复后再办。", "post-away")

    monkeypatch.setitem(CAPABILITIES, "deliver", not_now)
    case = ready(cast)
    say(case, cast.zheng_hong, "grant")
    drain()
    assert (fresh(case).status, fresh(case).closed_at) == ("granted", None)
    day_off(cast)
    drain()
    case = fresh(case)
    assert (case.promised_on, case.statutory_on) == (date(2026, 11, 27), date(2026, 12, 4))
    assert case.deliver_by == date(2026, 11, 30)
    assert {one.key.split("-")[1] for one in notices(case, "moved-")} == {"deliver_by"}


def test_a_step_between_the_change_and_the_job_moves_no_day_in_silence(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast)
    # An officer is faster than the worker: the next task opens with the new calendar.
    give_opinion(actor=cast.wu_lei.actor(NOW), case=case, task=task_of(case), outcome="agree", text="材料齐全", now=NOW)
    drain()
    assert fresh(case).promised_on == date(2026, 11, 30)
    assert [one for one in notices(case, "moved-") if one.person is not None]


def test_a_second_run_finds_nothing(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast)
    drain()
    assert jobs.recompute_open_cases(NOW) == 0
    assert len(notices(case, "moved-")) == 2


def test_many_cases_are_done_batch_by_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_BATCH", 1)
    cases = [make.submitted(cast.chen_jing), make.submitted(cast.zhang_wei)]
    day_off(cast)
    drain()
    assert {fresh(case).answer_by for case in cases} == {date(2026, 11, 30)}


def test_one_case_that_cannot_be_computed_does_not_stop_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, good = make.submitted(cast.chen_jing), make.submitted(cast.zhang_wei)

    def one_breaks(*, case: Case, now: datetime) -> list[str]:
        if case.pk == broken.pk:
            raise ValueError("a row that nobody expected")
        return recompute_days(case=case, now=now)

    monkeypatch.setattr(jobs, "recompute_days", one_breaks)
    day_off(cast)
    drain()
    assert fresh(good).answer_by == date(2026, 11, 30)


def test_the_aim_of_a_correction_moves_and_rings_later(cast: Cast) -> None:
    case = make.correcting(cast)
    assert case.correction.supply_by == date(2026, 12, 18)
    day_off(cast)
    drain()
    assert fresh(case).correction.supply_by == date(2026, 12, 21)
    assert Timer.objects.get(instance__subject_ref=case.number, closed_at=None).due_at == at(12, 22, 0)


def test_papers_that_were_issued_stay_as_they_are(cast: Cast) -> None:
    case = make.accepted(cast)
    day_off(cast)
    drain()
    assert kinds(fresh(case)) == ["receipt", "acceptance"]
