"""催办: seen at once by whoever has the case, answered, and no more than once a day."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from yimen.domains.cases.actions.answer_urge import answer_urge
from yimen.domains.cases.actions.urge import urge
from yimen.domains.cases.actions.withdraw import withdraw
from yimen.domains.cases.errors import NoteTooLong, ReasonMissing, TooEarlyToUrge
from yimen.domains.cases.models import Case, Urge
from yimen.domains.cases.tests import make_food as make
from yimen.domains.cases.tests.make import drain, fresh, task_of
from yimen.domains.cases.tests.make_steps import at, notices, steps
from yimen.ground.accounts.models import Account
from yimen.ground.errors import Stale
from yimen.ground.processes.actions.claim import claim


def press(cast: Cast, case: Case, text: str = "房租已经在付了", now=NOW) -> Urge:
    row = urge(actor=cast.chen_jing.actor(now), case=case, text=text, now=now)
    drain(now)
    return row


def reply(case: Case, officer: Account, answer: str = "明天上门看，27 日前决定", now=NOW) -> Case:
    answer_urge(actor=officer.actor(now), case=case, answer=answer, now=now)
    drain(now)
    return fresh(case)


def readers(case: Case, kind: str) -> set[str]:
    return {one.account.name for one in notices(case, kind) if one.account is not None}


def test_everybody_who_might_take_it_sees_it(cast: Cast) -> None:
    case = make.on_site(cast)
    press(cast, case)
    assert readers(case, "urged") == {"吴磊", "孙健"}
    assert "陈静催办：房租已经在付了" in notices(case, "urged")[0].text


def test_whoever_has_taken_it_sees_it_alone(cast: Cast) -> None:
    case = make.on_site(cast)
    claim(officer=cast.sun_jian, task=task_of(case), now=NOW)
    press(cast, case)
    assert readers(case, "urged") == {"孙健"}


def test_an_urge_moves_no_day(cast: Cast) -> None:
    case = make.accepted(cast)
    press(cast, case)
    assert (fresh(case).promised_on, task_of(case).due_on) == (case.promised_on, case.promised_on)


def test_the_answer_goes_to_the_applicant_once(cast: Cast) -> None:
    case = make.accepted(cast)
    press(cast, case)
    case = reply(case, cast.wu_lei)
    (told,) = notices(case, "urge-answered")
    assert told.text == "吴磊：明天上门看，27 日前决定"
    assert told.person == case.applicant
    assert steps(case)[-2:] == ["urged", "urge-answered"]


def test_the_next_one_waits_for_the_answer(cast: Cast) -> None:
    case = make.accepted(cast)
    press(cast, case)
    with pytest.raises(TooEarlyToUrge, match="还在等答复"):
        press(cast, case, now=NOW + timedelta(days=3))


def test_once_a_day_by_the_citys_calendar(cast: Cast) -> None:
    case = make.accepted(cast)
    press(cast, case, now=at(11, 20, 23, 50))
    reply(case, cast.wu_lei, now=at(11, 20, 23, 55))
    with pytest.raises(TooEarlyToUrge, match="今天已经催办过"):
        press(cast, case, now=at(11, 20, 23, 59))
    press(cast, case, now=at(11, 21, 0, 1))
    assert Urge.objects.filter(case=case).count() == 2


def test_while_we_wait_for_the_applicant_there_is_nothing_to_urge(cast: Cast) -> None:
    with pytest.raises(TooEarlyToUrge, match="等您补正"):
        press(cast, make.correcting(cast))


def test_what_has_ended_is_not_urged(cast: Cast) -> None:
    case = make.accepted(cast)
    withdraw(actor=cast.chen_jing.actor(NOW), case=case, reason="", now=NOW)
    with pytest.raises(Stale):
        press(cast, case)


@pytest.mark.parametrize("answer", ["", " \n　"])
def test_an_answer_says_something(cast: Cast, answer: str) -> None:
    case = make.accepted(cast)
    press(cast, case)
    with pytest.raises(ReasonMissing):
        reply(case, cast.wu_lei, answer)
    assert case.urges.get().answered_at is None


def test_an_answer_that_is_too_long_is_refused_and_not_cut(cast: Cast) -> None:
    case = make.accepted(cast)
    press(cast, case)
    with pytest.raises(NoteTooLong):
        reply(case, cast.wu_lei, "长" * 2001)


def test_the_second_of_two_answers_is_stale(cast: Cast) -> None:
    case = make.accepted(cast)
    press(cast, case)
    reply(case, cast.wu_lei)
    with pytest.raises(Stale, match="已经答复"):
        reply(case, cast.zheng_hong)


def test_an_urge_while_the_machine_is_at_work_reaches_whoever_has_the_next_step(cast: Cast) -> None:
    case = make.submitted(cast.chen_jing)
    make.accept(actor=cast.wang_fang.actor(NOW), case=case, task=task_of(case), now=NOW)
    urge(actor=cast.chen_jing.actor(NOW), case=case, text="", now=NOW)
    drain()
    drain(NOW + timedelta(minutes=1))
    assert readers(case, "urged") == {"吴磊"}
